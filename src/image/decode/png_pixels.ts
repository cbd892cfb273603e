/** What a PNG file says about its pixels. */
export interface PngLayout {
  width: number;
  height: number;
  /** Bits per sample. */
  depth: number;
  colourType: number;
  interlaced: boolean;
  /** Red, green and blue of each colour of the palette. */
  palette: Uint8Array | undefined;
  /** Which colour is transparent, or the opacity of each colour of the palette. */
  transparency: Uint8Array | undefined;
}

/** Samples of a pixel, by colour type: grey, rgb, palette, grey and alpha, rgb and alpha. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Adam7, the passes of an interlaced picture: first column and row, and steps from pixel to pixel. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * The pixels of a PNG file: red, green, blue and alpha of each, in 8 bits, or 16 where the file has 16.
 *
 * @param unpacked its filtered lines, one after the other; they are overwritten
 * @throws Error where they are too few, or filtered in a way that the standard does not have
 */
export function pngPixels(unpacked: Uint8Array, layout: PngLayout): Uint8Array | Uint16Array {
  const { width, height, depth, colourType, interlaced } = layout;
  const count = 4 * width * height;
  const pixels = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  const write = pixelWriter(layout, pixels);
  const bits = SAMPLES[colourType]! * depth;
  let at = 0;
  for (const [left, top, across, down] of interlaced ? PASSES : [[0, 0, 1, 1] as const]) {
    const [columns, rows] = [Math.ceil((width - left) / across), Math.ceil((height - top) / down)];
    if (columns <= 0 || rows <= 0) continue;
    const length = Math.ceil((columns * bits) / 8);
    if (unpacked.length - at < rows * (1 + length)) throw new Error('ends early');
    for (let row = 0; row < rows; row++, at += 1 + length) {
      unfilter(unpacked, at, length, row === 0 ? undefined : at - length, Math.ceil(bits / 8));
      const samples = samplesOf(unpacked.subarray(at + 1, at + 1 + length), depth);
      write(samples, columns, 4 * ((top + row * down) * width + left), 4 * across);
    }
  }
  return pixels;
}

/** Undoes the filter of a line in place. @param above where the line above begins; @param step bytes of a pixel, at least 1 */
function unfilter(
  bytes: Uint8Array,
  at: number,
  length: number,
  above: number | undefined,
  step: number,
): void {
  const filter = bytes[at]!;
  if (filter > 4) throw new Error(`has a filter ${filter}`);
  const first = at + 1;
  const end = first + length;
  // What is left of the picture or above it counts as 0.
  const up = above === undefined ? 0 : first - above;
  if (filter === 1) for (let i = first + step; i < end; i++) bytes[i]! += bytes[i - step]!;
  if (filter === 2 && up > 0) for (let i = first; i < end; i++) bytes[i]! += bytes[i - up]!;
  if (filter === 3)
    for (let i = first; i < end; i++)
      bytes[i]! += ((i < first + step ? 0 : bytes[i - step]!) + (up > 0 ? bytes[i - up]! : 0)) >> 1;
  if (filter !== 4) return;
  for (let i = first; i < end; i++) {
    const beside = i < first + step ? 0 : bytes[i - step]!;
    const over = up > 0 ? bytes[i - up]! : 0;
    const corner = up > 0 && i >= first + step ? bytes[i - up - step]! : 0;
    const [a, b, c] = [
      Math.abs(over - corner),
      Math.abs(beside - corner),
      Math.abs(beside + over - 2 * corner),
    ];
    bytes[i]! += a <= b && a <= c ? beside : b <= c ? over : corner;
  }
}

/** The samples of a line. Those of 16 bits have the higher byte first; those of less than 8 begin at the highest bits. */
function samplesOf(line: Uint8Array, depth: number): Uint8Array | Uint16Array {
  if (depth === 8) return line;
  if (depth === 16)
    return Uint16Array.from({ length: line.length / 2 }, (_, i) => 256 * line[2 * i]! + line[2 * i + 1]!);
  const perByte = 8 / depth;
  return Uint8Array.from(
    { length: line.length * perByte },
    (_, i) => (line[Math.floor(i / perByte)]! >> (8 - depth - depth * (i % perByte))) & (2 ** depth - 1),
  );
}

/** Writes pixels of a line, from a place in `pixels` on, so many values apart. */
type WritePixels = (samples: Uint8Array | Uint16Array, count: number, at: number, step: number) => void;

function pixelWriter(
  { depth, colourType, palette, transparency }: PngLayout,
  pixels: Uint8Array | Uint16Array,
): WritePixels {
  const white = depth === 16 ? 65_535 : 255;
  if (colourType === 3) {
    if (!palette) throw new Error('has no palette');
    return (samples, count, at, step) => {
      for (let i = 0; i < count; i++, at += step) {
        const colour = samples[i]!;
        for (let c = 0; c < 3; c++) pixels[at + c] = palette[3 * colour + c] ?? 0;
        pixels[at + 3] = transparency?.[colour] ?? white;
      }
    };
  }
  const colours = colourType === 2 || colourType === 6 ? 3 : 1;
  const times = white / (2 ** depth - 1);
  // The lower bits alone count.
  const clear = Array.from({ length: colours }, (_, c) =>
    transparency && transparency.length >= 2 * colours
      ? (256 * transparency[2 * c]! + transparency[2 * c + 1]!) % 2 ** depth
      : -1,
  );
  const hasAlpha = colourType >= 4;
  const length = SAMPLES[colourType]!;
  return (samples, count, at, step) => {
    for (let i = 0, from = 0; i < count; i++, from += length, at += step) {
      const [red, green, blue] = [
        samples[from]!,
        samples[from + (colours >> 1)]!,
        samples[from + colours - 1]!,
      ];
      pixels[at] = red * times;
      pixels[at + 1] = green * times;
      pixels[at + 2] = blue * times;
      const isClear = red === clear[0] && (colours === 1 || (green === clear[1] && blue === clear[2]));
      pixels[at + 3] = hasAlpha ? samples[from + colours]! : isClear ? 0 : white;
    }
  };
}
