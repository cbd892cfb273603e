import { grouped, quoted, shown } from '../../core/error.ts';
import { unknownName } from '../../core/options.ts';
import type { Cell } from '../../results/columns.ts';
import { limits } from '../schema/limits.ts';
import type { Override } from '../text/override.ts';
import type { Problems } from '../text/problems.ts';
import { formatPath, isObject, type Path, type Source } from '../text/source.ts';
import { sectionOf } from './grid.ts';

/** One swept key, with its values in the order of the file. */
export interface SweptKey {
  key: string;
  path: Path;
  values: readonly { label: Cell; value: unknown; at: Path }[];
}

/** What is swept, and the sections of which nothing can be said because their sweep is wrong. */
export interface Swept {
  keys: readonly SweptKey[];
  broken: ReadonlySet<string>;
}

/**
 * The swept keys of a file, those that are overridden left out.
 *
 * @param sections the keys of the file that may vary, and their parts
 */
export function sweptKeys(
  source: Source,
  overrides: readonly Override[],
  sections: readonly string[],
  problems: Problems,
): Swept {
  const { sweep } = source.value as { sweep?: unknown };
  const broken = new Set<string>();
  if (sweep === undefined) return { keys: [], broken };
  const complain = (path: Path, message: string, part: 'key' | 'value' = 'value') => {
    if (!problems.full()) problems.add(`${formatPath(path)}: ${message}`, source.locate(path, part));
  };
  if (sweep === null)
    problems.add('sweep has no value; expected keys and their values', source.locate(['sweep']));
  else if (!isObject(sweep))
    complain(['sweep'], `expected an object of keys and their values, not ${shown(sweep)}`);
  if (!isObject(sweep)) return { keys: [], broken: new Set(sections.map(sectionOf)) };

  const fixed = new Set(overrides.flatMap(({ key }) => (key === 'pool' || key === 'layers' ? STACK : [key])));
  const keys: SweptKey[] = [];
  for (const key of source.keys(['sweep']).filter((one) => !fixed.has(one))) {
    const wrong = wrongPath(key, sections);
    if (wrong !== undefined) complain(['sweep', key], wrong, 'key');
    const values = valuesOf(source, key, sweep[key], complain);
    if (wrong === undefined && values) keys.push({ key, path: key.split('.'), values });
    else broken.add(sectionOf(key));
  }
  const variants = keys.reduce((product, { values }) => product * values.length, 1);
  if (variants <= limits.variants) return { keys, broken };
  complain(
    ['sweep'],
    `${grouped(variants)} variants are more than the ${grouped(limits.variants)} allowed`,
    'key',
  );
  return { keys: [], broken: new Set([...broken, ...keys.map(({ key }) => sectionOf(key))]) };
}

const STACK = ['pool', 'layers'];

/** Why nothing can vary along a path, if so. */
function wrongPath(key: string, sections: readonly string[]): string | undefined {
  const [section, ...rest] = key.split('.') as [string, ...string[]];
  if ([section, ...rest].includes(''))
    return `expected a path into the file, such as shift.max, not ${quoted(key)}`;
  if (WHOLE.includes(section)) return `${section} cannot be swept, since it holds for all variants`;
  return sections.includes(section) ? undefined : unknownName('key', section, sections);
}

/** Keys that hold for the table as a whole. */
const WHOLE = ['$schema', 'description', 'sweep', 'expect', 'tables', 'measures', 'baseline'];

type Complain = (path: Path, message: string, part?: 'key' | 'value') => void;

function valuesOf(
  source: Source,
  key: string,
  values: unknown,
  complain: Complain,
): SweptKey['values'] | undefined {
  const at: Path = ['sweep', key];
  if (!Array.isArray(values) && !isObject(values)) {
    complain(at, `expected a list of values, or an object that names them, not ${shown(values)}`);
    return undefined;
  }
  const named = Array.isArray(values)
    ? values.map((value, i) => ({ label: value as Cell, value, at: [...at, i] }))
    : source.keys(at).map((name) => ({ label: name, value: values[name], at: [...at, name] }));
  if (named.length === 0) complain(at, 'expected at least one value');
  const part = Array.isArray(values) ? 'value' : 'key';
  const seen = new Map<string, Cell>();
  let sound = named.length > 0;
  for (const { label, at } of named) {
    const wrong = wrongLabel(label, seen);
    if (wrong !== undefined) complain(at, wrong, part);
    sound &&= wrong === undefined;
    seen.set(String(label), label);
  }
  return sound ? named : undefined;
}

/** Why a value cannot stand in a table under its own name, if so. */
function wrongLabel(label: unknown, seen: ReadonlyMap<string, unknown>): string | undefined {
  if (label !== null && typeof label === 'object') {
    return `expected a single value, not ${shown(label)}; a list or an object takes a name, as in { name: value }`;
  }
  if (label === '') return 'expected a name, not ""';
  if (typeof label === 'string' && /^[=+@-]/.test(label)) {
    return `expected a name that begins with a letter or a digit, not ${quoted(label)}: spreadsheets take it for a formula`;
  }
  if (!seen.has(String(label))) return undefined;
  const other = seen.get(String(label));
  return other === label || typeof label === typeof other
    ? `${shown(label)} stands twice`
    : `${shown(label)} looks like ${shown(other)} in the table`;
}
