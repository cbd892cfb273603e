/** What a job says of its unit; its id is that of the unit, and its queue is of one experiment. */
export interface UnitJob {
  /** Index of the unit in the experiment. */
  index: number;
}

/** The result of a job: its line, as a unit file has it, and how long it took; null where the unit is in the store. */
export type JobResult = { line: string; seconds: number } | null;

/** Without a store: the most characters that a unit's line may have, and how many lines Redis keeps. */
export const MOST_LINE = 2 ** 20;
export const MOST_LINES = 1000;

/**
 * Milliseconds: how long a unit is held without a sign of life of its worker, how often one gives a sign, and how often
 * units are looked for whose worker is lost. Computing happens in threads, so that signs are given meanwhile.
 */
export const LOCK = { held: 10_000, renewed: 2500, checked: 2500 };
/** A unit whose workers were lost more often has failed. */
export const MOST_LOST = 5;
