import type { Pair } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack.ts';

/** What the cells of a step's output look at, on one axis. */
export interface Sight {
  /** Pixels of the image under one cell; the whole image past a layer that looks at all of it. */
  field: number;
  /** Cells [first, last) that no padding can reach; empty where first = last. */
  clear: Pair;
}

/** The sight of every step's cells, [y, x]. */
export function sightOf(steps: readonly Step[]): (readonly [Sight, Sight])[] {
  const axes = ([0, 1] as const).map((axis) => alongAxis(steps, axis));
  return steps.map((_, i) => [axes[0]![i]!, axes[1]![i]!]);
}

/** Cells [first, last) of a step's output whose windows read only the cells `input` of theirs. */
export function clearCells({ layer, axes, shape }: Step, axis: 0 | 1, [from, to]: Pair): Pair {
  const window = layer!.kind.window!(layer!.options);
  const [k, s] = [window.size[axis], window.strides[axis]];
  const { before } = axes![axis];
  const first = Math.max(0, Math.ceil((from + before) / s));
  const last = Math.min(shape[axis], Math.floor((to + before - k) / s) + 1);
  return last > first ? [first, last] : [0, 0];
}

function alongAxis(steps: readonly Step[], axis: 0 | 1): Sight[] {
  const pixels = steps[0]!.shape[axis];
  const sights: Sight[] = [{ field: 1, clear: [0, pixels] }];
  let apart = 1;
  for (const step of steps.slice(1)) {
    const { field, clear } = sights.at(-1)!;
    const window = step.layer!.kind.window?.(step.layer!.options);
    const size = step.shape[axis];
    if (!window) {
      const all = clear[0] === 0 && clear[1] === steps[step.index - 1]!.shape[axis];
      sights.push({ field: pixels, clear: all ? [0, size] : [0, 0] });
      continue;
    }
    sights.push({
      field: Math.min(pixels, field + (window.size[axis] - 1) * apart),
      clear: clearCells(step, axis, clear),
    });
    apart *= window.strides[axis];
  }
  return sights;
}
