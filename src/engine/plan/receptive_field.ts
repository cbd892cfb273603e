import { once } from '../../core/memo.ts';
import type { Pair } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';

/** How the cells of a step's output depend on the image, along one axis. */
export interface ReceptiveField {
  /** Pixels of the image that one cell depends on; all of them after a layer that has no window. */
  size: number;
  /** Cells [first, end) that do not depend on padding; empty where first = end. */
  interior: Pair;
}

/** The receptive fields of each step's cells, [y, x]; computed once for the same steps. */
export const receptiveFields = once(
  (steps: readonly Step[]): (readonly [ReceptiveField, ReceptiveField])[] => {
    const axes = ([0, 1] as const).map((axis) => alongAxis(steps, axis));
    return steps.map((_, i) => [axes[0]![i]!, axes[1]![i]!]);
  },
);

/** The cells [first, end) of a step's output whose windows read only the cells `input` of its input. */
export function interiorCells({ layer, axes, shape }: Step, axis: 0 | 1, [from, to]: Pair): Pair {
  const window = layer!.kind.window!(layer!.options);
  const [k, s] = [window.size[axis], window.strides[axis]];
  const { before } = axes![axis];
  const first = Math.max(0, Math.ceil((from + before) / s));
  const last = Math.min(shape[axis], Math.floor((to + before - k) / s) + 1);
  return last > first ? [first, last] : [0, 0];
}

function alongAxis(steps: readonly Step[], axis: 0 | 1): ReceptiveField[] {
  const pixels = steps[0]!.shape[axis];
  const fields: ReceptiveField[] = [{ size: 1, interior: [0, pixels] }];
  let apart = 1;
  for (const step of steps.slice(1)) {
    const before = fields.at(-1)!;
    const window = step.layer!.kind.window?.(step.layer!.options);
    const cells = step.shape[axis];
    if (!window) {
      const [first, end] = before.interior;
      const all = first === 0 && end === steps[step.index - 1]!.shape[axis];
      fields.push({ size: pixels, interior: all ? [0, cells] : [0, 0] });
      continue;
    }
    fields.push({
      size: Math.min(pixels, before.size + (window.size[axis] - 1) * apart),
      interior: interiorCells(step, axis, before.interior),
    });
    apart *= window.strides[axis];
  }
  return fields;
}
