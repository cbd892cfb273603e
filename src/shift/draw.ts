import { type Seed, stream } from '../core/random.ts';
import type { Work } from '../core/scheduler.ts';
import type { Pair, Shifts } from '../core/tensor.ts';
import { type Distribution, distributions } from './distribution.ts';
import { type Drawn, neighboursInList, neighboursOnGrid } from './neighbours.ts';
import { axisCount, type ShiftList, type ShiftRange, stepsOf } from './range.ts';

/**
 * Draws the trials of an experiment. On a grid each trial draws dy, then dx, from the stream
 * `` `${seed} shift ${JSON.stringify([yMin, yMax, xMin, xMax, step, distribution])}` ``, where different steps of the
 * axes are [y, x]. From explicit shifts each trial draws the one with index ⌊random · count⌋; the key is then
 * `["list", list]`, or `["path", name, -max, max, step]`.
 *
 * @param trials how many, or `all` for every shift exactly once
 * @returns the distinct shifts, and how often each was drawn
 */
export function* drawShifts(
  seed: Seed,
  range: ShiftRange | ShiftList,
  distribution: Distribution,
  trials: number | 'all',
): Work<Shifts> {
  const drawing = 'count' in range ? fromList(seed, range) : fromGrid(seed, range, distribution);
  const shifts = yield* trials === 'all' ? drawing.all() : draws(drawing.start(), trials);
  return { neighbours: () => drawing.neighbours(shifts), ...shifts };
}

/** The number of trials by dy and dx. A map of maps, since one number cannot be the key of a pair. */
type Counts = Map<number, Map<number, number>>;

interface Drawing {
  /** Gives every shift once. */
  all(): Work<Drawn>;
  /** @returns a function that draws the next shift */
  start(): () => Pair;
  neighbours(shifts: Drawn): Iterable<readonly [number, number]>;
}

function fromGrid(seed: Seed, range: ShiftRange, distribution: Distribution): Drawing {
  const { y, x, step } = range;
  const [down, across] = stepsOf(range);
  return {
    all: () => everyOne(onAxis(y, down), onAxis(x, across)),
    start() {
      const random = stream(seed, 'shift', [...y, ...x, step, distribution]);
      const law = distributions[distribution];
      return () => [law(random, y[0], y[1], down), law(random, x[0], x[1], across)];
    },
    neighbours: (shifts) => neighboursOnGrid(shifts, [down, across]),
  };
}

function fromList(seed: Seed, { count, at, key }: ShiftList): Drawing {
  const drawn = new Set<number>();
  const take = (index: number) => {
    drawn.add(index);
    return at(index);
  };
  return {
    *all() {
      const counts: Counts = new Map();
      for (let index = 0; index < count; index++) {
        add(counts, take(index));
        if (index % 4096 === 0) yield;
      }
      return yield* sorted(counts, true);
    },
    start() {
      const random = stream(seed, 'shift', key);
      return () => take(Math.floor(random() * count));
    },
    neighbours: (shifts) =>
      neighboursInList(
        shifts,
        [...drawn].sort((a, b) => a - b),
        at,
      ),
  };
}

/** Every shift of a grid, in order. */
function* everyOne(rows: Float64Array, columns: Float64Array): Work<Drawn> {
  const total = rows.length * columns.length;
  const drawn = rows.includes(0) && columns.includes(0);
  const length = drawn ? total : total + 1;
  const [dy, dx] = [new Float64Array(length), new Float64Array(length)];
  const trials = new Float64Array(length).fill(1);
  trials[0] = drawn ? 1 : 0;
  let shift = 1;
  for (const y of rows) {
    for (let column = 0; column < columns.length; column++) {
      if (y === 0 && columns[column] === 0) continue;
      dy[shift] = y;
      dx[shift++] = columns[column]!;
    }
    yield;
  }
  return { dy, dx, trials, total, all: true };
}

/** The shifts of one axis. */
function onAxis(ends: Pair, step: number): Float64Array {
  const first = Math.round(ends[0] / step);
  const shifts = new Float64Array(axisCount(ends, step));
  for (let i = 0; i < shifts.length; i++) shifts[i] = step * (first + i);
  return shifts;
}

function* draws(draw: () => Pair, trials: number): Work<Drawn> {
  const counts: Counts = new Map();
  for (let trial = 0; trial < trials; trial++) {
    add(counts, draw());
    if (trial % 4096 === 0) yield;
  }
  return yield* sorted(counts, false);
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
