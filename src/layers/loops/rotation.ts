import type { Pair } from '../../core/tensor.ts';

/** The values of one phase, [height, width, channels], row-major. */
export interface Phase {
  values: Float32Array;
  shape: readonly [height: number, width: number, channels: number];
}

/**
 * Whether the greatest cyclic rotation of a phase is greater than that of another, values compared in row-major order.
 * The answer is the same for every rotation of either, so it does not depend on position.
 */
export function greaterUnderRotation(phase: Phase, other: Phase): boolean {
  return compare(phase, greatestRotation(phase), other, greatestRotation(other)) > 0;
}

/** The first cell of the rotation along both axes that is the last in lexicographic order. */
function greatestRotation(phase: Phase): Pair {
  const [, width, channels] = phase.shape;
  // After a period, rotations repeat.
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

/** The smallest number of cells along an axis by which a phase can be rotated onto itself. */
function period(phase: Phase, axis: 0 | 1): number {
  const size = phase.shape[axis];
  for (let cells = 1; cells < size; cells++) {
    const moved: Pair = axis === 0 ? [cells, 0] : [0, cells];
    if (compare(phase, moved, phase, [0, 0]) === 0) return cells;
  }
  return size;
}

/** The first difference between two phases of one shape, each read cyclically from its own first cell; 0 if none. */
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
