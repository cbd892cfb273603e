import { UserError } from '../error.ts';

/**
 * Something is wrong with a model: one sentence that names its file.
 *
 * @param phrase what follows the name: `lists no weights`
 */
export function modelMistake(path: string, phrase: string, cause?: unknown): UserError {
  return new UserError(`the model ${path} ${phrase}.`, { kind: 'run', cause });
}
