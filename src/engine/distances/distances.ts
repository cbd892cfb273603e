import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import { select } from '../pass/members.ts';
import { newArray } from '../short_arrays.ts';
import { type Box, boxesOf, byBox } from './boxes.ts';
import { chooseMethod, type Method, type MethodPlan } from './choose_method.ts';
import { largestOfSums, outputSums } from './direct_sums.ts';
import { gatheredProducts } from './gathered_products.ts';
import { inArenaOf } from './map_arena.ts';
import { type ReferenceFacts, referenceFactsOf } from './reference_facts.ts';
import { bytesOfSquares, type Squares, windowSquares } from './squares.ts';
import { transformedProducts } from './transformed_products.ts';

/** How far some outputs are from the reference, in the order in which they were asked for. */
export interface Distances {
  cosine: Float64Array;
  relativeL2: Float64Array;
  /** The largest error of a squared relative distance by rounding, but for those that are summed value by value. */
  rounding: number;
  /** The largest |x - r| of each, where all are summed value by value, which gives it as well. */
  maxAbs?: Float64Array;
}

/**
 * The distances of some of a map's outputs x from the reference r, in double precision and a fixed order. Where it takes
 * less work than to sum value by value, ‖x - r‖² is ‖x‖² - 2 x·r + ‖r‖²: all ‖x‖² follow from sums that windows share, all
 * x·r from the few values of r that are not 0, or from transforms of rows. Outputs for which the rounding of that could
 * matter are summed value by value all the same.
 *
 * @param members which of the map's outputs
 * @param forced a method for every box, instead of the one with the least work
 * @param told receives the method of each box
 */
export function* distancesFrom(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  forced?: Method,
  told?: (method: Method) => void,
): Work<Distances> {
  const found: Distances = {
    cosine: newArray(Float64Array, members.length),
    relativeL2: newArray(Float64Array, members.length),
    rounding: 0,
  };
  const facts = referenceFactsOf(reference);
  if (facts.squares === 0) {
    found.cosine.fill(Number.NaN);
    found.relativeL2.fill(Number.NaN);
    return found;
  }
  if (forced === 'direct') {
    told?.(forced);
    return yield* summedDirectly(map, members, reference, facts, found);
  }
  const direct: number[] = [];
  for (const { box, at } of byBox(map, members)) {
    const cells = boxesOf(map).cellOf;
    const wanted = select(cells, at ? select(members, at) : members);
    const plan = chooseMethod(map, box, wanted, facts, forced);
    told?.(plan.method);
    if (plan.method !== 'direct')
      yield* fromProducts(map, box, { at, wanted }, reference, facts, plan, found, direct);
    else if (at) for (const i of at) direct.push(i);
    else return yield* summedDirectly(map, members, reference, facts, found);
  }
  // Boxes are not in the order of the members, in which outputs are summed.
  if (direct.length > 0)
    yield* summedDirectly(map, members, reference, facts, found, Int32Array.from(direct).sort());
  return found;
}

/** @param some indices of the members that are summed; undefined: all */
function* summedDirectly(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  facts: ReferenceFacts,
  found: Distances,
  some?: Int32Array,
): Work<Distances> {
  return yield* outputSums(map, some ? select(members, some) : members, reference, (sums) => {
    const { totals, places } = sums;
    for (let i = 0; i < places.length; i++) {
      const at = places[i]!;
      setDistance(found, some ? some[i]! : i, totals[at]!, totals[at + 4]!, totals[at + 8]!, facts.squares);
    }
    if (!some) found.maxAbs = largestOfSums(sums);
    return found;
  });
}

function setDistance(
  { cosine, relativeL2 }: Distances,
  i: number,
  product: number,
  xx: number,
  difference: number,
  rr: number,
): void {
  // The root of the product, not the product of roots, so that equal outputs give exactly 1.
  cosine[i] = xx > 0 ? product / Math.sqrt(xx * rr) : Number.NaN;
  relativeL2[i] = Math.sqrt(difference / rr);
}

/** @param near receives those that are to be summed value by value */
function* fromProducts(
  map: OutputMap,
  box: Box,
  { at, wanted }: { at: Int32Array | undefined; wanted: Int32Array },
  reference: Image,
  facts: ReferenceFacts,
  plan: Exclude<MethodPlan, { method: 'direct' }>,
  found: Distances,
  near: number[],
): Work<void> {
  // The reference is copied, unless the map's own arena holds it and has room.
  const bytes = plan.bytes + bytesOfSquares(map, box) + paddedSize(reference.data.byteLength);
  const { squares, products } = yield* inArenaOf(map, bytes, (arena, from) =>
    sumsOf(arena, map, from, box, reference, plan),
  );
  const { sums, ofAllRows } = squares;
  const { sharedSquares: rr } = facts;
  const [height, cells, channels] = map.shape;
  // Each addition rounds once; squares are added up along rows and down columns.
  const bySquares = Number.EPSILON * (height + cells * channels + 8);
  let { rounding } = found;
  for (let k = 0; k < wanted.length; k++) {
    const i = at ? at[k]! : k;
    const xx = sums[wanted[k]!]!;
    const product = products[wanted[k]!]!;
    const difference = xx - 2 * product + rr;
    if (!plan.exact) {
      const size = plan.method === 'gathered' ? xx : ofAllRows;
      const byProducts = Number.EPSILON * plan.roundings * Math.sqrt(size * rr);
      const error = 2 * byProducts + bySquares * (xx + rr);
      const small = plan.method === 'transformed' && !(Math.abs(product) >= CERTAIN * byProducts);
      if (small || !(difference >= CERTAIN * error)) {
        near.push(i);
        continue;
      }
      rounding = Math.max(rounding, error / rr);
    }
    setDistance(found, i, product, xx, difference, rr);
  }
  found.rounding = rounding;
}

/** How many times its error a number must be: then its first seven digits are right. */
const CERTAIN = 1e7;

function* sumsOf(
  arena: Arena,
  map: OutputMap,
  from: number,
  box: Box,
  reference: Image,
  plan: Exclude<MethodPlan, { method: 'direct' }>,
): Work<{ squares: Squares; products: Float64Array }> {
  const mark = arena.top();
  const squares = yield* windowSquares(arena, map, from, box);
  arena.reset(mark);
  const products =
    plan.method === 'gathered'
      ? yield* gatheredProducts(arena, map, from, box, reference, plan)
      : yield* transformedProducts(arena, map, from, box, reference, plan.transforms);
  return { squares, products };
}
