import { didYouMean, quoted, sentence, UserError } from '../core/error.ts';
import { FileProblem } from '../core/files.ts';
import { reasonOf } from './reason.ts';

/**
 * Something is wrong with a model: one sentence that names its file.
 *
 * @param phrase what follows the name: `lists no weights`
 */
export function modelMistake(path: string, phrase: string, cause?: unknown): UserError {
  return new UserError(sentence(`the model ${path} ${phrase}`), { kind: 'run', cause });
}

/**
 * An experiment names something that a model does not have.
 *
 * @param what `layer`
 * @param all what there is, the last of it most telling; what stands twice is told once
 */
export function unknownInModel(
  path: string,
  what: string,
  name: string,
  all: readonly string[],
): FileProblem {
  const known = [...new Set([...all].reverse())].reverse();
  const last = known.slice(-SHOWN);
  const rest = `; ${known.length > last.length ? 'the last are' : 'there are'} ${last.join(', ')}`;
  return new FileProblem(
    name,
    `the model ${path} has no ${what} ${quoted(name)}${didYouMean(name, all) || rest}`,
  );
}

/** Does something with a model; what a library says of it becomes a sentence. @param what `be run` */
export async function attempted<T>(path: string, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof UserError || cause instanceof FileProblem) throw cause;
    throw modelMistake(path, `cannot ${what}: ${reasonOf(cause)}`, cause);
  }
}

const SHOWN = 12;
