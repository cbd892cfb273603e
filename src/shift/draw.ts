import { type Random, type Seed, stream } from '../core/random.ts';
import type { Work } from '../core/scheduler.ts';
import type { Pair, Shifts } from '../core/tensor.ts';
import { type Distribution, distributions } from './distribution.ts';
import { axesOf, rowsOf, type ShiftAxis, type ShiftList, type ShiftRange, shiftOn } from './grid.ts';
import { type Drawn, neighboursInList, neighboursOnGrid } from './neighbours.ts';

/**
 * Draws the trials of an experiment from the stream `` `${seed} shift ${JSON.stringify(key)}` ``.
 *
 * On a grid each trial draws dy, then dx; the key is `[yMin, yMax, xMin, xMax, step, distribution]`. From a disc each
 * trial draws the shift with index ⌊random · count⌋ in the order dy, then dx; the key is `["radius", radius, step]`. In
 * both, different steps of the axes are [y, x], and an offset follows as [y, x]. From explicit shifts each trial draws the
 * one with index ⌊random · count⌋; the key is `["list", list]`, or `["path", name, -max, max, step]` and an offset.
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
  const shifts = yield* trials === 'all' ? drawing.all() : drawTrials(drawing.start(), trials);
  return { neighbours: () => drawing.neighbours(shifts), ...shifts };
}

/** The number of trials by dy and dx. A map of maps, since one number cannot be the key of a pair. */
type TrialCounts = Map<number, Map<number, number>>;

interface Drawing {
  /** Gives every shift once. */
  all(): Work<Drawn>;
  /** @returns a function that draws the next shift */
  start(): () => Pair;
  neighbours(shifts: Drawn): Iterable<readonly [number, number]>;
}

function fromGrid(seed: Seed, range: ShiftRange, distribution: Distribution): Drawing {
  const { y, x, step, offset, radius, continuous } = range;
  const [down, across] = axesOf(range);
  const more = offset ? [offset] : [];
  return {
    all: () => everyOne(range),
    start() {
      if (radius !== undefined)
        return fromRows(stream(seed, 'shift', ['radius', radius, step, ...more]), range);
      const random = stream(seed, 'shift', [...y, ...x, step, distribution, ...more]);
      const law = distributions[distribution];
      return () => [law(random, down), law(random, across)];
    },
    // Continuous shifts have no neighbours one step away.
    neighbours: (shifts) => (continuous ? [] : neighboursOnGrid(shifts, [down, across])),
  };
}

/** Draws one of the shifts of a disc by its index, in the order dy, then dx. */
function fromRows(random: Random, range: ShiftRange): () => Pair {
  const [, across] = axesOf(range);
  const rows = rowsOf(range);
  const ends = new Float64Array(rows.length);
  let total = 0;
  for (const [i, { count }] of rows.entries()) {
    total += count;
    ends[i] = total;
  }
  return () => {
    const index = Math.floor(random() * total);
    let [low, high] = [0, rows.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > index) high = middle;
      else low = middle + 1;
    }
    const { dy, first, count } = rows[low]!;
    return [dy, shiftOn(across, first + index - (ends[low]! - count))];
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
      const counts: TrialCounts = new Map();
      for (let index = 0; index < count; index++) {
        addTrial(counts, take(index));
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
function* everyOne(range: ShiftRange): Work<Drawn> {
  const [, across] = axesOf(range);
  const rows = rowsOf(range);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const Type = fitsInt16(axesOf(range)) ? Int16Array : Float64Array;
  const [dy, dx] = [new Type(total + 1), new Type(total + 1)];
  // The reference comes first, whether or not it is a shift of the grid.
  let length = 1;
  let reference = 0;
  for (const row of rows) {
    for (let i = 0; i < row.count; i++) {
      const x = shiftOn(across, row.first + i);
      if (row.dy === 0 && x === 0) {
        reference = 1;
        continue;
      }
      dy[length] = row.dy;
      dx[length++] = x;
    }
    yield;
  }
  const trials = new Int16Array(length).fill(1);
  trials[0] = reference;
  return { dy: dy.subarray(0, length), dx: dx.subarray(0, length), trials, total, all: true };
}

/** Whether all shifts are whole numbers that fit into 16 bits, in which many shifts take a quarter of the memory. */
function fitsInt16(axes: readonly ShiftAxis[]): boolean {
  return axes.every((axis) => {
    const ends = [shiftOn(axis, 0), shiftOn(axis, axis.count - 1)];
    return (
      Number.isInteger(axis.step) && ends.every((end) => Number.isInteger(end) && Math.abs(end) < 2 ** 15)
    );
  });
}

function* drawTrials(draw: () => Pair, trials: number): Work<Drawn> {
  const counts: TrialCounts = new Map();
  for (let trial = 0; trial < trials; trial++) {
    addTrial(counts, draw());
    if (trial % 4096 === 0) yield;
  }
  return yield* sorted(counts, false);
}

function addTrial(counts: TrialCounts, [dy, dx]: Pair): void {
  let row = counts.get(dy);
  if (row === undefined) {
    row = new Map();
    counts.set(dy, row);
  }
  row.set(dx, (row.get(dx) ?? 0) + 1);
}

function* sorted(counts: TrialCounts, all: boolean): Work<Drawn> {
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
