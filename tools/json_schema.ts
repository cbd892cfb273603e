import { toJsonSchema } from '@valibot/to-json-schema';
import { builtinKinds } from '../src/experiment/schema/kinds.ts';
import { experimentSchema } from '../src/experiment/schema/schema.ts';
import { varyingKeys } from '../src/experiment/variants/settings.ts';
import { tables } from '../src/results/tables/registry.ts';

type Json = Record<string, any>;

/**
 * The JSON schema of experiment files: what editors complete and check. Rules between fields that it cannot express
 * stay with `coincide validate`; `test/experiment/schema/schema.test.ts` lists them.
 */
export function jsonSchema(): Json {
  const schema: Json = toJsonSchema(experimentSchema(builtinKinds), {
    typeMode: 'input',
    errorMode: 'ignore',
  });
  const { $schema, $defs, properties, required: _, ...rest } = schema;
  const { shift, sweep, expect, baseline, measures, ...others } = properties;
  const policy = baseline.$ref.slice('#/$defs/'.length);
  for (const key of KINDS) others[key] = orWithoutType(others[key]);
  return {
    $schema,
    title: 'coincide experiment',
    ...rest,
    $defs: { ...$defs, [policy]: withOnePolicy($defs[policy]) },
    properties: {
      ...others,
      shift: withOneRange(shift),
      sweep: overPaths(sweep),
      expect: withBounds(expect),
      baseline,
      measures: { ...measures, uniqueItems: true },
    },
    allOf: [
      { anyOf: [{ required: ['image'] }, swept('image')] },
      { anyOf: [{ required: ['shift'] }, swept('shift')] },
      { anyOf: [{ required: ['pool'] }, { required: ['layers'] }, swept('pool'), swept('layers')] },
      { not: both('pool', 'layers') },
      { not: { allOf: [swept('pool'), swept('layers')] } },
      { not: { allOf: [{ required: ['pool'] }, sweptBelow('layers')] } },
      { not: { allOf: [{ required: ['layers'] }, sweptBelow('pool')] } },
      ...KINDS.map((key) => ({ anyOf: [{ properties: { [key]: { not: WITHOUT_TYPE } } }, swept(key)] })),
      {
        anyOf: [
          { properties: { shift: { anyOf: RANGES.map((key) => ({ required: [key] })) } } },
          swept('shift'),
        ],
      },
      ...measured(),
    ],
  };
}

/** Keys that take a kind: its type may be left to the sweep. */
const KINDS = ['image', 'against', 'pool', 'compare'];

const WITHOUT_TYPE = { type: 'object', not: { required: ['type'] } };

function orWithoutType({ description, ...schema }: Json): Json {
  return { description, anyOf: [schema, WITHOUT_TYPE] };
}

/** Ways to say how far; y and x go together. */
const RANGES = ['max', 'y', 'x', 'list'];

function withOneRange(shift: Json): Json {
  const pairs = RANGES.flatMap((one, i) => RANGES.slice(i + 1).map((other) => [one, other] as const));
  const apart = pairs.filter(([one, other]) => `${one}${other}` !== 'yx');
  return { ...shift, not: { anyOf: apart.map(([one, other]) => both(one, other)) } };
}

/** A path into a section that may vary. */
const PATH = `(${varyingKeys.join('|')})(\\.[^.]+)*`;

function overPaths({ additionalProperties, ...sweep }: Json): Json {
  const [list, named] = additionalProperties.anyOf as [Json, Json];
  return {
    ...sweep,
    propertyNames: { pattern: `^${PATH}$` },
    additionalProperties: {
      anyOf: [
        { ...list, uniqueItems: true },
        { ...named, additionalProperties: { not: { type: 'null' } } },
      ],
    },
  };
}

function withBounds({ items, ...expect }: Json): Json {
  const { at, compare_to, ...properties } = items.properties;
  const identity = tables.summary
    .columns({ swept: [], measures: [], set: false })
    .map(({ name }) => name)
    .join('|');
  const propertyNames = { pattern: `^(${identity}|(sweep\\.)?${PATH})$` };
  return {
    ...expect,
    items: {
      ...items,
      properties: {
        ...properties,
        at: { ...at, propertyNames },
        compare_to: { ...compare_to, propertyNames },
      },
      anyOf: ['min', 'max', 'equals', 'compare_to'].map((key) => ({ required: [key] })),
      allOf: [
        { anyOf: [{ required: ['equals'] }, { properties: { within: { maximum: 0 } } }] },
        { anyOf: [{ required: ['compare_to'] }, { properties: { min_gain: { const: 0 } } }] },
      ],
    },
  };
}

/** The object of the definition is one of two policies. */
function withOnePolicy(definition: Json): Json {
  const [word, object] = definition.anyOf;
  const either = ['no_worse_by', 'no_worse'].map((key) => ({ required: [key] }));
  return { ...definition, anyOf: [word, { ...object, oneOf: either }] };
}

/** Columns that only some tables have are expected only where they are measured. */
function measured(): Json[] {
  const { measures } = builtinKinds;
  return Object.entries(measures).flatMap(([name, { when, columns }]) => {
    if (when === 'always') return [];
    const metric = { enum: Object.keys(columns) };
    const about = { required: ['metric'], properties: { metric } };
    const named = {
      anyOf: [{ const: name }, { type: 'object', required: ['type'], properties: { type: { const: name } } }],
    };
    const asked = { required: ['measures'], properties: { measures: { contains: named } } };
    const there = when === 'asked' ? [asked] : [{ required: ['against'] }, swept('against')];
    const nowhere = when === 'against' && { measures: { not: { contains: named } } };
    return { anyOf: [{ properties: { expect: { items: { not: about } }, ...nowhere } }, ...there] };
  });
}

function both(one: string, other: string): Json {
  return { required: [one, other] };
}

/** The sweep has the key, or one below it. */
function swept(key: string): Json {
  return { required: ['sweep'], properties: { sweep: hasKey(`^${key}(\\.|$)`) } };
}

/** The sweep has keys below this one, and not itself. */
function sweptBelow(key: string): Json {
  const sweep = { ...hasKey(`^${key}\\.`), propertyNames: { not: { const: key } } };
  return { required: ['sweep'], properties: { sweep } };
}

/** One of the keys is like this. */
function hasKey(pattern: string): Json {
  return { not: { propertyNames: { not: { pattern } } } };
}
