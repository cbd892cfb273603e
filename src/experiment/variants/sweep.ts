import { grouped, quoted, shown } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { type Mistake, unknownName } from '../../core/mistake.ts';
import type { Cell } from '../../results/columns.ts';
import { FORMULA } from '../../results/formula.ts';
import {
  splitValues,
  suggestNestedPath,
  suggestOption,
  suggestRange,
  suggestSweptPath,
  suggestSweptValues,
  sweepOfList,
} from '../remedies/sweeps.ts';
import { valuesInWords } from '../remedies/swept_words.ts';
import { valuesByName } from '../remedies/values_by_name.ts';
import { pasted } from '../remedies/written.ts';
import { limits } from '../schema/limits.ts';
import type { Override } from '../text/override.ts';
import type { ReportAt } from '../text/problems.ts';
import type { Path, Source } from '../text/source.ts';
import { sectionOf, tableKeys } from './settings.ts';

/** One swept key, with its values in the order of the file. */
export interface SweptKey {
  key: string;
  path: Path;
  values: readonly { label: Cell; value: unknown; at: Path }[];
  /** The list that its names stand for, if they are words of another program. */
  meant?: string | undefined;
}

/** The swept keys, and the sections that cannot be read because their sweep is wrong. */
export interface Swept {
  keys: readonly SweptKey[];
  broken: ReadonlySet<string>;
}

/**
 * The swept keys of a file, without those that are overridden.
 *
 * @param sections the keys of the file that can vary
 */
export function sweptKeys(
  source: Source,
  overrides: readonly Override[],
  sections: readonly string[],
  report: ReportAt,
): Swept {
  const { sweep } = source.value as { sweep?: unknown };
  if (sweep === undefined) return { keys: [], broken: new Set() };
  if (!isObject(sweep)) {
    if (sweep === null) report(['sweep'], { missing: 'value', expected: 'keys and their values' });
    else
      report(['sweep'], {
        expected: 'an object of keys and their values',
        value: shown(sweep),
        remedy: `write sweep: ${sweepOfList(sweep) ?? '{ shift.max: [1, 2, 3] }'}`,
      });
    return { keys: [], broken: new Set(sections.map(sectionOf)) };
  }
  const fixed = new Set(overrides.flatMap(({ key }) => (STACK.includes(key) ? STACK : [key])));
  const keys: SweptKey[] = [];
  const broken = new Set<string>();
  const given = source.keys(['sweep']);
  const parts = new Set<string>();
  for (const key of given.filter((one) => !fixed.has(one))) {
    if (parts.has(key)) continue;
    const split = splitValues(given, sweep, key);
    if (split) {
      for (const part of split.rest) parts.add(part);
      report(['sweep', key], listExpected(split.text));
      broken.add(sectionOf(key));
      continue;
    }
    const mistake = pathMistake(key, sweep[key], sections);
    if (mistake) report(['sweep', key], mistake, 'key');
    // A key that was left out has no values.
    if (mistake?.remedy?.startsWith('leave it out')) {
      broken.add(sectionOf(key));
      continue;
    }
    const values = readValues(source, key, sweep[key], report);
    const meant = isObject(sweep[key]) ? valuesInWords(sweep[key]) : undefined;
    if (!mistake && values) keys.push({ key, path: key.split('.'), values, meant });
    else broken.add(sectionOf(key));
  }
  const variants = keys.reduce((product, { values }) => product * values.length, 1);
  if (variants <= limits.variants) return { keys, broken };
  const most = grouped(limits.variants);
  report(['sweep'], { problem: `${grouped(variants)} variants are more than the ${most} allowed` }, 'key');
  return { keys: [], broken: new Set([...broken, ...keys.map(({ key }) => sectionOf(key))]) };
}

const STACK = ['pool', 'layers'];

/** The mistake of a path that cannot be swept. */
function pathMistake(key: string, value: unknown, sections: readonly string[]): Mistake | undefined {
  const [section, ...rest] = key.split('.') as [string, ...string[]];
  if ([section, ...rest].includes(''))
    return { expected: 'a path into the file, such as shift.max', value: quoted(key) };
  if (section === 'sweep' || (tableKeys as readonly string[]).includes(section))
    return { problem: `${section} cannot be swept, since it holds for all variants` };
  return sections.includes(section)
    ? undefined
    : { ...unknownName('key', section, sections), remedy: suggestSweptPath(key, value) };
}

/** The values of one key of the sweep; undefined if one of them is wrong. */
function readValues(
  source: Source,
  key: string,
  values: unknown,
  report: ReportAt,
): SweptKey['values'] | undefined {
  const at: Path = ['sweep', key];
  if (!Array.isArray(values) && !isObject(values)) {
    report(at, listExpected(values));
    return undefined;
  }
  const option = suggestOption(key, values);
  if (option !== undefined) {
    report(at, { expected: 'the path of an option', value: key, remedy: option }, 'key');
    return undefined;
  }
  if (isObject(values)) {
    const problem = suggestRange(values);
    const nested = key.includes('.') || key === 'layers' ? undefined : suggestNestedPath(key, values);
    if (problem !== undefined || nested !== undefined) {
      const meant = valuesInWords(values);
      const said = problem === undefined && meant === undefined ? 'a section' : 'a range';
      report(at, {
        expected: 'a list of values, or an object that names them',
        value: problem === undefined && meant !== undefined ? 'words of another program' : said,
        remedy: problem ?? (meant === undefined ? nested : `write ${key}: ${meant}`),
      });
      return undefined;
    }
  }
  const nested = Array.isArray(values)
    ? values.find((value) => typeof value === 'object' && value)
    : undefined;
  if (Array.isArray(values) && nested !== undefined) {
    const expected = 'single values, or an object that names them';
    const remedy = pasted`write ${key}: ${valuesByName(values, key)}`;
    report(at, { expected, value: `a list with ${shown(nested)}`, remedy });
    return undefined;
  }
  const named = Array.isArray(values)
    ? values.map((value, i) => ({ label: value as Cell, value, at: [...at, i] }))
    : source.keys(at).map((name) => ({ label: name, value: values[name], at: [...at, name] }));
  if (named.length === 0)
    report(at, { expected: 'at least one value', remedy: 'leave it out, or list its values' });
  const part = Array.isArray(values) ? 'value' : 'key';
  const seen = new Map<string, Cell>();
  let right = named.length > 0;
  for (const { label, at } of named) {
    const mistake = cellMistake(label, seen);
    if (mistake) report(at, mistake, part);
    right &&= mistake === undefined;
    seen.set(String(label), label);
  }
  return right ? named : undefined;
}

/** The mistake of a value in the place of the values. */
function listExpected(value: unknown): Mistake {
  const expected = 'a list of values, or an object that names them';
  return { expected, value: shown(value), remedy: suggestSweptValues(value) };
}

/** The mistake of a value that cannot be a cell of its own column. */
function cellMistake(label: unknown, seen: ReadonlyMap<string, unknown>): Mistake | undefined {
  if (label === '') return { expected: 'a name', value: '""' };
  if (typeof label === 'string' && FORMULA.test(label)) {
    const value = `${quoted(label)}: spreadsheets take it for a formula`;
    return { expected: 'a name that begins with a letter or a digit', value };
  }
  if (!seen.has(String(label))) return undefined;
  const other = seen.get(String(label));
  return {
    remedy: 'leave one of them out',
    problem:
      other === label || typeof label === typeof other
        ? `${shown(label)} is listed twice`
        : `${shown(label)} looks like ${shown(other)} in the table`,
  };
}
