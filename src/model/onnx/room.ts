import { grouped } from '../../core/error.ts';
import { modelMistake } from '../mistake.ts';
import type { InferredLengths } from './inferred.ts';

/** Most values of an output for one picture: 4 GiB of float32. */
const MOST_OUTPUT_VALUES = 2 ** 30;

/** Most values within a model for one picture: 16 GiB of float32. */
const MOST_INNER_VALUES = 2 ** 32;

/**
 * Refuses an output that would take all of the memory.
 *
 * @param count how many pictures its lengths are for
 * @throws UserError (run)
 */
export function requireOutputSize(path: string, name: string, lengths: InferredLengths, count: number): void {
  const values = valuesIn(lengths, count);
  if (values <= MOST_OUTPUT_VALUES) return;
  throw modelMistake(
    path,
    `gives an output ${name} of ${grouped(values)} values for a picture, more than the ${grouped(MOST_OUTPUT_VALUES)} allowed; output: NAME takes another value`,
  );
}

/** Refuses a value within a model that would take all of the memory. See `requireOutputSize`. */
export function requireInnerSize(path: string, name: string, lengths: InferredLengths, count: number): void {
  const values = valuesIn(lengths, count);
  if (values <= MOST_INNER_VALUES) return;
  throw modelMistake(
    path,
    `makes ${grouped(values)} values at ${name} for a picture, more than the ${grouped(MOST_INNER_VALUES)} allowed; output: NAME takes a value that does not need it`,
  );
}

/** How many values for a picture there are at least. */
function valuesIn(lengths: InferredLengths, count: number): number {
  return Math.ceil(
    lengths.reduce<number>((product, n) => product * (typeof n === 'number' ? n : 1), 1) / count,
  );
}
