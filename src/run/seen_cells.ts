import type { Step } from '../layers/stack/stack.ts';
import { extendedAxis } from '../layers/windows/window.ts';

/** The cells of one step that something depends on: all pairs of these rows and columns, ascending. */
export interface SeenCells {
  rows: readonly number[];
  columns: readonly number[];
}

/**
 * The cells of each step that one cell of an output depends on, by the windows alone: a layer without a window depends
 * on all of its input. Padding that repeats cells of the input leads back to these; other padding leads nowhere.
 *
 * @param step index of the output's step
 * @returns for each step from the image to the output
 * @example // of a 2×2 max pool of a 4×4 image, the cell (1, 0)
 * seenCells(steps, 1, [1, 0]) // [{ rows: [2, 3], columns: [0, 1] }, { rows: [1], columns: [0] }]
 */
export function seenCells(
  steps: readonly Step[],
  step: number,
  [row, column]: readonly [number, number],
): SeenCells[] {
  const seen: SeenCells[] = [{ rows: [row], columns: [column] }];
  for (let at = step; at > 0; at--) {
    const [{ rows, columns }] = seen as [SeenCells];
    const input = steps[at - 1]!;
    seen.unshift({
      rows: inputCells(steps[at]!, input, 0, rows),
      columns: inputCells(steps[at]!, input, 1, columns),
    });
  }
  return seen;
}

function inputCells({ layer }: Step, { shape }: Step, axis: 0 | 1, cells: readonly number[]): number[] {
  const window = layer?.kind.window?.(layer.options);
  const length = shape[axis];
  if (!window) return Array.from({ length }, (_, at) => at);
  const [size, stride] = [window.size[axis], window.strides[axis]];
  const sources = extendedAxis(length, window, axis);
  const found = new Set<number>();
  for (const cell of cells)
    for (let at = cell * stride; at < cell * stride + size; at++)
      found.add(sources ? (sources[at] ?? -1) : at);
  found.delete(-1);
  return [...found].sort((a, b) => a - b);
}
