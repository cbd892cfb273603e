import { UserError } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { formatPath, type Path, type Source, startsWith, valueAt } from './source.ts';
import { parseYaml } from './yaml.ts';

/** A value that replaces a part of the file. */
export interface Override {
  /** A path into the file: `shift.max`. */
  key: string;
  /** The value. Its place, and that of each part of it, is the argument. */
  source: Source;
}

/**
 * Reads the value of an argument such as `--set shift.max=5`, as YAML.
 *
 * @param argument how messages name it
 * @throws UserError
 */
export function parseOverride(key: string, text: string, argument: string): Override {
  const where = { file: argument };
  const nothing: Source = { value: null, locate: () => where, keys: () => [] };
  if (text.trim() === '') return { key, source: nothing };
  try {
    return { key, source: { ...parseYaml(text, argument), locate: () => where } };
  } catch (error) {
    // The argument is one short line, so a line and a column would not help.
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map(({ message }) => ({ message, where })),
      { cause: error },
    );
  }
}

/** A source with a part replaced, or added. */
export function withPart(source: Source, path: Path, { source: part }: Override): Source {
  const below = (asked: Path) => asked.slice(path.length);
  return {
    value: withValue(source.value, path, part.value),
    locate: (asked, what) =>
      startsWith(asked, path) ? part.locate(below(asked), what) : source.locate(asked, what),
    text: (asked) => (startsWith(asked, path) ? part.text?.(below(asked)) : source.text?.(asked)),
    keys(asked) {
      if (startsWith(asked, path)) return part.keys(below(asked));
      const keys = source.keys(asked);
      const added = startsWith(path, asked) ? String(path[asked.length]) : undefined;
      return added === undefined || keys.includes(added) ? keys : [...keys, added];
    },
  };
}

/** A path leads to an item that is not there. The message is a phrase without a full stop. */
export class NoSuchItem extends Error {}

/**
 * A copy of a value with a part replaced or added. The rest is shared with the original.
 *
 * @throws NoSuchItem if the path leads to an item that a list does not have; the schema finds all other mistakes
 */
export function withValue(value: unknown, path: Path, part: unknown, above: Path = []): unknown {
  if (path.length === 0) return part;
  const [key, ...rest] = path as [string | number, ...Path];
  const numbered = /^\d+$/.test(String(key));
  if (Array.isArray(value) && !(numbered && Object.hasOwn(value, key))) {
    const items = value.length === 0 ? 'which is empty' : `whose items are 0 to ${value.length - 1}`;
    throw new NoSuchItem(`there is no ${key} in ${formatPath(above)}, ${items}`);
  }
  if (value === undefined && numbered) {
    throw new NoSuchItem(`there is no list ${formatPath(above)} in the file, so no item ${key}`);
  }
  const inner = withValue(valueAt(value, [key]), rest, part, [...above, key]);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  return { ...(isObject(value) ? value : {}), [key]: inner };
}
