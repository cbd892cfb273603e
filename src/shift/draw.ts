import type { Work } from '../breathe.ts';
import { type Seed, stream } from '../random.ts';
import type { Shifts } from '../tensor.ts';
import { type Distribution, distributions } from './distribution.ts';
import type { ShiftRange } from './options.ts';

/**
 * Draws the trials of an experiment: dy, then dx, each from the stream
 * `` `${seed} shift ${JSON.stringify([yMin, yMax, xMin, xMax, step, distribution])}` ``.
 *
 * @param trials how many, or `all` for every shift of the range exactly once
 */
export function* drawShifts(
  seed: Seed,
  range: ShiftRange,
  distribution: Distribution,
  trials: number | 'all',
): Work<Shifts> {
  const counts = trials === 'all' ? yield* every(range) : yield* sample(seed, range, distribution, trials);
  return yield* sorted(counts, trials === 'all');
}

/** Trials by dy and dx. Two levels, since one number cannot hold every pair. */
type Counts = Map<number, Map<number, number>>;

function* every({ y, x, step }: ShiftRange): Work<Counts> {
  const counts: Counts = new Map();
  const rows = Math.round((y[1] - y[0]) / step) + 1;
  const columns = Math.round((x[1] - x[0]) / step) + 1;
  for (let i = 0; i < rows; i++) {
    const row = new Map<number, number>();
    for (let j = 0; j < columns; j++) row.set(x[0] + step * j, 1);
    counts.set(y[0] + step * i, row);
    yield;
  }
  return counts;
}

function* sample(seed: Seed, range: ShiftRange, distribution: Distribution, trials: number): Work<Counts> {
  const { y, x, step } = range;
  const random = stream(seed, 'shift', [...y, ...x, step, distribution]);
  const draw = distributions[distribution];
  const counts: Counts = new Map();
  for (let trial = 0; trial < trials; trial++) {
    const dy = draw(random, y[0], y[1], step);
    const dx = draw(random, x[0], x[1], step);
    let row = counts.get(dy);
    if (row === undefined) {
      row = new Map();
      counts.set(dy, row);
    }
    row.set(dx, (row.get(dx) ?? 0) + 1);
    if (trial % 4096 === 0) yield;
  }
  return counts;
}

function* sorted(counts: Counts, all: boolean): Work<Shifts> {
  const reference = counts.get(0)?.get(0) ?? 0;
  const dy = [0];
  const dx = [0];
  const trials = [reference];
  for (const y of [...counts.keys()].sort((a, b) => a - b)) {
    const row = counts.get(y)!;
    for (const x of [...row.keys()].sort((a, b) => a - b)) {
      if (y === 0 && x === 0) continue;
      dy.push(y);
      dx.push(x);
      trials.push(row.get(x)!);
    }
    yield;
  }
  return {
    dy: Float64Array.from(dy),
    dx: Float64Array.from(dx),
    trials: Float64Array.from(trials),
    total: trials.reduce((sum, n) => sum + n, 0),
    all,
  };
}
