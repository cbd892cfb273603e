import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import type { Backend, Image as Picture, Shifts } from '../../src/core/tensor.ts';
import { copyWindow } from '../../src/engine/copy_window.ts';
import type { Measured } from '../../src/engine/engine.ts';
import { planOutputs } from '../../src/engine/plan/plan.ts';
import type { Weights } from '../../src/layers/kernels/kernel.ts';
import type { AnyLayerKind } from '../../src/layers/kind.ts';
import { layers as registry } from '../../src/layers/registry.ts';
import { isExact, type Layer, prepareLayers, type Step } from '../../src/layers/stack/stack.ts';
import { measureVariant } from '../../src/run/measure_variant.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import { expectNearDistances } from '../support/engine/near_distances.ts';
import { type Grid, gridOf, oracles, shifted } from '../support/engine/oracle.ts';
import { type RandomStack, randomStack } from '../support/engine/stacks.ts';
import { neverYields } from '../support/running.ts';
import { scaled } from '../support/time.ts';

const STACKS = 320;

/** A stack further on whose sums of 2,736 terms cancel: 0 in double precision, 0.001 on a backend. */
const CANCELLING = 703_995;

test(
  `${STACKS} random stacks give the same outputs however they are executed, on ${whichAreThere}`,
  async () => {
    const drawn = new Set<string>();
    let inOnePass = 0;
    let mended = 0;
    for (const index of [...Array(STACKS).keys(), CANCELLING]) {
      const stack = randomStack(index);
      const oracle = stackOracle(stack);
      let shared = -1;
      let onBackend = -1;
      for (const backend of [...backendsThere, 'loops'] as const) {
        try {
          shared = await compareExecutions(stack, backend, oracle);
          if (backend !== 'loops') onBackend = shared;
        } catch (error) {
          const file = JSON.stringify(stack.file);
          const message = `random stack ${index}, ${backend === 'loops' ? backend : backend.name}: ${(error as Error).message}\n${file}`;
          throw new Error(message, { cause: error });
        }
      }
      if (onBackend >= 1) inOnePass++;
      if (shared > onBackend) mended++;
      for (const { name } of stack.experiment.variants[0]!.layers) drawn.add(name);
    }
    expect(inOnePass / STACKS).toBeGreaterThanOrEqual(0.4);
    expect(mended / STACKS, 'whose one pass goes on past padding').toBeGreaterThanOrEqual(0.1);
    // Layers that read a model's outputs need a model before them.
    const alone = Object.entries<AnyLayerKind>(registry).filter(([, kind]) => !kind.load && !kind.reads);
    expect([...drawn].sort()).toEqual(alone.map(([name]) => name).sort());
  },
  scaled(300),
);

/** Runs it in both ways side by side. @returns the last step of the shared pass */
async function compareExecutions(stack: RandomStack, on: Backend | 'loops', oracle: Oracle): Promise<number> {
  const variant = stack.experiment.variants[0]!;
  const inLoops = on === 'loops';
  const backend = inLoops ? backendsThere[0]! : on;
  const tensors = backend.tf.memory().numTensors;
  const load = () => (inLoops ? Promise.reject(new Error('a backend is loaded')) : Promise.resolve(backend));
  const run = (copies: boolean) =>
    measureVariant(variant, {
      loops: inLoops,
      backend: load,
      distances: true,
      memory: stack.memory,
      copies,
      scheduler: neverYields,
    });
  const [one, other] = [await run(false), await run(true)];
  const random = (purpose: string, key: readonly unknown[]) => stream(variant.seed, purpose, key);
  const prepared = await prepareLayers(variant.steps, random);
  let shared = -1;
  let largest = 0;
  for (const step of variant.steps) {
    largest *= gain(prepared[step.index]!);
    if (!variant.measured.has(step.index)) continue;
    const a: Measured = (await one.next()).value;
    const b: Measured = (await other.next()).value;
    const layers = variant.layers.slice(0, step.index);
    const fill = { mode: variant.shift.fill_mode, value: variant.shift.fill_value };
    shared = planOutputs(variant.steps, a.shifts, fill, inLoops).shared;
    if (inLoops || isExact(layers)) expectSameObservation(a, b, step);
    for (let shift = 0; shift < a.shifts.dy.length; shift++) {
      const plain = copyWindow(await b.output(shift)).data;
      const place = `step ${step.index} (${step.name}), shift (${a.shifts.dy[shift]}, ${a.shifts.dx[shift]})`;
      largest = plain.reduce((most, value) => Math.max(most, Math.abs(value)), largest);
      const limit = largest * relativeError(layers);
      const near = inLoops ? 0 : limit;
      requireClose(copyWindow(await a.output(shift)).data, plain, near, `${place}, one pass against copies`);
      requireClose(plain, oracle(a.shifts, shift, step), limit, `${place}, copies against the oracle`);
    }
  }
  expect((await one.next()).done && (await other.next()).done).toBe(true);
  expect(backend.tf.memory().numTensors).toBe(tensors);
  return shared;
}

/** How much larger than its input the terms of a kernel's sums may be together, also where they cancel. */
function gain({ layer }: Step): number {
  const { values, shape } = (layer?.prepared ?? {}) as Partial<Weights>;
  if (!values || !shape) return 1;
  const sizes = new Array<number>(shape[3]).fill(0);
  for (const [i, value] of values.entries()) sizes[i % sizes.length]! += Math.abs(value);
  return Math.max(1, ...sizes);
}

/** Each layer adds its own; the error of its input may double, as in a square. */
function relativeError(layers: readonly Layer[]): number {
  return layers.reduce((error, { kind }) => (error === 0 ? 0 : 2 * error) + kind.tolerance, 0);
}

function expectSameObservation(a: Measured, b: Measured, { index }: Step): void {
  const of = ({ reference, leader, classOf, tolerance, agrees }: Measured) => {
    return { reference, leader, classOf, tolerance, agrees };
  };
  expect(of(a), `step ${index}`).toEqual(of(b));
  expectNearDistances(a.distances, b.distances);
}

function requireClose(a: Float32Array, b: Float32Array | Float64Array, limit: number, what: string): void {
  if (a.length !== b.length) throw new Error(`${what}: ${a.length} values, not ${b.length}`);
  const at = a.findIndex((value, i) => !(Math.abs(value - b[i]!) <= limit));
  if (at >= 0) throw new Error(`${what}: value ${at} is ${a[at]}, not ${b[at]} (within ${limit})`);
}

type Oracle = (shifts: Shifts, shift: number, step: Step) => Float64Array;

/** Every output by plain loops, each once. */
function stackOracle({ experiment }: RandomStack): Oracle {
  const variant = experiment.variants[0]!;
  const { kind, options } = variant.image;
  const image = gridOf(kind.draw(options, () => () => Number.NaN) as Picture);
  const { fill_mode, fill_value } = variant.shift;
  const known = new Map<number, Grid[]>();
  return ({ dy, dx }, shift, { index }) => {
    const grids = known.get(shift) ?? [
      shifted(image, dy[shift]!, dx[shift]!, fill_mode, fill_value as number),
    ];
    known.set(shift, grids);
    for (let step = grids.length; step <= index; step++) {
      const { name, options } = variant.layers[step - 1]!;
      const oracle = oracles[name];
      if (!oracle) throw new Error(`test/support/layers/oracles.ts has no ${name}`);
      grids.push(oracle(grids[step - 1]!, options, { seed: variant.seed, step }));
    }
    return Float64Array.from(grids[index]!.flat(2));
  };
}
