import type { Colour } from './colour.ts';
import { colourOfPixel, fitSquare, type Raster, raster } from './raster.ts';

/** A box in pixels of the image, (x1, y1) its upper left corner; of a point, x1 = x2 and y1 = y2. */
export interface FoundMark {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** What a detector found in a picture, and what it found in the unshifted one, moved as the picture. */
export interface FrameMarks {
  moved: readonly FoundMark[];
  found: readonly FoundMark[];
}

/** Bright, with a dark edge: both are seen on any picture. */
const FOUND: Colour = [255, 176, 0, 255];
const MOVED: Colour = [255, 255, 255, 255];
const EDGE: Colour = [16, 20, 28, 255];

/** Length of a dash and of a gap. */
const DASH_PIXELS = 3;
/** Half the width of the cross at a point. */
const CROSS_PIXELS = 3;

/**
 * A picture of at most `side` pixels with what was found in it: orange for the boxes of this picture, white dashes for
 * those of the unshifted one, moved. A point is a cross.
 *
 * @param picture in pixels of the image
 */
export function detectionFrame(picture: Raster, { moved, found }: FrameMarks, side: number): Raster {
  const drawn = fitSquare(picture, side);
  const scale = drawn.width / picture.width;
  const marks = new Map<number, Colour>();
  const mark = ([x, y]: Pixel, colour: Colour) => {
    if (x >= 0 && y >= 0 && x < drawn.width && y < drawn.height) marks.set(y * drawn.width + x, colour);
  };
  for (const one of found) for (const pixel of pixelsOfMark(one, scale)) mark(pixel, FOUND);
  for (const one of moved)
    for (const [i, pixel] of pixelsOfMark(one, scale).entries()) {
      const dash = i % (2 * DASH_PIXELS) < DASH_PIXELS;
      // A gap leaves what is below it to be seen; elsewhere it is dark, so that dashes are seen on white, too.
      if (dash || !marks.has(pixel[1] * drawn.width + pixel[0])) mark(pixel, dash ? MOVED : EDGE);
    }
  return raster(
    drawn.width,
    drawn.height,
    (y, x) => marks.get(y * drawn.width + x) ?? colourOfPixel(drawn, y, x),
  );
}

type Pixel = readonly [x: number, y: number];

/** The pixels of a mark: one after the other around a box, within its edges; or a cross at a point. */
function pixelsOfMark({ x1, y1, x2, y2 }: FoundMark, scale: number): Pixel[] {
  if (x1 === x2 && y1 === y2) {
    const [x, y] = [Math.floor(x1 * scale), Math.floor(y1 * scale)];
    const arm = Array.from({ length: 2 * CROSS_PIXELS + 1 }, (_, i) => i - CROSS_PIXELS);
    return [...arm.map((i): Pixel => [x + i, y]), ...arm.map((i): Pixel => [x, y + i])];
  }
  const [left, top] = [Math.round(x1 * scale), Math.round(y1 * scale)];
  const [right, bottom] = [
    Math.max(left, Math.round(x2 * scale) - 1),
    Math.max(top, Math.round(y2 * scale) - 1),
  ];
  const pixels: Pixel[] = [];
  for (let x = left; x < right; x++) pixels.push([x, top]);
  for (let y = top; y < bottom; y++) pixels.push([right, y]);
  for (let x = right; x > left; x--) pixels.push([x, bottom]);
  for (let y = bottom; y > top; y--) pixels.push([left, y]);
  return pixels.length === 0 ? [[left, top]] : pixels;
}
