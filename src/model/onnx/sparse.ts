import { grouped } from '../../core/error.ts';
import { modelMistake } from '../mistake.ts';
import { SPARSE } from './fields.ts';
import { varints } from './node.ts';
import { fieldsOf } from './wire.ts';

/** Most values that an operation may make of a few numbers: 4 GiB of float32. */
export const MOST_MADE = 2 ** 30;

/**
 * Refuses a sparse constant of which the runtime would make a huge one, as it reads the model.
 *
 * @throws UserError (run)
 */
export function requireSmallSparse(tensor: Uint8Array, path: string): void {
  const lengths = [...fieldsOf(tensor)]
    .filter(({ field }) => field === SPARSE.lengths)
    .flatMap((one) => ('value' in one ? [one.value] : varints(one.bytes)));
  const count = lengths.reduce((all, length) => all * length, 1);
  if (count > MOST_MADE)
    throw modelMistake(
      path,
      `has a sparse constant of ${grouped(count)} values, more than the ${grouped(MOST_MADE)} allowed; export it without that constant`,
    );
}
