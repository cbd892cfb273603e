import type { BaseIssue } from 'valibot';
import { either, shown } from '../../core/error.ts';
import type { Mistake } from '../../core/mistake.ts';
import { says } from '../../core/options.ts';

/**
 * The message of an issue that a kind's own schema, written in plain valibot, gives no message for. It says as much as
 * those of our own schemas.
 *
 * @example v.pipe(v.number(), v.minValue(1)) of 0: expected at least 1, not 0.
 */
export const describePlain = says((issue) => {
  if (issue.type.endsWith('object') && issue.path) return aboutKey(issue);
  const rule = rules[issue.type];
  if (rule) return { expected: rule(issue.requirement) };
  const options = issue.kind === 'schema' && issue.expected ? expectedWords(issue.expected) : [];
  if (options.length > 0) return { expected: either(options) };
  return { expected: `a value that passes ${issue.type}` };
});

/** A key of an object that is missing, or that the object does not have. */
function aboutKey(issue: BaseIssue<unknown>): Mistake {
  if (issue.expected === 'never') return { problem: `unknown key ${shown(issue.path!.at(-1)!.key)}` };
  return { missing: 'key' };
}

/** The requirement of each action of valibot, by its type. */
const rules: Readonly<Record<string, (requirement: unknown) => string>> = {
  integer: () => 'a whole number',
  safe_integer: () => 'a whole number up to 2^53',
  finite: () => 'a finite number',
  min_value: (least) => `at least ${shown(least)}`,
  gt_value: (bound) => `more than ${shown(bound)}`,
  max_value: (most) => `at most ${shown(most)}`,
  lt_value: (bound) => `less than ${shown(bound)}`,
  value: (value) => shown(value),
  not_value: (value) => `anything but ${shown(value)}`,
  values: (values) => either((values as unknown[]).map(shown)),
  multiple_of: (step) => `a multiple of ${shown(step)}`,
  min_length: (least) => `a length of at least ${shown(least)}`,
  max_length: (most) => `a length of at most ${shown(most)}`,
  length: (length) => `a length of ${shown(length)}`,
  non_empty: () => 'something that is not empty',
  min_entries: (least) => `at least ${shown(least)} keys`,
  max_entries: (most) => `at most ${shown(most)} keys`,
  regex: (pattern) => `a text that matches ${String(pattern)}`,
  starts_with: (start) => `a text that begins with ${shown(start)}`,
  ends_with: (end) => `a text that ends with ${shown(end)}`,
  includes: (part) => `something that includes ${shown(part)}`,
};

/** Our words for what valibot expects: `(number | "all")` is a number or "all". */
function expectedWords(expected: string): string[] {
  const parts = expected.replace(/^\(|\)$/g, '').split(/ \| /);
  return [...new Set(parts.map((part) => types[part] ?? part))];
}

const types: Readonly<Record<string, string>> = {
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  null: 'null',
  bigint: 'a whole number',
};
