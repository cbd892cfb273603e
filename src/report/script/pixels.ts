import { make } from './elements.ts';

const readBefore = new WeakMap<HTMLImageElement, ImageData>();

/** The pixels of a picture that has been loaded. */
export function imagePixels(image: HTMLImageElement): ImageData | undefined {
  const { naturalWidth: width, naturalHeight: height } = image;
  const before = readBefore.get(image);
  if (before) return before;
  const canvas = make('canvas', { width: String(width), height: String(height) });
  const context = canvas.getContext('2d');
  if (!context || width === 0) return undefined;
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  readBefore.set(image, pixels);
  return pixels;
}

/** The colours of values from low to high: red, green and blue of each. */
export const paletteLevels = (document.body.dataset.levels ?? '')
  .split(' ')
  .map((hex) => [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));

/** What a frame of a strip shows, row by row. */
export interface FrameValues {
  height: number;
  width: number;
  values: number[];
}

/**
 * The values of a frame: as they are written beside it, else read from its colours; of a photograph the mean of its
 * channels. Undefined where a frame has none.
 */
export function valuesOfFrame(image: HTMLImageElement): FrameValues | undefined {
  const { values, low, high } = image.dataset;
  const [height, width] = [Number(image.dataset.height), Number(image.dataset.width)];
  if (!(height > 0)) return undefined;
  if (values !== undefined)
    return { height, width, values: values.split(' ').map((text) => Number(text.replace('−', '-'))) };
  const pixels = imagePixels(image);
  if (!pixels) return undefined;
  const found: number[] = [];
  for (let at = 0; at < pixels.data.length; at += 4) {
    const colour = pixels.data.slice(at, at + 3);
    found.push(
      low === undefined
        ? (colour[0]! + colour[1]! + colour[2]!) / (3 * 255)
        : Number(low) + levelOf(colour) * (Number(high) - Number(low)),
    );
  }
  // A large output was made smaller: its frame has fewer pixels.
  return { height: pixels.height, width: pixels.width, values: found };
}

/** Where a colour is between the darkest, 0, and the brightest, 1. */
function levelOf(colour: ArrayLike<number>): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [i, level] of paletteLevels.entries()) {
    const away = level.reduce((sum, part, c) => sum + Math.abs(part - colour[c]!), 0);
    if (away < least) [best, least] = [i, away];
  }
  return best / (paletteLevels.length - 1);
}
