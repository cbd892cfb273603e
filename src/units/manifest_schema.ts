import * as v from 'valibot';
import { experimentName } from '../experiment/disk/name.ts';
import { tables } from '../results/tables/registry.ts';

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const cellSchema = v.nullable(v.union([v.string(), v.number(), v.boolean()]));
const cellsSchema = v.record(v.string(), cellSchema);
const placeSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
const textsSchema = v.array(v.string());

/** Where in the stack a row is. */
const stackRow = v.objectWithRest(
  {
    step: countSchema,
    layer: v.string(),
    depth: countSchema,
    height: countSchema,
    width: countSchema,
    channels: countSchema,
    compare: v.string(),
  },
  cellSchema,
);

const plannedExpectation = v.pipe(
  v.looseObject({
    metric: v.string(),
    at: placeSchema,
    within: v.number(),
    of: v.optional(v.string()),
    min: v.optional(v.number()),
    max: v.optional(v.number()),
    equals: v.optional(v.number()),
    confident: v.optional(v.boolean()),
    compare_to: v.optional(placeSchema),
    min_gain: v.optional(v.number()),
    level: v.optional(v.picklist(['error', 'warn'])),
  }),
  v.check((one) => saysSomething(one)),
);

const variantSchema = v.object({
  values: cellsSchema,
  stack: countSchema,
  classes: countSchema,
  pictures: v.optional(countSchema),
  notes: textsSchema,
  end: countSchema,
});

const planSchema = v.looseObject({
  name: v.pipe(v.string(), v.check(namesResults)),
  path: v.string(),
  description: v.optional(v.string()),
  resolved: v.record(v.string(), v.unknown()),
  digest: v.string(),
  files: v.array(v.object({ path: v.string(), bytes: v.number(), sha256: v.string() })),
  swept: v.array(v.object({ name: v.string(), key: v.string(), values: v.array(cellSchema) })),
  set: v.boolean(),
  against: v.boolean(),
  tables: v.array(v.picklist(Object.keys(tables))),
  expect: v.array(plannedExpectation),
  stacks: v.array(v.array(stackRow)),
  classes: v.array(v.array(v.nullable(v.string()))),
  pictures: v.optional(v.array(textsSchema)),
  variants: v.array(variantSchema),
  units: v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  seconds: v.array(v.pipe(v.number(), v.minValue(0))),
});

const plannedSchema = v.pipe(
  planSchema,
  v.check((one) => fitsTogether(one)),
);

const manifestSchema = v.object({
  coincide: v.string(),
  backend: v.string(),
  command: textsSchema,
  of: v.pipe(v.number(), v.integer(), v.minValue(1)),
  experiments: v.array(plannedSchema),
});

/** Whether a value is a manifest, all of it: a merge writes files by what it says. */
export function isManifest(value: unknown): boolean {
  return v.is(manifestSchema, value);
}

/** Whether a name is one that an experiment can have: others could lead out of the folder of results. */
function namesResults(name: string): boolean {
  try {
    return experimentName(`experiments/${name}.yaml`) === name;
  } catch {
    return false;
  }
}

/** Whether an expectation has something to compare with: one that was read has. */
function saysSomething({ min, max, equals, compare_to }: Readonly<Record<string, unknown>>): boolean {
  return [min, max, equals, compare_to].some((bound) => bound !== undefined);
}

/** Whether the numbers of a plan point at what is there, and every variant has units and the values of its sweep. */
function fitsTogether({
  variants,
  stacks,
  classes,
  units,
  seconds,
  swept,
}: v.InferOutput<typeof planSchema>): boolean {
  const types = swept.map(
    ({ name, values }) => [name, new Set(values.map((value) => typeof value))] as const,
  );
  let last = 0;
  for (const { values, stack, classes: list, end } of variants) {
    if (stack >= stacks.length || list >= classes.length || end <= last) return false;
    if (types.some(([name, all]) => !Object.hasOwn(values, name) || !all.has(typeof values[name])))
      return false;
    last = end;
  }
  return last === units.length && seconds.length === units.length;
}
