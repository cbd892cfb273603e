import { expect, it } from 'vitest';
import { breather } from '../../src/breathe.ts';
import { layers as registry } from '../../src/layers/registry.ts';
import type { Step } from '../../src/layers/stack.ts';
import type { Measured } from '../../src/measure/kind.ts';
import { measureVariant } from '../../src/outputs/measure_variant.ts';
import { planOutputs } from '../../src/outputs/plan.ts';
import { type Backend, copyWindow, type Shifts } from '../../src/tensor.ts';
import { backendsThere, whichAreThere } from '../backends.ts';
import { type Grid, gridOf, oracles, shifted } from './oracle.ts';
import { type RandomStack, randomStack } from './stacks.ts';

const STACKS = 320;

it(`agree on ${STACKS} random stacks, however they are executed: on ${whichAreThere}`, async () => {
  const drawn = new Set<string>();
  const count = { shared: 0, oracle: 0 };
  for (let index = 0; index < STACKS; index++) {
    const stack = randomStack(index);
    const variant = stack.experiment.variants[0]!;
    const oracle = variant.layers.every(({ name }) => Object.hasOwn(oracles, name))
      ? stackOracle(stack)
      : undefined;
    for (const { name } of variant.layers) drawn.add(name);
    let plan = -1;
    for (const backend of backendsThere) {
      try {
        plan = await compareExecutions(stack, backend, oracle);
      } catch (error) {
        const file = JSON.stringify(stack.file);
        const message = `random stack ${index} on ${backend.name}: ${(error as Error).message}\n${file}`;
        throw new Error(message, { cause: error });
      }
    }
    if (plan >= 1) count.shared++;
    if (oracle) count.oracle++;
  }
  expect(count.shared / STACKS).toBeGreaterThanOrEqual(0.4);
  expect(count.oracle / STACKS).toBeGreaterThanOrEqual(0.4);
  expect([...drawn].sort()).toEqual(Object.keys(registry).sort());
}, 120_000);

type Oracle = (shifts: Shifts, shift: number, step: Step) => Float64Array;

/** Runs it in both ways side by side. @returns the last step of the shared pass */
async function compareExecutions(stack: RandomStack, backend: Backend, oracle?: Oracle): Promise<number> {
  const variant = stack.experiment.variants[0]!;
  const tensors = backend.tf.memory().numTensors;
  const run = (copies: boolean) =>
    measureVariant(variant, { backend, distances: true, memory: stack.memory, copies, breath: breather() });
  const [one, other] = [run(false), run(true)];
  let shared = -1;
  let scale = 0;
  for (const step of variant.steps.filter(({ index }) => variant.measured.has(index))) {
    const a: Measured = (await one.next()).value;
    const b: Measured = (await other.next()).value;
    const layers = variant.layers.slice(0, step.index);
    const tolerance = layers.reduce((sum, { kind }) => sum + kind.tolerance, 0);
    const fill = { mode: variant.shift.fill_mode, value: variant.shift.fill_value };
    shared = planOutputs(variant.steps, a.shifts, fill).shared;
    if (tolerance === 0) expectSameObservation(a, b, step);
    for (let shift = 0; shift < a.shifts.dy.length; shift++) {
      const plain = copyWindow(await b.output(shift)).data;
      const place = `step ${step.index} (${step.name}), shift (${a.shifts.dy[shift]}, ${a.shifts.dx[shift]})`;
      scale = plain.reduce((most, value) => Math.max(most, Math.abs(value)), scale);
      const limit = tolerance * scale;
      requireClose(copyWindow(await a.output(shift)).data, plain, limit, `${place}, one pass against copies`);
      if (oracle)
        requireClose(plain, oracle(a.shifts, shift, step), limit, `${place}, copies against the oracle`);
    }
  }
  expect((await one.next()).done && (await other.next()).done).toBe(true);
  expect(backend.tf.memory().numTensors).toBe(tensors);
  return shared;
}

function expectSameObservation(a: Measured, b: Measured, { index }: Step): void {
  const of = ({ reference, leader, classOf, distances, tolerance, hashes, agrees }: Measured) => {
    return { reference, leader, classOf, distances, tolerance, hashes, agrees };
  };
  expect(of(a), `step ${index}`).toEqual(of(b));
}

function requireClose(a: Float32Array, b: Float32Array | Float64Array, limit: number, what: string): void {
  if (a.length !== b.length) throw new Error(`${what}: ${a.length} values, not ${b.length}`);
  const at = a.findIndex((value, i) => !(Math.abs(value - b[i]!) <= limit));
  if (at >= 0) throw new Error(`${what}: value ${at} is ${a[at]}, not ${b[at]} (within ${limit})`);
}

/** Every output by plain loops, each once. */
function stackOracle({ experiment }: RandomStack): Oracle {
  const variant = experiment.variants[0]!;
  const { kind, options } = variant.image;
  const image = gridOf(kind.draw(options, () => () => Number.NaN));
  const { fill_mode, fill_value } = variant.shift;
  const known = new Map<number, Grid[]>();
  return ({ dy, dx }, shift, { index }) => {
    const grids = known.get(shift) ?? [shifted(image, dy[shift]!, dx[shift]!, fill_mode, fill_value)];
    known.set(shift, grids);
    for (let step = grids.length; step <= index; step++) {
      const { name, options } = variant.layers[step - 1]!;
      grids.push(oracles[name]!(grids[step - 1]!, options));
    }
    return Float64Array.from(grids[index]!.flat(2));
  };
}
