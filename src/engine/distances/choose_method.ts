import type { OutputMap } from '../../core/tensor.ts';
import type { Box } from './boxes.ts';
import { bytesOfGathering, GROUP, groupsOf, WHOLE_GROUP } from './gathered_products.ts';
import { valueRangeOf } from './map_range.ts';
import type { ReferenceFacts } from './reference_facts.ts';
import { planTransforms, type TransformPlan } from './transformed_products.ts';

/** Sums value by value; products at the values of the reference that are not 0; products by transforms of rows. */
export type Method = 'direct' | 'gathered' | 'transformed';

/** How the distances of the windows of a box are computed. */
export type MethodPlan =
  | { method: 'direct' }
  | (Rounding & { method: 'gathered'; groups: Int32Array; terms: number; whole: boolean; bytes: number })
  | (Rounding & { method: 'transformed'; transforms: TransformPlan; bytes: number });

interface Rounding {
  /** Whether no sum is rounded: those of whole numbers are not. */
  exact: boolean;
  /** The most roundings of a product's sum, each relative to the norms of both. */
  roundings: number;
}

/**
 * Chooses the method with the least work, in rough numbers of instructions: it depends on the experiment only.
 *
 * @param wanted cells of the box in which the windows begin
 */
export function chooseMethod(
  map: OutputMap,
  box: Box,
  wanted: Int32Array,
  facts: ReferenceFacts,
  forced?: Method,
): MethodPlan {
  const [height, cells, channels] = map.shape;
  const values = height * cells * channels;
  const area = box.down * box.across;
  const direct = Math.max(wanted.length / 4, Math.min(wanted.length, area / 4) / 2) * values * DIRECT;
  if (forced === 'direct' || (!forced && (direct < LITTLE_WORK || area > MOST_CELLS)))
    return { method: 'direct' };
  const covered = (box.across + (cells - 1) * map.dilation[1]) * channels;
  const squares = SQUARES * covered * (height * Math.min(map.dilation[0], box.down) + box.down);
  const whole = wholeSums(map, facts, values);
  const groups = groupsOf(box, wanted, whole.single ? WHOLE_GROUP : GROUP);
  const planes = channels > 1 ? PLANES * map.data.length : 0;
  const gathered =
    squares + planes + groups.length * (facts.terms + 8) * (whole.single ? WHOLE_GATHERED : GATHERED);
  const transforms = planTransforms(map, box);
  const transformed = squares + transforms.work;
  const method = forced ?? least({ direct, gathered, transformed });
  if (method === 'direct') return { method };
  if (method === 'gathered')
    return {
      ...{ method, groups, terms: facts.terms, whole: whole.single, exact: whole.double },
      roundings: facts.terms + 8,
      bytes: bytesOfGathering(map, box, facts.terms, groups.length),
    };
  const { n, part } = transforms;
  const sums = (height / 2 + n / 2) * Math.ceil(cells / part) * channels;
  return {
    ...{ method, transforms, bytes: transforms.bytes, exact: false },
    // Two lines are transformed together, so each has the rounding of both.
    roundings: 2 * (sums + 24 * Math.log2(n) + 16),
  };
}

function least(work: Record<Method, number>): Method {
  return (Object.keys(work) as Method[]).reduce((best, one) => (work[one] < work[best] ? one : best));
}

/** Whether sums of products of whole numbers are exact, in single and in double precision. */
function wholeSums(map: OutputMap, { wholeSum }: ReferenceFacts, values: number) {
  if (wholeSum === Number.POSITIVE_INFINITY) return { single: false, double: false };
  const range = valueRangeOf(map);
  if (!range.whole) return { single: false, double: false };
  const most = Math.max(-range.least, range.most);
  return { single: most * wholeSum < 2 ** 24, double: most * Math.max(wholeSum, most * values) < 2 ** 53 };
}

/** Instructions for a value of four windows, a value that is squared, one that is copied, a term of a group. */
const DIRECT = 22;
const SQUARES = 4;
const PLANES = 4;
const GATHERED = 32;
const WHOLE_GATHERED = 16;

/** Work for which no other way is worth its preparation. */
const LITTLE_WORK = 200_000;

/** Cells of the largest box. */
const MOST_CELLS = 2 ** 22;
