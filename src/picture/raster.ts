import { type Colour, lightness } from './colour.ts';

/** A picture of pixels: red, green, blue, opacity, row by row. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A raster whose pixels are what `colourAt` says. */
export function raster(width: number, height: number, colourAt: (y: number, x: number) => Colour): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) data.set(colourAt(y, x), to);
  }
  return { width, height, data };
}

export function colourOfPixel({ width, data }: Raster, y: number, x: number): Colour {
  const at = (y * width + x) * 4;
  return [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!];
}

/**
 * Fits a raster into a square of `side` pixels: enlarged by a whole number, so that its pixels stay squares of one
 * size; or reduced, where each pixel is the mean of those it covers, the bright ones counting more, so that an outline
 * of one pixel can still be seen.
 */
export function fitSquare(picture: Raster, side: number): Raster {
  const longest = Math.max(picture.width, picture.height);
  return longest <= side ? enlarge(picture, Math.floor(side / longest)) : reduce(picture, side / longest);
}

/** The raster itself, or reduced to a square of `side` pixels where it is larger. */
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

/** The part of the source that one pixel covers, [first, last). */
function sourceInterval(index: number, count: number, source: number): readonly [number, number] {
  return [(index * source) / count, Math.min(source, ((index + 1) * source) / count)];
}

function overlap(cell: number, first: number, last: number): number {
  return Math.min(cell + 1, last) - Math.max(cell, first);
}
