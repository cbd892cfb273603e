import { toJsonSchema } from '@valibot/to-json-schema';
import { builtinKinds } from '../src/experiment/kinds.ts';
import { experimentSchema } from '../src/experiment/schema.ts';

type Json = Record<string, any>;

/**
 * The JSON schema of experiment files: what editors complete and check. Rules between fields that it cannot express
 * stay with `coincide validate`.
 */
export function jsonSchema(): Json {
  const schema: Json = toJsonSchema(experimentSchema(builtinKinds), {
    typeMode: 'input',
    errorMode: 'ignore',
  });
  const { $schema, properties, required: _, ...rest } = schema;
  for (const key of KINDS) properties[key] = orWithoutType(properties[key]);
  return {
    $schema,
    title: 'coincide experiment',
    ...rest,
    properties: {
      ...properties,
      shift: { ...properties.shift, not: { anyOf: [both('max', 'y'), both('max', 'x')] } },
    },
    allOf: [
      { anyOf: [{ required: ['image'] }, swept('image')] },
      { anyOf: [{ required: ['shift'] }, swept('shift')] },
      { anyOf: [{ required: ['pool'] }, { required: ['layers'] }, swept('pool'), swept('layers')] },
      { not: both('pool', 'layers') },
      ...KINDS.map((key) => ({ anyOf: [{ properties: { [key]: { not: WITHOUT_TYPE } } }, swept(key)] })),
    ],
  };
}

/** Keys that take a kind: its type may be left to the sweep. */
const KINDS = ['image', 'against', 'pool', 'compare'];

const WITHOUT_TYPE = { type: 'object', not: { required: ['type'] } };

function orWithoutType({ description, ...schema }: Json): Json {
  return { description, anyOf: [schema, WITHOUT_TYPE] };
}

function both(one: string, other: string): Json {
  return { required: [one, other] };
}

/** The sweep has the key, or one below it. */
function swept(key: string): Json {
  const others = { propertyNames: { not: { pattern: `^${key}(\\.|$)` } } };
  return { required: ['sweep'], properties: { sweep: { not: others } } };
}
