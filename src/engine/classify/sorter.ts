import type { Scheduler } from '../../core/scheduler.ts';
import type { Image, Numbers, OutputMap, Window } from '../../core/tensor.ts';
import { copyWindow } from '../copy_window.ts';
import type { Method } from '../distances/choose_method.ts';
import { distanceArrays, type GatheredDistances, gatherDistances } from '../distances/distance_arrays.ts';
import type { Observation } from '../measured.ts';
import type { Coincidence } from './coincidence.ts';
import type { EqualWindows } from './equal_windows.ts';
import type { firstEqualAmong } from './first_equal.ts';
import type { OutputCache, Outputs } from './output_cache.ts';
import type { ToleranceClasses } from './tolerance_classes.ts';

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
  /** The reference, if it is there already. */
  reference?: Image | undefined;
  /** Leaders at the step before, if known: outputs that were equal there are equal here. */
  earlier?: Int32Array | undefined;
}

/** Equal members of a batch, and the hash of each member; no hashes where all are known to differ. */
export interface HashedMembers extends EqualWindows {
  hashes?: Uint32Array;
}

/** The leaders among the members of a batch: their shifts, and their places in it. */
export interface Leaders {
  leaders: Int32Array;
  places: Int32Array;
}

/** Sorts the outputs of one step into classes, a batch at a time. */
export interface Sorter {
  readonly options: SorterOptions;
  /** The unshifted output in place, once the first outputs are added; and its copy, once it is asked for. */
  unshifted: Window | undefined;
  reference: Image | undefined;
  tolerance: number;
  /** By shift; a leader of -1 is not known yet. */
  tables: Pick<Observation, 'leader' | 'classOf' | 'hashes'> | undefined;
  classes: number;
  /** Trials of each class, where they were counted already. */
  trialsOf: Float64Array | undefined;
  distances: GatheredDistances | undefined;
  outputs: Outputs | undefined;
  /** Compares outputs of different batches. */
  across: Across | undefined;
}

interface Across {
  cache: OutputCache;
  /** Whether outputs are so few that each is compared with all leaders. */
  few: boolean;
  firstEqual?: ReturnType<typeof firstEqualAmong>;
  /** Classes under a tolerance; absent where bits decide. */
  tolerant?: ToleranceClasses;
}

export interface SorterOptions {
  /** How many distinct shifts there are. */
  shifts: number;
  /** How often each was drawn: those of a class are counted where that takes little. */
  trials: Numbers;
  rule: Pick<Coincidence, 'tolerance' | 'same' | 'align'>;
  /** Whether distances from the reference are computed. */
  distances?: boolean | undefined;
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
    unshifted: undefined,
    reference: undefined,
    tolerance: 0,
    tables: undefined,
    classes: 0,
    trialsOf: undefined,
    distances: options.distances ? gatherDistances(options.shifts) : undefined,
    outputs: undefined,
    across: undefined,
  };
}

/** @param earlier leaders at the step before: a shift that was not added has the output of its leader there */
export function observationOf(sorter: Sorter, earlier: Int32Array | undefined): Observation {
  const { distances, classes, trialsOf, tolerance } = sorter;
  const { leader, classOf, hashes } = sorterTables(sorter);
  // Those that were sorted as a whole were all added.
  if (sorter.across) followEarlier(sorterTables(sorter), earlier);
  const output = (shift: number) => sorter.outputs!.get(leader[shift]!);
  return {
    unshifted: sorter.unshifted!,
    reference: () => referenceOf(sorter),
    leader,
    classOf,
    classes,
    trialsOf,
    distanceArrays: distances && distanceArrays(distances, leader),
    tolerance,
    hashes,
    output,
  };
}

/** A copy of the unshifted output, made when it is first asked for. */
export function referenceOf(sorter: Sorter): Image {
  sorter.reference ??= copyWindow(sorter.unshifted!);
  return sorter.reference;
}

/** Gives each shift that was not added what its leader at the step before has. */
function followEarlier(
  { leader, classOf, hashes }: NonNullable<Sorter['tables']>,
  earlier: Int32Array | undefined,
): void {
  for (let shift = 0; shift < leader.length; shift++) {
    if (leader[shift] !== -1) continue;
    const first = leader[earlier![shift]!]!;
    leader[shift] = first;
    classOf[shift] = classOf[first]!;
    hashes[shift] = hashes[first]!;
  }
}

/** Whether outputs coincide only where all of their bits are equal. */
export function bitsDecide({ tolerance, options }: Sorter): boolean {
  return tolerance === 0 && !options.rule.same;
}

/** Leaders, classes and hashes by shift: empty at first. */
export function sorterTables(sorter: Sorter): NonNullable<Sorter['tables']> {
  const { shifts } = sorter.options;
  sorter.tables ??= {
    leader: new Int32Array(shifts).fill(-1),
    classOf: new Int32Array(shifts),
    hashes: new Uint32Array(shifts),
  };
  return sorter.tables;
}
