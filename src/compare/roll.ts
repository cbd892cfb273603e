import { options } from '../core/options.ts';
import type { Window } from '../core/tensor.ts';
import { defineComparison } from './kind.ts';
import { toleranceEntries, toleranceLabel, toleranceOf } from './tolerance.ts';

/**
 * Outputs x and y coincide if some roll of x along both axes is close to y, as after adaptive sampling.
 *
 * @example the rows [1, 2, 3] and [3, 1, 2] coincide
 *
 * Source: Chaman & Dokmanić 2021, who count outputs that are equal up to a circular roll.
 */
export const roll = defineComparison({
  title: 'Close after some circular roll of one output along both axes.',
  options: options(toleranceEntries),
  label: (options) => toleranceLabel('roll', options),
  tolerance: toleranceOf,
  same(x, y, tolerance) {
    const [height, width] = x.shape;
    for (let down = 0; down < height; down++) {
      for (let across = 0; across < width; across++) {
        if (rolledWithin(x, y, down, across, tolerance)) return true;
      }
    }
    return false;
  },
});

/** Whether x, rolled by (down, across) cells, differs from y by at most the tolerance everywhere. */
function rolledWithin(x: Window, y: Window, down: number, across: number, tolerance: number): boolean {
  const [height, width, channels] = x.shape;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let i =
        x.offset +
        ((row - down + height) % height) * x.rowStep +
        ((column - across + width) % width) * x.columnStep;
      let j = y.offset + row * y.rowStep + column * y.columnStep;
      for (let c = 0; c < channels; c++, i++, j++) {
        if (Math.abs(x.data[i]! - y.data[j]!) > tolerance) return false;
      }
    }
  }
  return true;
}
