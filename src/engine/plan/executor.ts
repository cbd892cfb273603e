import { grouped } from '../../core/error.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import type { Image, Shape, Shifts, Tensor4D } from '../../core/tensor.ts';
import type { Layer, Step } from '../../layers/stack/stack.ts';
import type { Fill } from '../../shift/move.ts';
import { requireImageOutput, requireShape } from '../layer_shape.ts';
import { areaOf, splitShifts } from '../pass/subpixel.ts';
import type { EngineOptions } from '../request.ts';
import { multiplyAdds } from './multiply_adds.ts';
import { everyCopy, type Plan, planOutputs } from './plan.ts';
import { receptiveFields } from './receptive_field.ts';

/** How the layers of a stack are computed. */
export interface Executor extends Pick<EngineOptions, 'backend'> {
  /** Whether a layer is computed in plain loops; if not, on the backend. */
  inLoops(layer: Layer): boolean;
  /** A phrase that says what was chosen, and why. */
  why: string;
}

/** Multiply-adds that plain loops do in about half a second: as long as a backend takes to load. */
const MUCH_WORK = 3e9;

/** Assumed speed of WebAssembly at convolutions, relative to plain loops. Only the choice depends on it. */
const SPEEDUP = 1.5;

/**
 * Chooses how a stack is computed over many shifts. Layers are computed in plain loops if they have them, except
 * convolutions and the like with much work; in plain loops the shared pass goes on where windows read padding. The choice
 * depends on the stack and its shifts only, so that no number depends on the machine.
 */
export function choosePlan(
  steps: readonly Step[],
  shifts: Pick<Shifts, 'dy' | 'dx'>,
  fill: Fill,
  {
    loops = false,
    copies = false,
    pictures = 1,
    backend,
  }: Pick<EngineOptions, 'loops' | 'copies' | 'pictures' | 'backend'>,
): { plan: Plan; executor: Executor } {
  const onBackend = copies ? everyCopy : planOutputs(steps, shifts, fill);
  if (!loops) return { plan: onBackend, executor: onBackendOnly(backend) };
  const withLoops = copies ? everyCopy : planOutputs(steps, shifts, fill, true);
  const work = heavyWork(steps, shifts, withLoops);
  const much = pictures * work > MUCH_WORK && work * SPEEDUP > heavyWork(steps, shifts, onBackend);
  const inLoops = ({ kind }: Layer) => kind.loops !== undefined && !(kind.loops.computeBound && much);
  const other = steps.find(({ layer }) => layer && !inLoops(layer));
  const shared = !other || other.index > withLoops.shared;
  return { plan: shared ? withLoops : onBackend, executor: { inLoops, backend, why: why(other, work) } };
}

/**
 * How the steps after one are computed copy by copy: layers with much work on the backend. The plan may have expected a
 * shared pass there, which ends where its corrections take too much memory.
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
  if (work <= MUCH_WORK) return executor;
  return { ...executor, inLoops: (layer) => executor.inLoops(layer) && !layer.kind.loops?.computeBound };
}

/** Every layer on the backend. */
export function onBackendOnly(backend: Executor['backend']): Executor {
  return { inLoops: () => false, backend, why: 'on the backend that was asked for' };
}

/**
 * Computes a layer for a batch of inputs, one after the other in memory.
 *
 * @param step that of the layer's first output
 * @param shape of each input
 * @returns one array for each of the layer's outputs (most layers have one), with the whole batch
 */
export async function applyLayer(
  { inLoops, backend }: Executor,
  step: Step,
  batch: Float32Array,
  shape: Shape,
  scheduler: Scheduler,
): Promise<Float32Array[]> {
  const layer = step.layer!;
  const { kind, options, prepared } = layer;
  const size = shape[0] * shape[1] * shape[2];
  const images = batch.length / size;
  if (inLoops(layer)) {
    let outputs: Float32Array | undefined;
    for (let i = 0; i < images; i++) {
      const input: Image = { shape, data: batch.subarray(i * size, (i + 1) * size) };
      const output = kind.loops!.apply(input, options, [1, 1], prepared);
      requireImageOutput(step, output, step.shape);
      const { data } = output;
      if (images === 1) return [data];
      outputs ??= new Float32Array(images * data.length);
      outputs.set(data, i * data.length);
    }
    return [outputs!];
  }
  if (kind.compute)
    return kind.compute(batch, shape, prepared, backend, async () => {
      // A pass may take less than a turn of the event loop.
      if (scheduler.due()) await scheduler.yieldNow();
    });
  const { tf, activate } = await backend();
  activate();
  const x = tf.tensor4d(batch, [images, ...shape]);
  let output: Tensor4D | undefined;
  try {
    output = tf.tidy(() => kind.apply(tf, x, options, prepared));
    requireShape(step, output, step.shape);
    return [(await output.data()) as Float32Array];
  } finally {
    tf.dispose(output ? [x, output] : x);
  }
}

/** Multiply-adds of convolutions and the like, over all shifts. */
function heavyWork(steps: readonly Step[], shifts: Pick<Shifts, 'dy' | 'dx'>, plan: Plan): number {
  const heavy = steps.filter(({ layer }) => layer?.kind.loops?.computeBound);
  if (heavy.length === 0) return 0;
  const fields = receptiveFields(steps);
  const area = areaOf(steps[0]!.shape, splitShifts(shifts), plan);
  let work = 0;
  for (const step of heavy) {
    const [height, width] = step.shape;
    const [rows, columns] = fields[step.index]!.map(({ interior: [first, end] }) => end - first) as [
      number,
      number,
    ];
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
