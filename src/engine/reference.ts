import { runWork, type Scheduler } from '../core/scheduler.ts';
import type { Image, Shape } from '../core/tensor.ts';
import type { Choices } from '../layers/kind.ts';
import type { Step } from '../layers/stack/stack.ts';
import { type Fill, view } from '../shift/move.ts';
import { frameOrigin } from './pass/subpixel.ts';
import { applyLayer, type Executor } from './plan/executor.ts';
import type { ShiftedImages } from './request.ts';

/** Facts of a step's output for the unshifted image. */
export interface ReferenceNote {
  /** All values of the output are the same, and there are several. */
  saturated: boolean;
  /** How clear the choices of the step's layer are; undefined for a layer that chooses nothing. */
  choices: Choices | undefined;
}

/** Runs the unshifted image alone through a stack. @returns a note for each step */
export async function notesOnReference(
  executor: Executor,
  steps: readonly Step[],
  { images: [whole], fill }: Pick<ShiftedImages, 'images' | 'fill'>,
  scheduler: Scheduler,
): Promise<ReferenceNote[]> {
  const notes: ReferenceNote[] = [];
  let image = await inFrame(whole!, steps[0]!.shape, fill, scheduler);
  let further: Float32Array[] = [];
  for (const step of steps) {
    const { layer, shape } = step;
    const choices = layer?.kind.choices?.(image, layer.options);
    if (layer) {
      if (further.length === 0)
        further = await applyLayer(executor, step, image.data, image.shape, scheduler);
      image = { shape, data: further.shift()! };
    }
    const [first] = image.data;
    notes.push({
      saturated: image.data.length > 1 && image.data.every((value) => value === first),
      choices,
    });
  }
  return notes;
}

/** The unshifted image, as a frame of that shape in its middle shows it. */
async function inFrame(image: Image, shape: Shape, fill: Fill, scheduler: Scheduler): Promise<Image> {
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  const first = frameOrigin(image.shape, shape);
  await runWork(view(image, first, [shape[0], shape[1]], fill, data), scheduler);
  return { shape, data };
}
