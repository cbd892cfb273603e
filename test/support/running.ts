import { loadBackend } from '../../src/backend/load.ts';
import type { Scheduler } from '../../src/core/scheduler.ts';
import type { Backend, Image, Pair, Shifts } from '../../src/core/tensor.ts';
import { copyWindow } from '../../src/engine/copy_window.ts';
import type { Measured } from '../../src/engine/engine.ts';
import { type Experiment, parseObject } from '../../src/experiment/parse.ts';
import type { Kinds } from '../../src/experiment/schema/kinds.ts';
import { measureVariant } from '../../src/run/measure_variant.ts';
import { type Result, runExperiment } from '../../src/run/run.ts';
import type { RunSettings } from '../../src/run/settings.ts';

/** What every installation has. It is loaded here, since the package itself calls Math.random, which strict tests forbid. */
const wasm = await loadBackend('wasm');

interface Reading {
  kinds?: Partial<Kinds>;
  name?: string;
}

interface Running extends Reading, Omit<RunSettings, 'backend'> {
  /** Default: wasm, for what is not computed in loops. */
  backend?: Backend;
}

/** Reads an experiment that is written as an object, and runs it. */
export async function runFile(
  file: object,
  { backend = wasm, kinds, name, ...settings }: Running = {},
): Promise<Result> {
  const experiment = readFile(file, { ...(kinds && { kinds }), ...(name && { name }) });
  return runExperiment(experiment, { ...settings, backend: async () => backend });
}

/** Reads an experiment that is written as an object. */
export function readFile(file: object, { kinds = {}, name = 'test' }: Reading = {}): Experiment {
  return parseObject(file, { name, kinds });
}

/** One measured step: what a run would measure, with a copy of every distinct shift's output. */
export type Outputs = Measured & { outputs: Image[] };

/** The outputs of an experiment's first variant, by measured step. */
export async function outputsOf(
  file: object,
  { backend = wasm, copies = false, loops, ...reading }: Running = {},
): Promise<Outputs[]> {
  const variant = readFile(file, reading).variants[0]!;
  const options = {
    loops,
    backend: async () => backend,
    distances: true,
    memory: 2 ** 28,
    copies,
    scheduler: neverYields,
  };
  const steps: Outputs[] = [];
  for await (const measured of await measureVariant(variant, options)) {
    const outputs: Image[] = [];
    for (const shift of measured.leader.keys()) outputs.push(copyWindow(await measured.output(shift)));
    steps.push({ ...measured, outputs });
  }
  return steps;
}

/** Every shift of a range once, the reference first. */
export function allShifts(y: Pair, x: Pair): Shifts {
  const [dy, dx] = [[0], [0]];
  for (let i = y[0]; i <= y[1]; i++) {
    for (let j = x[0]; j <= x[1]; j++) {
      if (i === 0 && j === 0) continue;
      dy.push(i);
      dx.push(j);
    }
  }
  const total = (y[1] - y[0] + 1) * (x[1] - x[0] + 1);
  const reference = dy.length === total ? 1 : 0;
  return {
    dy: Float64Array.from(dy),
    dx: Float64Array.from(dx),
    trials: Float64Array.from(dy, (_, shift) => (shift === 0 ? reference : 1)),
    total,
    all: true,
    neighbours: () => [],
  };
}

/** Never yields. */
export const neverYields: Scheduler = { due: () => false, yieldNow: () => Promise.resolve() };
