import type { Scheduler } from '../core/scheduler.ts';
import type { Image } from '../core/tensor.ts';
import type { Choices } from '../layers/kind.ts';
import type { Step } from '../layers/stack.ts';
import { applyLayer, type Executor } from './plan/executor.ts';

/** What the unshifted image says of a step by itself. */
export interface ReferenceNote {
  step: Step;
  /** The output is one value over and over. */
  saturated: boolean;
  /** How clear the choices of the step's layer are; undefined for a layer that chooses nothing. */
  choices: Choices | undefined;
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
    const choices = layer?.kind.choices?.(image, layer.options);
    if (layer) {
      if (further.length === 0)
        further = await applyLayer(executor, layer, image.data, image.shape, scheduler);
      image = { shape, data: further.shift()! };
    }
    const [first] = image.data;
    notes.push({
      step,
      saturated: image.data.length > 1 && image.data.every((value) => value === first),
      choices,
    });
  }
  return notes;
}
