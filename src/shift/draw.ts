import type { Work } from '../breathe.ts';
import { type Seed, stream } from '../random.ts';
import type { Pair, Shifts } from '../tensor.ts';
import { type Distribution, distributions } from './distribution.ts';
import { type Drawn, neighboursInList, neighboursOnGrid } from './neighbours.ts';
import { axisCount, type ShiftList, type ShiftRange, stepsOf } from './range.ts';

/**
 * Draws the trials of an experiment: dy, then dx, each from the stream
 * `` `${seed} shift ${JSON.stringify([yMin, yMax, xMin, xMax, step, distribution])}` ``, where a step of each axis is
 * [y, x]. Of explicit shifts one number draws one, ⌊random · count⌋ in their order; the stream's key is then
 * `["list", list]`, or `["path", name, -max, max, step]`.
 *
 * @param trials how many, or `all` for every shift exactly once
 */
export function* drawShifts(
  seed: Seed,
  range: ShiftRange | ShiftList,
  distribution: Distribution,
  trials: number | 'all',
): Work<Shifts> {
  const drawing = 'count' in range ? fromList(seed, range) : fromGrid(seed, range, distribution);
  const counts: Counts = new Map();
  if (trials === 'all') yield* addAll(counts, drawing.all());
  else yield* addDraws(counts, drawing.draw, trials);
  const shifts = yield* sorted(counts, trials === 'all');
  return { ...shifts, neighbours: () => drawing.neighbours(shifts) };
}

/** Trials by dy and dx. Two levels, since one number cannot hold every pair. */
type Counts = Map<number, Map<number, number>>;

interface Drawing {
  all(): Iterable<Pair>;
  draw(): Pair;
  neighbours(shifts: Drawn): Iterable<readonly [number, number]>;
}

function fromGrid(seed: Seed, range: ShiftRange, distribution: Distribution): Drawing {
  const { y, x, step } = range;
  const [down, across] = stepsOf(range);
  const random = stream(seed, 'shift', [...y, ...x, step, distribution]);
  const law = distributions[distribution];
  return {
    *all() {
      const [firstRow, firstColumn] = [Math.round(y[0] / down), Math.round(x[0] / across)];
      for (let i = 0; i < axisCount(y, down); i++) {
        for (let j = 0; j < axisCount(x, across); j++)
          yield [down * (firstRow + i), across * (firstColumn + j)];
      }
    },
    draw: () => [law(random, y[0], y[1], down), law(random, x[0], x[1], across)],
    neighbours: (shifts) => neighboursOnGrid(shifts, [down, across]),
  };
}

function fromList(seed: Seed, { count, at, key }: ShiftList): Drawing {
  const random = stream(seed, 'shift', key);
  const drawn = new Set<number>();
  const take = (index: number) => {
    drawn.add(index);
    return at(index);
  };
  return {
    *all() {
      for (let index = 0; index < count; index++) yield take(index);
    },
    draw: () => take(Math.floor(random() * count)),
    neighbours: (shifts) =>
      neighboursInList(
        shifts,
        [...drawn].sort((a, b) => a - b),
        at,
      ),
  };
}

function* addAll(counts: Counts, shifts: Iterable<Pair>): Work<void> {
  let done = 0;
  for (const shift of shifts) {
    add(counts, shift);
    if (done++ % 4096 === 0) yield;
  }
}

function* addDraws(counts: Counts, draw: () => Pair, trials: number): Work<void> {
  for (let trial = 0; trial < trials; trial++) {
    add(counts, draw());
    if (trial % 4096 === 0) yield;
  }
}

function add(counts: Counts, [dy, dx]: Pair): void {
  let row = counts.get(dy);
  if (row === undefined) {
    row = new Map();
    counts.set(dy, row);
  }
  row.set(dx, (row.get(dx) ?? 0) + 1);
}

function* sorted(counts: Counts, all: boolean): Work<Drawn> {
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
