import { quoted, UserError, type Where } from '../../core/error.ts';
import { formatMistake, type Mistake } from '../../core/mistake.ts';

/** The endings of experiment files. */
export const EXTENSIONS = ['.yaml', '.yml', '.json'];

/**
 * An experiment's name: its path below the nearest folder named `experiments`, else its file name, without the
 * extension. Letters are in their composed form (NFC), as macOS may give them in parts.
 *
 * @param given the path as the user named it, for messages
 * @example experimentName('/x/experiments/protocols/crops.yaml') // 'protocols/crops'
 * @throws UserError if a part of it cannot name a file on every system
 */
export function experimentName(path: string, given = path): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  const folder = parts.lastIndexOf('experiments', parts.length - 2);
  const named = folder < 0 ? parts.slice(-1) : parts.slice(folder + 1);
  const extension = EXTENSIONS.find((ending) => path.toLowerCase().endsWith(ending)) ?? '';
  const last = named.pop() ?? '';
  const name = [...named, last.slice(0, last.length - extension.length)].map((part) => part.normalize('NFC'));
  requireResultName(name, {}, { file: given });
  return name.join('/');
}

/** @throws UserError unless each part can name a file of results, on every system */
export function requireResultName(parts: readonly string[], at: Pick<Mistake, 'place'>, where?: Where): void {
  const mistake = parts.map(nameMistake).find((found) => found !== undefined);
  if (mistake) throw new UserError([{ message: formatMistake({ ...mistake, ...at }), where }]);
}

/**
 * The name under which a file system may know a name: Windows and macOS make no difference between capitals and small
 * letters.
 */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Letters, marks and digits of any script. */
const PART = /^[\p{L}\p{M}\p{N}._-]+$/u;

/** Names that Windows reserves, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** File systems allow 255 bytes, of which the endings of results take up to 20. */
const MAX_NAME_BYTES = 200;

function nameMistake(part: string): Mistake | undefined {
  const problem = `${quoted(part)} cannot name results`;
  if (!PART.test(part) || /^\.+$/.test(part) || [...part].length > 64)
    return {
      problem,
      expected: 'letters, digits, ".", "-" and "_", 64 at most',
      remedy: asName(part),
    };
  if (DEVICE.test(part)) return { problem, remedy: 'Windows reserves it for a device' };
  const bytes = new TextEncoder().encode(part).length;
  if (bytes <= MAX_NAME_BYTES) return undefined;
  return { problem, expected: `at most ${MAX_NAME_BYTES} bytes of UTF-8`, value: String(bytes) };
}

/** A name that is nearest to one with other characters, or too many. */
function asName(part: string): string | undefined {
  const words = part.split(/[^\p{L}\p{M}\p{N}._-]+/u).filter((word) => word !== '');
  const name = [...words.join('-')].slice(0, 64).join('');
  return name === part || nameMistake(name) ? undefined : `rename it, say to "${name}"`;
}

/** Another name in the folder of a path, which is written as before. @example besideIt('a/b.yaml', 'c.yaml') // 'a/c.yaml' */
export function besideIt(path: string, name: string): string {
  return path.replace(/[^\\/]+[\\/]*$/, () => name);
}
