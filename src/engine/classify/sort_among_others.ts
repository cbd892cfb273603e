import { runWork } from '../../core/scheduler.ts';
import { type Window, windowOf } from '../../core/tensor.ts';
import { newArray } from '../short_arrays.ts';
import { firstEqualAmong } from './first_equal.ts';
import { createOutputCache } from './output_cache.ts';
import { projectionAt, windowProjections } from './projections.ts';
import {
  bitsDecide,
  type HashedMembers,
  type Leaders,
  type OutputBatch,
  type Sorter,
  sorterTables,
} from './sorter.ts';
import { toleranceClasses } from './tolerance_classes.ts';
import { within } from './within.ts';

/** Sorts the members of a batch among those of the batches before. */
export async function sortAmongOthers(
  sorter: Sorter,
  { map, members, lasting }: OutputBatch,
  { links, complete, hashes: hashOf }: HashedMembers,
): Promise<Leaders> {
  const { rule, shifts, scheduler } = sorter.options;
  const { leader, classOf, hashes } = sorterTables(sorter);
  const across = acrossOf(sorter, lasting);
  if (hashOf && !(complete && members.length === shifts))
    across.firstEqual ??= firstEqualAmong(hashes, across.cache);
  const leaders = newArray(Int32Array, members.length);
  const places = newArray(Int32Array, members.length);
  let count = 0;
  const projections =
    across.tolerant && !across.few
      ? await runWork(windowProjections(map, rule.same !== undefined), scheduler)
      : undefined;
  for (let member = 0; member < members.length; member++) {
    const shift = members[member]!;
    const link = links[member]!;
    let first = link === member ? shift : leader[members[link]!]!;
    if (hashOf) hashes[shift] = hashOf[member]!;
    if (across.firstEqual && first === shift) {
      const found = across.firstEqual(shift, windowOf(map, member));
      first = typeof found === 'number' ? found : await found;
    }
    leader[shift] = first;
    if (first === shift) {
      leaders[count] = shift;
      places[count++] = member;
      across.cache.put(shift, map, member, lasting);
      classOf[shift] = across.tolerant
        ? await across.tolerant.classOf(
            shift,
            windowOf(map, member),
            projections && projectionAt(projections, member),
          )
        : sorter.classes++;
    } else classOf[shift] = classOf[first]!;
    if (member % 64 === 0 && scheduler.due()) await scheduler.yieldNow();
  }
  if (across.tolerant) sorter.classes = across.tolerant.count();
  return { leaders: leaders.subarray(0, count), places: places.subarray(0, count) };
}

/** @param lasting whether the first batch is a map that stays, whose outputs cost nothing to hold */
function acrossOf(sorter: Sorter, lasting: boolean): NonNullable<Sorter['across']> {
  if (sorter.across) return sorter.across;
  const { tolerance } = sorter;
  const { shifts, cacheBytes, recompute, rule, scheduler } = sorter.options;
  const cache = createOutputCache(shifts, cacheBytes, recompute);
  const { same = within } = rule;
  sorter.outputs = cache;
  const [height, width, channels] = sorter.unshifted!.shape;
  const held = lasting || 4 * height * width * channels * shifts <= cacheBytes;
  const few = shifts <= FEW_OUTPUTS && held && rule.same === undefined;
  sorter.across = { cache, few };
  if (!bitsDecide(sorter)) {
    const coincide = (x: Window, y: Window) => same(x, y, tolerance);
    const outputOf = (shift: number) => cache.get(shift);
    sorter.across.tolerant = toleranceClasses(coincide, outputOf, tolerance, scheduler, few);
  }
  return sorter.across;
}

/**
 * Up to this many outputs are compared with all leaders, which is faster than projecting them: most differ in their
 * first values.
 */
const FEW_OUTPUTS = 16;
