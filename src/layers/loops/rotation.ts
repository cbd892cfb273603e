import type { Pair } from '../../core/tensor.ts';

/** The values of one phase, [height, width, channels], row-major. */
export interface Phase {
  values: Float32Array;
  shape: readonly [height: number, width: number, channels: number];
}

/**
 * Whether a phase's greatest cyclic rotation comes after another's, values compared in row-major order. It is the
 * same for all rotations of either, so it chooses between phases without a look at where their content lies.
 */
export function greaterUnderRotation(phase: Phase, other: Phase): boolean {
  return compare(phase, greatestRotation(phase), other, greatestRotation(other)) > 0;
}

/** Where the rotation along both axes begins whose values come last in lexicographic order. */
function greatestRotation(phase: Phase): Pair {
  const [, width, channels] = phase.shape;
  // Beyond a period nothing new begins.
  const [rows, columns] = [period(phase, 0), period(phase, 1)];
  let best: Pair = [0, 0];
  let most = Number.NEGATIVE_INFINITY;
  for (let down = 0; down < rows; down++) {
    for (let across = 0; across < columns; across++) {
      const first = phase.values[(down * width + across) * channels]!;
      if (first < most) continue;
      most = first;
      if (compare(phase, [down, across], phase, best) > 0) best = [down, across];
    }
  }
  return best;
}

/** After how many cells along an axis a phase repeats itself. */
function period(phase: Phase, axis: 0 | 1): number {
  const size = phase.shape[axis];
  for (let cells = 1; cells < size; cells++) {
    const moved: Pair = axis === 0 ? [cells, 0] : [0, cells];
    if (compare(phase, moved, phase, [0, 0]) === 0) return cells;
  }
  return size;
}

/** The first difference between two phases of one shape, each read round and round from a cell of its own. */
function compare(a: Phase, [downA, acrossA]: Pair, b: Phase, [downB, acrossB]: Pair): number {
  const [height, width, channels] = a.shape;
  for (let y = 0; y < height; y++) {
    const rowA = ((y + downA) % height) * width;
    const rowB = ((y + downB) % height) * width;
    for (let x = 0; x < width; x++) {
      const cellA = (rowA + ((x + acrossA) % width)) * channels;
      const cellB = (rowB + ((x + acrossB) % width)) * channels;
      for (let c = 0; c < channels; c++) {
        const [valueA, valueB] = [a.values[cellA + c]!, b.values[cellB + c]!];
        if (valueA !== valueB) return valueA - valueB;
      }
    }
  }
  return 0;
}
