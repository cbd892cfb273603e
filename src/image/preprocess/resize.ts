import type { Image, Pair } from '../../core/tensor.ts';

/**
 * Resizes an image: bilinear, with a wider triangle where it shrinks, so that every source pixel counts. This is
 * Pillow's BILINEAR and torchvision's with `antialias`. Sums are in double precision and rounded once, to float32. An
 * unchanged size returns the values unchanged.
 *
 * From n to m pixels, source pixel i has the weight max(0, 1 − |i + ½ − c| / f) in target pixel j, divided by the sum of
 * these weights, where c = (j + ½) · n / m and f = max(1, n / m).
 *
 * @example resize({ shape: [1, 4, 1], data: [0, 0, 1, 1] }, [1, 2]).data // [1/7, 6/7]
 */
export function resize({ shape: [height, width, channels], data }: Image, [rows, columns]: Pair): Image {
  if (rows === height && columns === width) return { shape: [height, width, channels], data };
  const across = pixelWeights(width, columns);
  const down = pixelWeights(height, rows);
  const wide = new Float64Array(height * columns * channels);
  for (let y = 0; y < height; y++) {
    for (const [x, { first, values }] of across.entries()) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [k, weight] of values.entries())
          sum += weight * data[(y * width + first + k) * channels + c]!;
        wide[(y * columns + x) * channels + c] = sum;
      }
    }
  }
  const line = columns * channels;
  const result = new Float32Array(rows * line);
  for (const [y, { first, values }] of down.entries()) {
    for (let i = 0; i < line; i++) {
      let sum = 0;
      for (const [k, weight] of values.entries()) sum += weight * wide[(first + k) * line + i]!;
      result[y * line + i] = sum;
    }
  }
  return { shape: [rows, columns, channels], data: result };
}

interface PixelWeights {
  first: number;
  values: Float64Array;
}

/** The weights of the source pixels for each of `to` target pixels: those from `first` on, the others are 0. */
function pixelWeights(from: number, to: number): PixelWeights[] {
  const reach = Math.max(from, to);
  return Array.from({ length: to }, (_, j) => {
    // Whole numbers, so that distances are exact: 2 · to · |i + ½ − c| = |(2i + 1) · to − (2j + 1) · from|.
    const distance = (i: number) => Math.abs((2 * i + 1) * to - (2 * j + 1) * from) / (2 * reach);
    const center = ((j + 0.5) * from) / to;
    const first = Math.max(0, Math.floor(center - reach / to - 1));
    const last = Math.min(from - 1, Math.ceil(center + reach / to));
    const values = Float64Array.from({ length: last - first + 1 }, (_, k) =>
      Math.max(0, 1 - distance(first + k)),
    );
    const sum = values.reduce((all, weight) => all + weight, 0);
    return { first, values: values.map((weight) => weight / sum) };
  });
}
