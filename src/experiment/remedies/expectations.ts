import { isObject } from '../../core/is_object.ts';
import { measures } from '../../measure/registry.ts';
import { keyWithValue, written } from './written.ts';

/** `">=": 0.9`, `match_rate: 1` as an expectation writes them. */
export function forExpectKey(
  expectation: Record<string, unknown>,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const value = expectation[name];
  const bound = Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : undefined;
  if (bound !== undefined && !Object.hasOwn(expectation, bound)) return keyWithValue(bound, value);
  if (allowed.includes(name) || Object.hasOwn(expectation, 'metric')) return undefined;
  const isMetric = Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
  if (!isMetric || (typeof value !== 'number' && !isObject(value))) return undefined;
  const { [name]: _, ...others } = expectation;
  return written({ metric: name, ...(isObject(value) ? value : { equals: value }), ...others });
}

/** `match_rate >= 0.9` as an expectation. */
export function claimOf(text: string): Record<string, unknown> | undefined {
  const [, metric, sign, number] = /^\s*(\w+)\s*(>=|<=|==|>|<|=|≥|≤)\s*(-?[\d.]+)\s*$/.exec(text) ?? [];
  return metric === undefined ? undefined : { metric, [BOUNDS[sign!]!]: Number(number) };
}

/** `expect: { match_rate: 1 }` as the list that it is. */
export function claims(object: Record<string, unknown>): string | undefined {
  const list = Object.hasOwn(object, 'metric')
    ? [object]
    : Object.entries(object).map(([metric, value]) =>
        isObject(value) ? { metric, ...value } : { metric, equals: value },
      );
  const text = written(list);
  return text === undefined ? undefined : `expect: ${text}`;
}

const BOUNDS: Readonly<Record<string, string>> = {
  '>=': 'min',
  '>': 'min',
  '≥': 'min',
  '<=': 'max',
  '<': 'max',
  '≤': 'max',
  '==': 'equals',
  '=': 'equals',
};
