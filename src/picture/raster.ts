import { type Colour, lightness } from './colour.ts';

/** Pixels to be shown: red, green, blue and opacity, 0 to 255, row by row. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Makes a raster; `colourAt` gives the colour of each pixel. */
export function raster(width: number, height: number, colourAt: (y: number, x: number) => Colour): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) data.set(colourAt(y, x), to);
  }
  return { width, height, data };
}

/** The colour of the pixel in row y and column x: [red, green, blue, alpha], 0 to 255 each. */
export function colourOfPixel({ width, data }: Raster, y: number, x: number): Colour {
  const at = (y * width + x) * 4;
  return [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!];
}

/**
 * Fits a raster into a square of `side` pixels. A small one is enlarged by a whole factor, so that its pixels stay
 * squares of one size. A large one is reduced: each pixel is a mean over the source pixels that it covers, in which
 * bright pixels weigh more, so that a thin outline stays visible.
 */
export function fitSquare(picture: Raster, side: number): Raster {
  const longest = Math.max(picture.width, picture.height);
  return longest <= side ? enlarge(picture, Math.floor(side / longest)) : reduce(picture, side / longest);
}

/** Reduces a raster to fit into a square of `side` pixels, as `fitSquare` does; returns a small one unchanged. */
export function shrinkToSquare(picture: Raster, side: number): Raster {
  const longest = Math.max(picture.width, picture.height);
  return longest <= side ? picture : reduce(picture, side / longest);
}

function enlarge(picture: Raster, times: number): Raster {
  return raster(picture.width * times, picture.height * times, (y, x) =>
    colourOfPixel(picture, Math.floor(y / times), Math.floor(x / times)),
  );
}

function reduce(picture: Raster, scale: number): Raster {
  const [height, width] = [picture.height, picture.width].map((size) =>
    Math.max(1, Math.round(size * scale)),
  );
  return raster(width!, height!, (y, x) => {
    const [top, bottom] = sourceInterval(y, height!, picture.height);
    const [left, right] = sourceInterval(x, width!, picture.width);
    const sum = [0, 0, 0, 0];
    let weights = 0;
    for (let row = Math.floor(top); row < bottom; row++) {
      for (let column = Math.floor(left); column < right; column++) {
        const colour = colourOfPixel(picture, row, column);
        const weight =
          overlap(row, top, bottom) * overlap(column, left, right) * (0.05 + lightness(colour) / 255);
        weights += weight;
        for (const [i, part] of colour.entries()) sum[i]! += weight * part;
      }
    }
    const [red, green, blue, alpha] = sum.map((part) => Math.round(part / weights));
    return [red!, green!, blue!, alpha!];
  });
}

/** The interval [start, end) of the source, on one axis, that a reduced pixel covers. */
function sourceInterval(index: number, count: number, source: number): readonly [number, number] {
  return [(index * source) / count, Math.min(source, ((index + 1) * source) / count)];
}

function overlap(cell: number, first: number, last: number): number {
  return Math.min(cell + 1, last) - Math.max(cell, first);
}
