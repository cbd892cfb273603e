import type { Scheduler } from '../core/scheduler.ts';
import type { Image } from '../core/tensor.ts';
import type { Step } from '../layers/stack.ts';
import { applyLayer, type Executor } from './plan/executor.ts';

/** What the unshifted image says of a step by itself. */
export interface ReferenceNote {
  step: Step;
  /** The output is one value over and over. */
  saturated: boolean;
  /** Choices among equals that the step's layer made. */
  ties: number;
  /** The smallest relative gap by which it chose; none where it chooses nothing. */
  margin: number | undefined;
}

/** Runs the unshifted image alone through prepared steps. @param seen the image, as its frame shows it */
export async function notesOnReference(
  executor: Executor,
  seen: Image,
  steps: readonly Step[],
  scheduler: Scheduler,
): Promise<ReferenceNote[]> {
  const notes: ReferenceNote[] = [];
  let image = seen;
  let further: Float32Array[] = [];
  for (const step of steps) {
    const { layer, shape } = step;
    const ties = layer?.kind.ties?.(image, layer.options) ?? 0;
    const margin = layer?.kind.margin?.(image, layer.options);
    if (layer) {
      if (further.length === 0)
        further = await applyLayer(executor, layer, image.data, image.shape, scheduler);
      image = { shape, data: further.shift()! };
    }
    const [first] = image.data;
    notes.push({
      step,
      saturated: image.data.length > 1 && image.data.every((value) => value === first),
      ties,
      margin,
    });
  }
  return notes;
}
