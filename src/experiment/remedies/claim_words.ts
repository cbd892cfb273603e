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

/** The key of an expectation that a word or a sign means. */
export function boundOf(name: string): string | undefined {
  return Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : aliasOf(name, aliases.keys.expect);
}

/** Whether a measure of the package fills a column of this name. */
export function isColumnName(name: string): boolean {
  return Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
}

/** The column that words mean: `match rate` is `match_rate`. */
export function metricOf(words: string): string | undefined {
  const name = words.trim().replaceAll(/\s+/g, '_');
  return isColumnName(name) ? name : aliasOf(name, aliases.metric);
}
