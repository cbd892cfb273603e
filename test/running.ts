import { loadBackend } from '../src/backend/load.ts';
import { type Breather, breather } from '../src/breathe.ts';
import type { Kinds } from '../src/experiment/kinds.ts';
import { type Experiment, parseObject } from '../src/experiment/parse.ts';
import { type Result, type RunSettings, runExperiment } from '../src/run.ts';
import type { Backend, Pair, Shifts } from '../src/tensor.ts';

interface Running extends Omit<RunSettings, 'backend'> {
  /** Default: wasm, which every installation has. */
  backend?: Backend;
  kinds?: Partial<Kinds>;
  name?: string;
}

/** Reads an experiment that is written as an object, and runs it. */
export async function runFile(file: object, options: Running = {}): Promise<Result> {
  const { backend = await loadBackend('wasm'), kinds, name, ...settings } = options;
  return runExperiment(readFile(file, { kinds, name }), { ...settings, backend: async () => backend });
}

/** Reads an experiment that is written as an object. */
export function readFile(
  file: object,
  { kinds = {}, name = 'test' }: Pick<Running, 'kinds' | 'name'> = {},
): Experiment {
  return parseObject(file, { name, kinds });
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
  };
}

/** Never in need of a breath. */
export const tireless: Breather = { due: () => false, rest: () => Promise.resolve() };
