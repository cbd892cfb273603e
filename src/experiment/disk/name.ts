import { quoted, UserError } from '../../core/error.ts';

/** What is read as an experiment. */
export const EXTENSIONS = ['.yaml', '.yml', '.json'];

const PART = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * An experiment's name: its path below the nearest folder named `experiments`, else its file name, without the
 * extension.
 *
 * @param given the path as the user named it, for messages
 * @example experimentName('/x/experiments/protocols/crops.yaml') // 'protocols/crops'
 * @throws UserError where a part of it is not letters, digits, `.`, `-`, `_`, 64 at most
 */
export function experimentName(path: string, given = path): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  const folder = parts.lastIndexOf('experiments', parts.length - 2);
  const named = folder < 0 ? parts.slice(-1) : parts.slice(folder + 1);
  const extension = EXTENSIONS.find((ending) => path.toLowerCase().endsWith(ending)) ?? '';
  const last = named.pop() ?? '';
  const name = [...named, last.slice(0, last.length - extension.length)];
  for (const part of name) {
    if (PART.test(part) && !/^\.+$/.test(part)) continue;
    const message = `${quoted(part)} cannot name results; expected letters, digits, ".", "-" and "_", 64 at most.`;
    throw new UserError([{ message, where: { file: given } }]);
  }
  return name.join('/');
}
