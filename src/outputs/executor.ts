import { grouped } from '../error.ts';
import type { Layer, Step } from '../layers/stack.ts';
import { multiplyAdds } from '../layers/work.ts';
import type { Backend, Image, Shape } from '../tensor.ts';
import type { Plan } from './plan.ts';

/** How the layers of a stack are computed. */
export interface Executor {
  /** Whether a layer is computed in plain loops; else on the backend. */
  plain(layer: Layer): boolean;
  /** What was chosen, and why: a phrase. */
  why: string;
  /** Loaded when it is first needed. */
  backend(): Promise<Backend>;
}

/** Multiply-adds that plain loops do in about half a second: as long as a backend takes to load, and to do more. */
const MUCH = 5e8;

/**
 * Plain loops for every layer that has them, but for heavy ones where they have much to do. The rule knows nothing
 * of the machine, so that what is installed changes no number.
 *
 * @param area cells of the map that the shared pass covers
 * @param shifts how many distinct ones there are
 * @param images how many images will go through the stack
 */
export function denseWhereItPays(
  steps: readonly Step[],
  { shared }: Plan,
  area: number,
  shifts: number,
  backend: Executor['backend'],
  images = 1,
): Executor {
  const work = steps.reduce((sum, step) => {
    if (!step.layer?.kind.heavy) return sum;
    const cells = step.index <= shared ? area : shifts * step.shape[0] * step.shape[1];
    return sum + images * cells * multiplyAdds(step, steps[step.index - 1]!.shape);
  }, 0);
  const plain = ({ kind }: Layer) => kind.plain !== undefined && !(kind.heavy && work > MUCH);
  const other = steps.find(({ layer }) => layer && !plain(layer));
  return { plain, backend, why: why(other, work) };
}

function why(other: Step | undefined, work: number): string {
  if (!other) return 'in plain loops, without a backend';
  const { name, index, layer } = other;
  const reason = layer!.kind.plain
    ? `takes ${grouped(work)} multiply-adds over all shifts`
    : 'has no form in plain loops';
  return `on a backend at step ${index} (${name} ${reason}), elsewhere in plain loops`;
}

/** Every layer on one backend. */
export function onBackend(backend: Executor['backend']): Executor {
  return { plain: () => false, backend, why: 'on the backend that was asked for' };
}

/**
 * The outputs of a layer for a batch of inputs, one after the other.
 *
 * @param shape of each input
 */
export async function applyLayer(
  { plain, backend }: Executor,
  layer: Layer,
  batch: Float32Array,
  shape: Shape,
): Promise<Float32Array> {
  const { kind, options, prepared } = layer;
  const size = shape[0] * shape[1] * shape[2];
  const images = batch.length / size;
  if (plain(layer)) {
    let outputs: Float32Array | undefined;
    for (let i = 0; i < images; i++) {
      const input: Image = { shape, data: batch.subarray(i * size, (i + 1) * size) };
      const { data } = kind.plain!(input, options, [1, 1], prepared);
      if (images === 1) return data;
      outputs ??= new Float32Array(images * data.length);
      outputs.set(data, i * data.length);
    }
    return outputs!;
  }
  const { tf, activate } = await backend();
  activate();
  const output = tf.tidy(() => kind.apply(tf, tf.tensor4d(batch, [images, ...shape]), options, prepared));
  try {
    return (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
}
