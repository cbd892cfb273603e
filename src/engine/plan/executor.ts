import { grouped } from '../../core/error.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import type { Backend, Image, Shape, Shifts } from '../../core/tensor.ts';
import type { Layer, Step } from '../../layers/stack.ts';
import type { Fill } from '../../shift/move.ts';
import { areaOf, partsOf } from '../pass/subpixel.ts';
import { multiplyAdds } from './multiply_adds.ts';
import { everyCopy, type Plan, planOutputs } from './plan.ts';
import { sightOf } from './receptive_field.ts';

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
const MUCH = 6e8;

/** WebAssembly is taken to be so many times faster at convolutions than plain loops; only the choice hangs on it. */
const FASTER = 5;

interface HowOptions extends Pick<Executor, 'backend'> {
  loops?: boolean | undefined;
  copies?: boolean;
  /** How many images will go through the stack, each by itself. */
  pictures?: number | undefined;
}

/**
 * How a stack is computed over many shifts. In plain loops every layer that has them, but for heavy ones where they
 * have much to do; and with them the shared pass goes on past windows that read padding. The rule knows nothing of
 * the machine, so that what is installed changes no number.
 */
export function howToCompute(
  steps: readonly Step[],
  shifts: Pick<Shifts, 'dy' | 'dx'>,
  fill: Fill,
  { loops = false, copies = false, pictures = 1, backend }: HowOptions,
): { plan: Plan; executor: Executor } {
  const onBackend = copies ? everyCopy : planOutputs(steps, shifts, fill);
  if (!loops) return { plan: onBackend, executor: wholly(backend) };
  const inLoops = copies ? everyCopy : planOutputs(steps, shifts, fill, true);
  const work = heavyWork(steps, shifts, inLoops);
  const much = pictures * work > MUCH && work * FASTER > heavyWork(steps, shifts, onBackend);
  const plain = ({ kind }: Layer) => kind.loops !== undefined && !(kind.loops.computeBound && much);
  const other = steps.find(({ layer }) => layer && !plain(layer));
  const shared = !other || other.index > inLoops.shared;
  return { plan: shared ? inLoops : onBackend, executor: { plain, backend, why: why(other, work) } };
}

/**
 * How the steps after one are computed copy by copy: heavy layers on the backend where they have much to do, which
 * the plan may not have known, since a shared pass ends where what it mends takes too much memory.
 */
export function forCopies(
  executor: Executor,
  steps: readonly Step[],
  after: number,
  shifts: number,
): Executor {
  const rest = steps.filter(({ index, layer }) => index > after && layer?.kind.loops?.computeBound);
  const work = rest.reduce((sum, step) => {
    return sum + shifts * step.shape[0] * step.shape[1] * multiplyAdds(step, steps[step.index - 1]!.shape);
  }, 0);
  if (work <= MUCH) return executor;
  return { ...executor, plain: (layer) => executor.plain(layer) && !layer.kind.loops?.computeBound };
}

/** Every layer on the backend. */
export function wholly(backend: Executor['backend']): Executor {
  return { plain: () => false, backend, why: 'on the backend that was asked for' };
}

/**
 * The outputs of a layer, most often one, each for a batch of inputs, one after the other.
 *
 * @param shape of each input
 */
export async function applyLayer(
  { plain, backend }: Executor,
  layer: Layer,
  batch: Float32Array,
  shape: Shape,
  scheduler: Scheduler,
): Promise<Float32Array[]> {
  const { kind, options, prepared } = layer;
  const size = shape[0] * shape[1] * shape[2];
  const images = batch.length / size;
  if (plain(layer)) {
    let outputs: Float32Array | undefined;
    for (let i = 0; i < images; i++) {
      const input: Image = { shape, data: batch.subarray(i * size, (i + 1) * size) };
      const { data } = kind.loops!.apply(input, options, [1, 1], prepared);
      if (images === 1) return [data];
      outputs ??= new Float32Array(images * data.length);
      outputs.set(data, i * data.length);
    }
    return [outputs!];
  }
  if (kind.compute) return kind.compute(batch, shape, prepared, backend, () => scheduler.yieldNow());
  const { tf, activate } = await backend();
  activate();
  const x = tf.tensor4d(batch, [images, ...shape]);
  const output = tf.tidy(() => kind.apply(tf, x, options, prepared));
  try {
    return [(await output.data()) as Float32Array];
  } finally {
    tf.dispose([x, output]);
  }
}

/** Multiply-adds of the heavy layers, over all shifts. */
function heavyWork(steps: readonly Step[], shifts: Pick<Shifts, 'dy' | 'dx'>, plan: Plan): number {
  const sights = sightOf(steps);
  const area = areaOf(steps[0]!.shape, partsOf(shifts), plan);
  let work = 0;
  for (const step of steps) {
    if (!step.layer?.kind.loops?.computeBound) continue;
    const [height, width] = step.shape;
    const [rows, columns] = sights[step.index]!.map(({ clear }) => clear[1] - clear[0]) as [number, number];
    const each = step.index <= plan.shared ? height * width - rows * columns : height * width;
    const cells = shifts.dy.length * each + (step.index <= plan.shared ? area : 0);
    work += cells * multiplyAdds(step, steps[step.index - 1]!.shape);
  }
  return work;
}

function why(other: Step | undefined, work: number): string {
  if (!other) return 'in plain loops, without a backend';
  const { name, index, layer } = other;
  const reason = layer!.kind.loops
    ? `takes ${grouped(work)} multiply-adds over all shifts`
    : 'has no form in plain loops';
  return `on a backend at step ${index} (${name} ${reason}), elsewhere in plain loops`;
}
