import type { MeasureKind } from '../../measure/kind.ts';
import { measures } from '../../measure/registry.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';

/** The keys of an expectation that signs mean. */
export const BOUNDS: Readonly<Record<string, string>> = {
  '>=': 'min',
  '>': 'min',
  '≥': 'min',
  '<=': 'max',
  '<': 'max',
  '≤': 'max',
  '==': 'equals',
  '=': 'equals',
};

/** The key of an expectation that a word, a sign or a matcher such as `toBeLessThan` means. */
export function boundOf(name: string): string | undefined {
  return Object.hasOwn(BOUNDS, name)
    ? BOUNDS[name]
    : aliasOf(name.replace(/^toBe(?=.)/, ''), aliases.keys.expect);
}

/** Whether a measure of the package fills a column of this name. */
export function isColumnName(name: string): boolean {
  return Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
}

/** An expectation about a column, as an example. @example claimWith('cosine') // 'expect: [{ metric: cosine, min: 0.9 }]' */
export function claimWith(column: string): string {
  const columns = Object.values<MeasureKind>(measures).map(({ columns }) => columns[column]);
  const better = columns.find((one) => one !== undefined)?.better;
  const bound = better === 'higher' ? 'min: 0.9' : better === 'lower' ? 'max: 0.1' : 'equals: 1';
  return `expect: [{ metric: ${column}, ${bound} }]`;
}

/** The column that words mean: `match rate` is `match_rate`. */
export function metricOf(words: string): string | undefined {
  const name = words.trim().replaceAll(/\s+/g, '_');
  return isColumnName(name) ? name : aliasOf(name, aliases.metric);
}
