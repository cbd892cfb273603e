import type { Image, Window } from '../../core/tensor.ts';

/**
 * The class of each cell: the index of its largest channel (the first, if several are equal). Of a single channel it is 1
 * where the value is above the threshold and else 0, or without a threshold the value itself.
 *
 * @returns a map of one channel; undefined for a single channel without a threshold that is not of whole numbers
 */
export function cellClasses(window: Window, threshold: number | undefined): Image | undefined {
  const { data, offset, rowStep, columnStep, shape } = window;
  const [height, width, channels] = shape;
  const classes = new Float32Array(height * width);
  for (let row = 0, cell = 0; row < height; row++) {
    for (let column = 0; column < width; column++, cell++) {
      const at = offset + row * rowStep + column * columnStep;
      if (channels > 1) classes[cell] = largestChannel(data, at, channels);
      else if (threshold !== undefined) classes[cell] = data[at]! > threshold ? 1 : 0;
      else if (Number.isInteger(data[at])) classes[cell] = data[at]!;
      else return undefined;
    }
  }
  return { data: classes, shape: [height, width, 1] };
}

function largestChannel(data: Float32Array, at: number, channels: number): number {
  let best = at;
  let largest = data[at]!;
  for (let i = at + 1; i < at + channels; i++) {
    if (data[i]! > largest) {
      best = i;
      largest = data[i]!;
    }
  }
  return best - at;
}

/**
 * Compares two maps of classes of the same shape, cell by cell.
 *
 * @returns the share of cells with the same class, and the mean over the classes that are in either map of
 * intersection / union
 */
export function compareClasses(a: Window, b: Window): { agreement: number; meanIou: number } {
  const [height, width] = a.shape;
  /** By class, in how many cells it is in both maps, and in how many in either. */
  const counts = new Map<number, { both: number; either: number }>();
  const countOf = (name: number) => {
    let count = counts.get(name);
    if (!count) {
      count = { both: 0, either: 0 };
      counts.set(name, count);
    }
    return count;
  };
  let same = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const first = a.data[a.offset + row * a.rowStep + column * a.columnStep]!;
      const second = b.data[b.offset + row * b.rowStep + column * b.columnStep]!;
      const count = countOf(first);
      count.either++;
      if (first === second) {
        count.both++;
        same++;
      } else countOf(second).either++;
    }
  }
  // In the order of classes, so that the sum does not depend on where they are.
  const inOrder = [...counts].sort(([c], [d]) => c - d);
  const sum = inOrder.reduce((all, [, { both, either }]) => all + both / either, 0);
  return { agreement: same / (height * width), meanIou: sum / counts.size };
}
