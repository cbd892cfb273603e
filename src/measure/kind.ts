import type { AnySchema } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Scheduler } from '../core/scheduler.ts';
import type { Image, Shifts } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';

/**
 * How a column of a set follows from its pictures: the sum, mean, largest or smallest of their values; the sum of one
 * column over the sum of another, perhaps without its sign; an end of the 95 % interval of another column; the value of
 * the first picture where another column is largest, up to rounding (1e-9 of it); or 10 log10(peak² Σ of / Σ decibels).
 * Pictures for which it is not defined do not count. `gathered`: only a set has it, and the measure's `gather` fills it.
 */
type OverImages =
  | 'sum'
  | 'mean'
  | 'most'
  | 'least'
  | 'gathered'
  | { sum: string; of: string; absolute?: true }
  | { low: string }
  | { high: string }
  | { where: string }
  | { decibels: string; of: string; peak: number };

/** A column of the table: its one definition. */
export interface MeasureColumn {
  /** `rate`: a number in [0, 1], printed as 0 or 1 only when it is. */
  type: 'integer' | 'number' | 'rate';
  unit: string;
  description: string;
  formula: string;
  source?: string;
  /** The better direction for a stack that should be invariant; absent if there is none. */
  better?: 'higher' | 'lower';
  /** The columns that hold the ends of its interval, [low, high]. */
  interval?: readonly [string, string];
  /** How the column of a set follows from its pictures. Default: their mean. */
  over?: OverImages;
  /** Whether it is in no table: only other columns of a set follow from it. */
  hidden?: boolean;
  /** Whether it says something of one picture only: then the summary of a set does not have it. */
  ofPicture?: boolean;
  /** Whether it is the number of a class: a mean of it means nothing, and the images table adds its name. Implies `ofPicture`. */
  classNumber?: boolean;
}

/** A value of the table; null: not defined, an empty cell. */
export type Value = number | null;

/** What is known of a measured step of a set before anything is computed. */
export interface SetStep {
  pictures: number;
  /** The most distinct shifts that can be drawn. */
  shifts: number;
  /** Values of an output. */
  values: number;
}

/** The picture of a set that an output is of. */
interface OfPicture {
  name: string;
  label?: number | undefined;
}

/** Reads the unshifted outputs of all pictures of a set at one step, before the first of them is measured. */
export interface OthersReader {
  add(reference: Image, picture: OfPicture): void;
  /** Called after the last picture. */
  complete?(
    random: (purpose: string, key: readonly unknown[]) => Random,
    scheduler: Scheduler,
  ): Promise<void>;
  /** What the measure of a picture reads as `others` of its step. */
  of(reference: Image, picture: OfPicture): unknown;
}

/** What some pictures of a set give at one step: numbers by name, which a file can hold and a thread can send. */
export type Part = Record<string, Float64Array>;

/** How the columns that only a set has follow from its pictures, which are seen one by one. */
interface GatheredColumns<P extends Part = Part> {
  /** The part of one picture. */
  part(step: Measured, scheduler: Scheduler): Promise<P>;
  /** Two parts as one, the first of which may be changed. How pictures are grouped does not matter, but for rounding. */
  join(part: P, next: P): P;
  /** The columns with `over: 'gathered'`. */
  values(part: P): Record<string, Value>;
}

/** Some columns that belong together. A kind is an object literal in one file. */
export interface MeasureKind<Columns extends Record<string, MeasureColumn> = Record<string, MeasureColumn>> {
  title: string;
  columns: Columns;
  /** In every table, in those with `against`, in those of sets, or in those that ask for it in `measures`. */
  when: 'always' | 'against' | 'set' | 'asked';
  /** The options of a measure that is written as an object with `type`. */
  options?: AnySchema;
  /** The same measure with those options; a measure that is only named has the defaults. */
  configure?(options: any): MeasureKind<Columns>;
  /** Beginnings of the names of the columns that its options add: `keypoint_error_` for `keypoint_error_nose`. */
  adds?: readonly string[];
  /** Whether it needs pictures with classes. */
  labels?: boolean;
  /** Whether labels are compared with decisions: then the network needs an output for each label. */
  comparesLabels?: boolean;
  /** Whether it needs a set of pictures. */
  needs?: 'set';
  /** Whether it needs each picture to have the same shifts, as `trials: all` gives. */
  everyShift?: boolean;
  /** The measure whose interval it holds, which has to be asked for too. */
  intervalOf?: string;
  /** The property of the shifts that it needs and these lack, as the end of a sentence. */
  shiftsMistake?(shifts: Shifts): string | undefined;
  /** The most pictures that it can compare with each other. */
  mostPictures?: number;
  /** Compares a picture with the others of its set. */
  others?(): OthersReader;
  /** Fills the columns that only a set has. */
  gather?: GatheredColumns<any>;
  /** How many numbers it keeps for a step of a set. Where there is no room for them, its columns are empty. */
  keeps?(step: SetStep): number;
  /** Whether it reads the distances from the reference. */
  distances?: boolean;
  /** Whether it takes values for quantities. Its columns are empty where the output is class numbers. */
  quantities?: boolean;
  /** Reads what it needs of the outputs themselves, shift by shift. Gives it, or a promise of it. */
  read?(step: Measured, scheduler: Scheduler): unknown;
  /**
   * @param read what `read` gave
   * @returns a value for each column; NaN is not defined either
   */
  measure(step: Measured, read?: unknown): { [Name in keyof Columns]: Value };
}

/** The most numbers that a measure may keep for a step of a set. */
export const MOST_KEPT = 2 ** 23;

/** Whether there is room for what a measure keeps. */
export function canKeep({ keeps }: MeasureKind, step: SetStep): boolean {
  return (keeps?.(step) ?? 0) <= MOST_KEPT;
}

/** Says that an object literal is a measure, and lets its columns be inferred. */
export function defineMeasure<const C extends Record<string, MeasureColumn>>(
  kind: MeasureKind<C>,
): MeasureKind<C> {
  return kind;
}
