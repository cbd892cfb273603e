import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import type { Backend, Image } from '../../src/core/tensor.ts';
import { splitShifts } from '../../src/engine/pass/subpixel.ts';
import { planOutputs } from '../../src/engine/plan/plan.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import { expectNearDistances } from '../support/engine/near_distances.ts';
import { type Outputs, outputsOf, readFile } from '../support/running.ts';

const CASES = 60;
/** Every backend runs one case of so many; wasm runs all. */
const EACH = 4;

/** Which kinds of case there have been, so that none is only thought to be tested. */
const count = { parts: 0, torus: 0, frame: 0, list: 0, path: 0, fourier: 0, exact: 0, switched: 0 };

/** A random experiment with shifts by parts of a pixel. */
function randomFile(index: number) {
  const random = seedrandom(`subpixel ${index}`);
  const whole = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const one = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)]!;

  const torus = random() < 0.4;
  const side = () => (torus ? one([8, 12, 16]) : whole(11, 20));
  const size = [side(), side()] as const;
  const step = one([0.25, 0.5, 0.1, 1 / 3, 1, 1.5]);
  const point = () => [whole(-3, 3) * step, whole(-3, 3) * step];
  const max = Number((step * whole(1, 2)).toPrecision(12));
  const shift = one<() => object>([
    () => ({ max, step }),
    () => ({ y: [-step, 2 * step], x: [0, step], step }),
    () => ({ max: [1, 0.5], step: [1, 0.25] }),
    () => ({ max, step, path: one(['diagonal', 'horizontal', 'vertical']) }),
    () => ({ list: [point(), [9.5, -0.125], [0.5 + whole(0, 3), 1]] }),
  ])();
  const frame = !torus && !('list' in shift) && random() < 0.3;
  const interpolation = torus ? one(['bilinear', 'lanczos3', 'fourier']) : one(['bilinear', 'lanczos3']);
  const fill_mode = torus ? 'wrap' : one(['constant', 'nearest', 'reflect', 'wrap']);
  const padding = torus ? 'circular' : one(['valid', 'same']);
  const pool = () => ({ type: one(['max_pool', 'max_pool', 'avg_pool']), pool_size: whole(1, 3), padding });
  const layers = Array.from({ length: whole(1, 3) }, () => ({
    ...pool(),
    strides: torus ? one([1, 2, 2]) : whole(1, 2),
  }));
  return {
    seed: index,
    // Up to 3 pixels and 3 of support on either side of a frame.
    image: { type: 'noise', size: frame ? [size[0] + 12, size[1] + 12] : size, channels: whole(1, 2) },
    shift: { ...shift, interpolation, fill_mode, fill_value: 0.5, ...(frame && { frame: size }) },
    trials: random() < 0.7 ? 'all' : whole(1, 20),
    layers,
    steps: 'all',
  };
}

type File = ReturnType<typeof randomFile>;

function take(file: File, [first]: readonly Outputs[]): void {
  const { steps, shift, layers } = readFile(file).variants[0]!;
  const mode = shift.frame ? 'constant' : shift.fill_mode;
  const { shared, torus } = planOutputs(steps, first!.shifts, { mode, value: 0 });
  if (shared >= 1 && splitShifts(first!.shifts).fractions.length > 1) {
    count.parts++;
    if (torus) count.torus++;
    if (shift.frame) count.frame++;
    if (shift.list) count.list++;
    if (shift.path) count.path++;
    if (shift.interpolation === 'fourier') count.fourier++;
    if (layers.every(({ kind }) => kind.tolerance === 0)) count.exact++;
    if (shared < steps.length - 1) count.switched++;
  }
}

/** The largest difference between the outputs for any shift. */
function difference(a: readonly Image[], b: readonly Image[]): number {
  let most = a.length === b.length ? 0 : Number.NaN;
  for (const [s, { data }] of a.entries()) {
    if (data.length !== b[s]!.data.length) return Number.NaN;
    for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]! - b[s]!.data[i]!));
  }
  return most;
}

async function compare(file: File, backend: Backend): Promise<Outputs[]> {
  const tensors = backend.tf.memory().numTensors;
  const one = await outputsOf(file, { backend });
  const other = await outputsOf(file, { backend, copies: true });
  expect(backend.tf.memory().numTensors).toBe(tensors);
  expect(one).toHaveLength(file.layers.length + 1);
  const { layers } = readFile(file).variants[0]!;
  for (const [i, step] of one.entries()) {
    const plain = other[i]!;
    const tolerance = layers.slice(0, i).reduce((sum, { kind }) => sum + kind.tolerance, 0);
    const largest = plain.reference.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(difference(step.outputs, plain.outputs)).toBeLessThanOrEqual(tolerance * largest);
    if (tolerance > 0) continue;
    for (const key of ['leader', 'classOf', 'trialsOf'] as const) expect(step[key]).toEqual(plain[key]);
    expectNearDistances(step.distances, plain.distances);
  }
  return one;
}

test(`${CASES} random stacks give the same in one pass as in copies, whatever the shifts: on ${whichAreThere}`, async () => {
  for (let index = 0; index < CASES; index++) {
    const file = randomFile(index);
    for (const backend of backendsThere) {
      if (backend.name !== 'wasm' && index % EACH > 0) continue;
      try {
        const outputs = await compare(file, backend);
        if (backend.name === 'wasm') take(file, outputs);
      } catch (error) {
        const message = `case ${index} on ${backend.name}: ${(error as Error).message}\n${JSON.stringify(file)}`;
        throw new Error(message, { cause: error });
      }
    }
  }
  for (const [kind, found] of Object.entries(count)) expect(found, kind).toBeGreaterThan(2);
});
