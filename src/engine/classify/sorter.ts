import { runWork, type Scheduler } from '../../core/scheduler.ts';
import { everyMember, type Image, type OutputMap, type Window, windowOf } from '../../core/tensor.ts';
import { copyWindow } from '../copy_window.ts';
import type { Method } from '../distances/choose_method.ts';
import {
  addDistances,
  distanceArrays,
  type GatheredDistances,
  gatherDistances,
} from '../distances/distance_arrays.ts';
import type { Observation } from '../measured.ts';
import type { Coincidence } from './coincidence.ts';
import { type EqualWindows, findEqualWindows } from './equal_windows.ts';
import { firstEqualAmong } from './first_equal.ts';
import { createOutputCache, type OutputCache, type Outputs, outputsOfMap } from './output_cache.ts';
import { projectionAt, windowProjections } from './projections.ts';
import { type ToleranceClasses, toleranceClasses } from './tolerance_classes.ts';
import { windowHashes } from './window_hashes.ts';
import { within } from './within.ts';

/** Some outputs of one step. */
export interface OutputBatch {
  map: OutputMap;
  /** The shift of each of the map's outputs, ascending. The very first of a step is the reference, shift 0. */
  members: Int32Array;
  /** Whether the map stays unchanged until the observation has been used; if not, what is needed is copied. */
  lasting: boolean;
  /** Whether windows of the map overlap, as those of a shared pass do: then their distances follow from shared sums. */
  overlapping: boolean;
  /** Hashes by shift, or that all outputs differ, if that is known. */
  known?: Uint32Array | 'distinct' | undefined;
  /** Leaders at the step before, if known: outputs that were equal there are equal here. */
  earlier?: Int32Array | undefined;
}

/** Sorts the outputs of one step into classes, a batch at a time. */
export interface Sorter {
  readonly options: SorterOptions;
  reference: Image | undefined;
  tolerance: number;
  /** By shift; a leader of -1 is not known yet. */
  tables: Pick<Observation, 'leader' | 'classOf' | 'hashes'> | undefined;
  classes: number;
  distances: GatheredDistances | undefined;
  outputs: Outputs | undefined;
  /** Compares outputs of different batches. */
  across: Across | undefined;
}

interface Across {
  cache: OutputCache;
  firstEqual?: ReturnType<typeof firstEqualAmong>;
  /** Classes under a tolerance; absent where bits decide. */
  tolerant?: ToleranceClasses;
}

export interface SorterOptions {
  /** How many distinct shifts there are. */
  shifts: number;
  rule: Pick<Coincidence, 'tolerance' | 'same' | 'align'>;
  /** Whether distances from the reference are computed. */
  distances: boolean;
  /** Receives how distances are summed. */
  told?: ((method: Method) => void) | undefined;
  /** Bytes for copies of outputs that later ones are compared with. */
  cacheBytes: number;
  /** Computes the output of a shift once more, where it was not cached. */
  recompute(shift: number): Promise<Window>;
  scheduler: Scheduler;
}

/**
 * Outputs with equal hashes are compared value by value before they share a leader, so a collision never merges two.
 * Without a tolerance, bits decide; else each leader joins the first class with whose own leader it coincides.
 */
export function createSorter(options: SorterOptions): Sorter {
  return {
    options,
    reference: undefined,
    tolerance: 0,
    tables: undefined,
    classes: 0,
    distances: options.distances ? gatherDistances(options.shifts) : undefined,
    outputs: undefined,
    across: undefined,
  };
}

/** Sorts some outputs. @returns the shifts among them that lead: only they need to go on to the next layer */
export async function addOutputs(sorter: Sorter, batch: OutputBatch): Promise<Int32Array> {
  const { map, members, lasting, overlapping } = batch;
  const { rule, shifts, scheduler } = sorter.options;
  if (sorter.reference === undefined) {
    sorter.reference = copyWindow(windowOf(map, 0));
    // Aligned outputs are sorted afterwards.
    if (!rule.align) sorter.tolerance = rule.tolerance(windowOf(map, 0));
  }
  const equal = await equalMembers(batch, sorter.options);
  const whole = bitsDecide(sorter) && equal.complete && lasting && members.length === shifts;
  const { leaders, places } = whole
    ? sortWhole(sorter, map, members, equal)
    : await sortAmongOthers(sorter, batch, equal);
  if (sorter.distances) {
    const found = { map, leaders, places, reference: sorter.reference, whole: members.length === shifts };
    await runWork(
      addDistances(sorter.distances, found, lasting && overlapping, sorter.options.told),
      scheduler,
    );
  }
  return leaders;
}

/** @param earlier leaders at the step before: a shift that was not added has the output of its leader there */
export function observationOf(sorter: Sorter, earlier: Int32Array | undefined): Observation {
  const { shifts } = sorter.options;
  const { distances, classes, tolerance } = sorter;
  const { leader, classOf, hashes } = sorterTables(sorter);
  for (let shift = 0; shift < shifts; shift++) {
    if (leader[shift] !== -1) continue;
    const first = leader[earlier![shift]!]!;
    leader[shift] = first;
    classOf[shift] = classOf[first]!;
    hashes[shift] = hashes[first]!;
  }
  const output = (shift: number) => sorter.outputs!.get(leader[shift]!);
  const reference = sorter.reference!;
  return {
    reference,
    leader,
    classOf,
    classes,
    distanceArrays: distances && distanceArrays(distances, leader),
    tolerance,
    hashes,
    output,
  };
}

/** Equal members of a batch, and the hash of each member; no hashes where all are known to differ. */
interface HashedMembers extends EqualWindows {
  hashes?: Uint32Array;
}

/** The leaders among the members of a batch: their shifts, and their places in it. */
interface Leaders {
  leaders: Int32Array;
  places: Int32Array;
}

function bitsDecide({ tolerance, options }: Sorter): boolean {
  return tolerance === 0 && !options.rule.same;
}

async function equalMembers(
  { map, members, known, earlier }: OutputBatch,
  { shifts, scheduler }: SorterOptions,
): Promise<HashedMembers> {
  const all = members.length === shifts;
  const own = all ? members : everyMember(members.length);
  if (known === 'distinct') return { links: own, complete: true };
  let hashes = known && (all ? known : selectByShift(known, members));
  hashes ??= await runWork(windowHashes(map), scheduler);
  return { hashes, ...(await runWork(findEqualWindows(map, hashes, (all && earlier) || own), scheduler)) };
}

/** Fast path: one lasting map holds every shift, so its links are the leaders and its leaders the classes. */
function sortWhole(
  sorter: Sorter,
  map: OutputMap,
  members: Int32Array,
  { links, hashes }: HashedMembers,
): Leaders {
  // The shifts are shared with the next run, so they are copied before they are given away.
  const leader = links === members ? members.slice() : links;
  const { leaders, classOf } = hashes
    ? numberLeaders(leader, members)
    : { leaders: members, classOf: leader };
  sorter.tables = { leader, classOf, hashes: hashes ?? NO_HASHES };
  sorter.outputs = outputsOfMap(map);
  sorter.classes = leaders.length;
  return { leaders, places: leaders };
}

const NO_HASHES = new Uint32Array();

/** The shifts that lead themselves, and the class of each shift, numbered in the order of the leaders. */
function numberLeaders(leader: Int32Array, shifts: Int32Array): { leaders: Int32Array; classOf: Int32Array } {
  const leaders = new Int32Array(leader.length);
  const classOf = new Int32Array(leader.length);
  let count = 0;
  for (let shift = 0; shift < leader.length; shift++) {
    const first = leader[shift]!;
    if (first === shift) leaders[count] = shift;
    classOf[shift] = first === shift ? count++ : classOf[first]!;
  }
  return { leaders: count === leader.length ? shifts : leaders.subarray(0, count), classOf };
}

/** Sorts the members of a batch among those of the batches before. */
async function sortAmongOthers(
  sorter: Sorter,
  { map, members, lasting }: OutputBatch,
  { links, complete, hashes: hashOf }: HashedMembers,
): Promise<Leaders> {
  const { rule, shifts, scheduler } = sorter.options;
  const { leader, classOf, hashes } = sorterTables(sorter);
  const across = acrossOf(sorter);
  if (hashOf && !(complete && members.length === shifts))
    across.firstEqual ??= firstEqualAmong(hashes, across.cache);
  const leaders = new Int32Array(members.length);
  const places = new Int32Array(members.length);
  let count = 0;
  const projections =
    across.tolerant && (await runWork(windowProjections(map, rule.same !== undefined), scheduler));
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
      classOf[shift] = projections
        ? await across.tolerant!.classOf(shift, windowOf(map, member), projectionAt(projections, member))
        : sorter.classes++;
    } else classOf[shift] = classOf[first]!;
    if (member % 64 === 0 && scheduler.due()) await scheduler.yieldNow();
  }
  if (across.tolerant) sorter.classes = across.tolerant.count();
  return { leaders: leaders.subarray(0, count), places: places.subarray(0, count) };
}

function sorterTables(sorter: Sorter): NonNullable<Sorter['tables']> {
  const { shifts } = sorter.options;
  sorter.tables ??= {
    leader: new Int32Array(shifts).fill(-1),
    classOf: new Int32Array(shifts),
    hashes: new Uint32Array(shifts),
  };
  return sorter.tables;
}

function acrossOf(sorter: Sorter): Across {
  if (sorter.across) return sorter.across;
  const { tolerance } = sorter;
  const { shifts, cacheBytes, recompute, rule, scheduler } = sorter.options;
  const cache = createOutputCache(shifts, cacheBytes, recompute);
  const { same = within } = rule;
  sorter.outputs = cache;
  sorter.across = { cache };
  if (!bitsDecide(sorter)) {
    const coincide = (x: Window, y: Window) => same(x, y, tolerance);
    sorter.across.tolerant = toleranceClasses(coincide, (shift) => cache.get(shift), tolerance, scheduler);
  }
  return sorter.across;
}

function selectByShift(byShift: Uint32Array, members: Int32Array): Uint32Array {
  const values = new Uint32Array(members.length);
  for (let member = 0; member < members.length; member++) values[member] = byShift[members[member]!]!;
  return values;
}
