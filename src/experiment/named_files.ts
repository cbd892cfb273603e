import type { Experiment } from './parse.ts';

/**
 * The files that an experiment reads beside its own, as paths from the current folder. No kind of image or layer reads
 * one yet; those that will, add theirs here by a fact of the kind.
 */
export function filesNamedBy(_experiment: Experiment): string[] {
  return [];
}
