import { applyLayer } from '../layers/apply.ts';
import type { Step } from '../layers/stack.ts';
import type { Backend, Image, Tensor4D } from '../tensor.ts';

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
  backend: Backend,
  seen: Image,
  steps: readonly Step[],
): Promise<ReferenceNote[]> {
  const { tf, activate } = backend;
  const notes: ReferenceNote[] = [];
  let image = seen;
  let further: Tensor4D[] = [];
  for (const step of steps) {
    const { layer, shape } = step;
    const ties = layer?.kind.ties?.(image, layer.options) ?? 0;
    const margin = layer?.kind.margin?.(image, layer.options);
    if (layer) {
      activate();
      if (further.length === 0) {
        const x = tf.tensor4d(image.data, [1, ...image.shape]);
        further = await applyLayer(tf, layer, x);
        x.dispose();
      }
      const output = further.shift()!;
      image = { shape, data: (await output.data()) as Float32Array };
      output.dispose();
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
