import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import { beginsOf, byteSteps, type ComparedValues, raiseEach, raiseTogether } from './compared_values.ts';
import { inArenaOf } from './map_arena.ts';
import { valueRangeOf } from './map_range.ts';

/**
 * Raises the largest |x - r| of each window, where only few values of the reference can have a larger one than is known.
 *
 * @param largest of each so far
 * @param limit no |x - r| is larger
 * @returns whether they are few: if not, nothing is raised
 */
export function* raiseAtFewValues(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  largest: Float64Array,
  limit: number,
): Work<boolean> {
  const least = largest.reduce((a, b) => Math.min(a, b));
  const raised = yield* atFewValues(map, members, reference, least, function* (few, { put, doubles }) {
    const largestAt = put(largest);
    yield* raiseEach(few, largestAt, members.length, limit);
    return doubles(largestAt, largest.length).slice();
  });
  if (raised) largest.set(raised);
  return raised !== undefined;
}

/**
 * The largest of all windows together, where only few values of the reference can have a larger one than is known, as in
 * noise; undefined where they are many.
 *
 * @param least the largest so far
 */
export function largestAtFewValues(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  least: number,
  limit: number,
): Work<number | undefined> {
  return atFewValues(map, members, reference, least, (few) =>
    raiseTogether(few, least, members.length, limit),
  );
}

/** Calls `use` with the values for which |x - r| may be above `least`; undefined where they are many for the windows. */
function atFewValues<Result>(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  least: number,
  use: (few: ComparedValues, arena: Arena) => Work<Result>,
): Work<Result | undefined> {
  const range = valueRangeOf(map);
  const { length } = reference.data;
  const enough = Math.min(length, Math.ceil((FEW_COMPARISONS * map.data.length) / members.length));
  const needs = [4 * length, 4 * enough, 8 * enough, 4 * members.length, 8 * members.length].map(paddedSize);
  const bytes = needs.reduce((a, b) => a + b);
  return inArenaOf(map, bytes, function* (arena, from) {
    const { loops, put, allocate } = arena;
    const [placesAt, valuesAt] = [allocate(4 * enough), allocate(8 * enough)];
    const [rowStep, cellStep] = byteSteps(map);
    const count = loops.bounded(
      ...[0, range.least, range.most, least, Number.NaN, enough, put(reference.data), ...reference.shape],
      ...[rowStep, cellStep, placesAt, valuesAt],
    );
    yield;
    if (count > enough) return undefined;
    const beginsAt = put(beginsOf(map, members, from));
    return yield* use({ loops, placesAt, valuesAt, count, beginsAt }, arena);
  });
}

/** Comparisons of values for each value of a map that take less time than its running maxima. */
const FEW_COMPARISONS = 4;
