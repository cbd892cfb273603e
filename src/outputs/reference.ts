import type { Step } from '../layers/stack.ts';
import type { Image } from '../tensor.ts';
import { applyLayer, type Executor } from './executor.ts';

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
): Promise<ReferenceNote[]> {
  const notes: ReferenceNote[] = [];
  let image = seen;
  for (const step of steps) {
    const { layer, shape } = step;
    const ties = layer?.kind.ties?.(image, layer.options) ?? 0;
    const margin = layer?.kind.margin?.(image, layer.options);
    if (layer) {
      image = { shape, data: await applyLayer(executor, layer, image.data, image.shape) };
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
