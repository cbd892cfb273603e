import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import type { CheckReport } from '../src/check/findings/finding.ts';

const cell = v.nullable(v.union([v.string(), v.number(), v.boolean()]));
const where = v.strictObject({
  file: v.string(),
  line: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  column: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const verdict = v.picklist(['matches', 'differs']);

const difference = v.strictObject({
  row: v.record(v.string(), cell),
  metric: v.optional(v.string()),
  expected: v.string(),
  actual: v.string(),
  shown: v.optional(v.string()),
  whose: v.optional(
    v.pipe(v.string(), v.description('The picture or class that has the worst value: `picture a.png`.')),
  ),
  count: v.optional(v.string()),
  interval: v.optional(v.pipe(v.array(v.number()), v.length(2))),
  bound: v.optional(
    v.pipe(
      v.strictObject({ end: v.picklist(['lower', 'upper']), value: v.number() }),
      v.description('The end of the interval that a confident expectation compares in place of actual.'),
    ),
  ),
  compared: v.optional(v.string()),
  note: v.optional(v.string()),
  where: v.optional(where),
  shifts: v.pipe(
    v.array(
      v.strictObject({
        dy: v.number(),
        dx: v.number(),
        trials: count,
        before: v.optional(verdict),
        now: verdict,
      }),
    ),
    v.maxLength(5),
  ),
});

const finding = v.strictObject({
  experiment: v.string(),
  about: v.picklist(['expectation', 'baseline', 'table', 'file', 'run']),
  claim: v.string(),
  level: v.picklist(['error', 'warn']),
  state: v.picklist(['held', 'failed', 'error']),
  where: v.optional(where),
  messages: v.array(v.string()),
  rows: count,
  differences: v.array(difference),
  moreDifferences: v.optional(
    v.pipe(count, v.description('How many further rows differ: the first 1,000 are listed.')),
  ),
  improvements: v.array(difference),
  moreImprovements: v.optional(v.pipe(count, v.description('How many further rows are better.'))),
});

const report = v.strictObject({
  version: v.pipe(v.literal(1), v.description('Of this shape; another one gets another number.')),
  state: v.pipe(
    v.picklist(['held', 'failed', 'error']),
    v.description('held: exit 0; failed: exit 1; error: a claim could not be judged, exit 2.'),
  ),
  counts: v.strictObject({ held: count, failed: count, warned: count, errors: count }),
  began: v.pipe(v.string(), v.isoTimestamp()),
  coincide: v.pipe(v.string(), v.description('The version of the package.')),
  checked: v.array(
    v.strictObject({
      experiment: v.string(),
      description: v.optional(v.string()),
      file: v.optional(v.string()),
      findings: v.array(finding),
      warnings: v.array(v.string()),
      seconds: v.pipe(v.number(), v.minValue(0)),
    }),
  ),
  messages: v.array(v.string()),
});

/** The types hold the two together: what a report is, and what its schema says. */
type Described = Omit<v.InferOutput<typeof report>, 'version' | 'state' | 'counts'>;
export type SchemaCoversReport = Plain<CheckReport> extends Plain<Described> ? true : never;
export const covers: SchemaCoversReport = true;

type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T;

/** `check.schema.json`: the document of `coincide check --reporter json`. */
export function checkSchema(): object {
  const { $schema, ...rest } = toJsonSchema(report, { errorMode: 'ignore' });
  return { $schema, title: 'coincide check', ...rest };
}
