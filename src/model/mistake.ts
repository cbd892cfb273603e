import { quoted, UserError } from '../core/error.ts';
import { FileProblem } from '../core/files.ts';
import { formatMistake, nearest } from '../core/mistake.ts';
import { reasonOf } from './reason.ts';

/**
 * An error about a model: one sentence that names its file.
 *
 * @param phrase what follows the name: `lists no weights`
 */
export function modelMistake(path: string, phrase: string, cause?: unknown): UserError {
  return new UserError(formatMistake({ problem: `the model ${path} ${phrase}` }), { kind: 'run', cause });
}

/**
 * An error about a name that a model does not have, with the nearest name or the last dozen names.
 *
 * @param what `layer`
 * @param all the names that it has; a name may occur twice
 */
export function unknownInModel(
  path: string,
  what: string,
  name: string,
  all: readonly string[],
): FileProblem {
  const known = [...new Set([...all].reverse())].reverse();
  const last = known.slice(-SHOWN);
  return new FileProblem(name, {
    problem: `the model ${path} has no ${what} ${quoted(name)}`,
    meant: nearest(name, all),
    remedy: `${known.length > last.length ? 'the last are' : 'there are'} ${last.join(', ')}`,
  });
}

/** Does something with a model. An error of a library becomes a sentence about the model. @param what `be run` */
export async function attempted<T>(path: string, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof UserError || cause instanceof FileProblem) throw cause;
    throw modelMistake(path, `cannot ${what}: ${reasonOf(cause)}`, cause);
  }
}

const SHOWN = 12;

/**
 * An error about an operation whose results differ from run to run.
 *
 * @param hasOthers whether there are values that do not follow from it
 */
export function randomOperation(path: string, operation: string, hasOthers: boolean) {
  const others = hasOthers ? '; output: NAME takes a value before it' : '';
  return modelMistake(
    path,
    `uses the random operation ${quoted(operation)}, so its outputs differ from run to run; export it for inference, without dropout and noise${others}`,
  );
}
