import type { Work } from '../../core/scheduler.ts';
import type { Image, Numbers, OutputMap } from '../../core/tensor.ts';
import type { Distance, DistanceArrays } from '../measured.ts';
import { newArray } from '../short_arrays.ts';
import type { Method } from './choose_method.ts';
import { largestOfSums, outputSums } from './direct_sums.ts';
import { distancesFrom } from './distances.ts';
import { largestDifferenceOf, maxAbsOf } from './max_abs.ts';

/** The distances of a step while its outputs are sorted: of those that lead. */
export interface GatheredDistances extends Pick<DistanceArrays, 'cosine' | 'relativeL2' | 'rounding'> {
  /** By shift, the largest |x - r| of leaders of which it is known; else NaN. Made when it is first needed. */
  maxAbs?: Float64Array;
  /** How many there are. */
  leaders: number;
  /** The other leaders: their maps last. */
  lasting: LastingLeaders[];
}

interface LastingLeaders {
  map: OutputMap;
  leaders: Int32Array;
  /** The member of the map for each of the leaders. */
  places: Int32Array;
  reference: Image;
  /** Whether the map has the output of every shift. */
  whole: boolean;
}

/**
 * The distances of `shifts` shifts, to be filled by `addDistances`: an array of zeros for the cosine and one for the
 * relative L2, no largest differences, and a rounding error of 0.
 */
export function gatherDistances(shifts: number): GatheredDistances {
  const [cosine, relativeL2] = [newArray(Float64Array, shifts), newArray(Float64Array, shifts)];
  return { cosine, relativeL2, rounding: 0, leaders: 0, lasting: [] };
}

/**
 * Adds the leaders of a batch.
 *
 * @param lasts whether their windows overlap in a map that stays unchanged until the step has been used
 * @param told receives how they are summed
 */
export function* addDistances(
  gathered: GatheredDistances,
  batch: LastingLeaders,
  lasts: boolean,
  told?: (method: Method) => void,
): Work<void> {
  const { map, leaders, places, reference } = batch;
  const { cosine, relativeL2 } = gathered;
  gathered.leaders += leaders.length;
  // The reference leads: its distances are known.
  const first = leaders[0] === 0 ? 1 : 0;
  if (first === 1) {
    const dark = isAllZero(reference.data);
    cosine[0] = dark ? Number.NaN : 1;
    relativeL2[0] = dark ? Number.NaN : 0;
  }
  const others = places.subarray(first);
  if (others.length === 0) return;
  const found = yield* distancesFrom(map, others, reference, lasts ? undefined : 'direct', told);
  const shifts = leaders.subarray(first);
  placeAt(shifts, found.cosine, cosine);
  placeAt(shifts, found.relativeL2, relativeL2);
  gathered.rounding = Math.max(gathered.rounding, found.rounding);
  const maxAbs =
    found.maxAbs ?? (lasts ? undefined : yield* outputSums(map, others, reference, largestOfSums));
  if (!maxAbs) {
    gathered.lasting.push(batch);
    return;
  }
  gathered.maxAbs ??= newArray(Float64Array, cosine.length).fill(Number.NaN).fill(0, 0, 1);
  placeAt(shifts, maxAbs, gathered.maxAbs);
}

/** A loop of its own: V8 runs those of generators slowly. */
function placeAt(places: Int32Array, values: Float64Array, into: Float64Array): void {
  for (let i = 0; i < places.length; i++) into[places[i]!] = values[i]!;
}

function isAllZero(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) return false;
  return true;
}

/** The distances of all shifts: those of their leaders. */
export function distanceArrays(gathered: GatheredDistances, leader: Int32Array): DistanceArrays {
  const { cosine, relativeL2, rounding, leaders } = gathered;
  // Where all lead, each has its own.
  for (let shift = 0; leaders < leader.length && shift < leader.length; shift++) {
    cosine[shift] = cosine[leader[shift]!]!;
    relativeL2[shift] = relativeL2[leader[shift]!]!;
  }
  let known: Float64Array | undefined;
  return {
    cosine,
    relativeL2,
    rounding,
    *maxAbs() {
      known ??= yield* maxAbsByShift(gathered, leader);
      return known;
    },
    largest: (trials) => largestByTrials(gathered, leader, trials),
  };
}

function* maxAbsByShift({ maxAbs, lasting }: GatheredDistances, leader: Int32Array): Work<Float64Array> {
  const found = maxAbs?.slice() ?? new Float64Array(leader.length);
  for (const { map, leaders, places, reference } of lasting) {
    const values = yield* maxAbsOf(map, places, reference);
    for (const [i, first] of leaders.entries()) found[first] = values[i]!;
  }
  return found.map((_, shift) => found[leader[shift]!]!);
}

function* largestByTrials(
  { maxAbs, lasting }: GatheredDistances,
  leader: Int32Array,
  trials: Numbers,
): Work<number> {
  const all = trials.indexOf(0) === -1;
  const drawn = newArray(Uint8Array, leader.length);
  for (let shift = 0; (maxAbs || !all) && shift < leader.length; shift++)
    if (trials[shift]! > 0) drawn[leader[shift]!] = 1;
  let most = 0;
  for (let first = 0; maxAbs && first < maxAbs.length; first++)
    if (drawn[first] === 1 && maxAbs[first]! > most) most = maxAbs[first]!;
  for (const { map, leaders, places, reference, whole } of lasting) {
    const some = all ? places : places.filter((_, i) => drawn[leaders[i]!] === 1);
    if (some.length > 0)
      most = Math.max(most, yield* largestDifferenceOf(map, some, reference, all && whole));
  }
  return most;
}

/** The distances of each shift as an object, in the order of the shifts. */
export function listDistances(arrays: DistanceArrays): Distance[] {
  const work = arrays.maxAbs();
  let step = work.next();
  while (!step.done) step = work.next();
  const maxAbs = step.value;
  return Array.from(arrays.cosine, (cosine, shift) => ({
    cosine,
    relativeL2: arrays.relativeL2[shift]!,
    maxAbs: maxAbs[shift]!,
  }));
}
