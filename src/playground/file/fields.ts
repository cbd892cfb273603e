/** A JSON schema, as far as the forms read it. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Readonly<Record<string, JsonSchema>>;
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  items?: JsonSchema | readonly JsonSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  required?: readonly string[];
}

/** A field of a form: one option of a kind. */
export interface FormField {
  name: string;
  description: string;
  default: unknown;
  /** Whether its kind cannot be without it. */
  required: boolean;
  /** What it takes. A field may take several: a number, one of some words, or a list. */
  boolean: boolean;
  words: readonly string[];
  number?: { least: number; most: number; whole: boolean } | undefined;
  /** Whether it takes lists or objects too, which are written as YAML. */
  more: boolean;
}

/** A kind that a key of the file can have, and its options. */
export interface FormKind {
  name: string;
  fields: readonly FormField[];
}

/** The kinds that a schema allows: `circle`, or `{ type: circle, … }`. */
export function kindsOf(schema: JsonSchema, root: JsonSchema): FormKind[] {
  const all = alternatives(schema, root);
  const names = all.flatMap((one) => [...(one.enum ?? []), ...kindNames(one, root)]).map(String);
  return [...new Set(names)].map((name) => {
    const found = all.find((one) => kindNames(one, root).includes(name));
    return { name, fields: found ? formFields(found, root).filter((field) => field.name !== 'type') : [] };
  });
}

/** The fields of an object's properties. */
export function formFields(schema: JsonSchema, root: JsonSchema): FormField[] {
  const { properties = {}, required = [] } = resolve(schema, root);
  return Object.entries(properties).map(([name, property]) => ({
    ...fieldOf(name, property, root),
    required: required.includes(name),
  }));
}

/** The schema of a list's items. */
export function itemOf(schema: JsonSchema, root: JsonSchema): JsonSchema {
  return resolve(schema, root).items as JsonSchema;
}

/** One property as a field. */
export function fieldOf(name: string, property: JsonSchema, root: JsonSchema): FormField {
  const all = alternatives(property, root);
  const numbers = all.filter(({ type }) => type === 'number' || type === 'integer');
  const { description = '', default: preset } = { ...resolve(property, root), ...property };
  const words = all.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  return {
    name,
    description,
    default: preset,
    required: false,
    boolean: all.some(({ type }) => type === 'boolean'),
    words: words.filter((word) => typeof word === 'string'),
    number: numbers[0] && {
      least: numbers[0].minimum ?? numbers[0].exclusiveMinimum ?? Number.NEGATIVE_INFINITY,
      most: numbers[0].maximum ?? Number.POSITIVE_INFINITY,
      whole: numbers.every(({ type }) => type === 'integer'),
    },
    more:
      all.some(
        (one) => ['array', 'object', undefined].includes(one.type) && !one.enum && one.const === undefined,
      ) || all.some((one) => one.type === 'string' && !one.enum),
  };
}

/** A schema's alternatives, with references followed and nested ones laid flat. */
function alternatives(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const own = resolve(schema, root);
  return own.anyOf ? own.anyOf.flatMap((one) => alternatives(one, root)) : [own];
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const [, name] = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '') ?? [];
  return name === undefined ? schema : resolve(root.$defs![name]!, root);
}

function kindNames(schema: JsonSchema, root: JsonSchema): string[] {
  const type = schema.properties?.type;
  if (!type) return [];
  return alternatives(type, root)
    .flatMap((one) => (one.const === undefined ? (one.enum ?? []) : [one.const]))
    .map(String);
}
