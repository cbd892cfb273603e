import * as v from 'valibot';
import { grouped } from '../../core/error.ts';
import { type AnySchema, described, options, unknownName, whole } from '../../core/options.ts';
import { isObject } from '../text/source.ts';
import { limits } from './limits.ts';

/** A kind of any family, as far as the schema is concerned. */
interface Kind {
  title: string;
  options: AnySchema;
}

type Entries = Record<string, AnySchema>;

/** What to say of a name that belongs elsewhere. */
type Elsewhere = (name: string) => string | undefined;

/**
 * A kind is its name, or an object with `type`. Given an input, only the branch of its type is tried, so that a
 * mistake gets its own place and words.
 */
export function kindOf(
  what: string,
  kinds: Record<string, Kind>,
  extra: Entries = {},
  elsewhere?: Elsewhere,
): AnySchema {
  const name = nameOf(what, kinds, elsewhere);
  const branches = Object.fromEntries(
    Object.entries(kinds).map(([type, kind]) => [
      type,
      withEntries(kind, { type: v.literal(type), ...extra }),
    ]),
  );
  const alone = Object.keys(branches).filter((type) => v.safeParse(branches[type]!, { type }).success);
  const union = v.union([v.picklist(alone), ...Object.values(branches)]);
  return v.lazy((input: unknown) => {
    if (input === undefined) return union;
    if (typeof input === 'string')
      return Object.hasOwn(branches, input) ? v.pipe(name, expand, branches[input]!) : name;
    if (!isObject(input))
      return v.never(`expected the name of ${article(what)} ${what}, or an object with type`);
    const { type } = input;
    return typeof type === 'string' && Object.hasOwn(branches, type)
      ? branches[type]!
      : v.looseObject({ type: name }, () => withoutType(input, Object.keys(branches)));
  });
}

/** Layers and repeats of layers, to any depth. */
export function layerList(layers: Record<string, Kind>): v.GenericSchema<unknown[], unknown[]> {
  const most = `expected at most ${grouped(limits.layers)} layers`;
  // Not looked into: it would be a mistake for each layer.
  const tooMany = v.pipe(v.array(v.unknown()), v.maxLength(limits.layers, most));
  const list: AnySchema = v.lazy((input) =>
    Array.isArray(input) && input.length > limits.layers ? tooMany : items,
  );
  const layer = kindOf('layer', layers);
  const repeat = options({
    repeat: described(
      'These layers, so many times.',
      options({ times: described('How many times.', whole({ min: 1, max: limits.layers })), layers: list }),
    ),
  });
  const either = v.union([layer, repeat]);
  const item: AnySchema = v.lazy((input) => {
    if (input === undefined) return either;
    return isObject(input) && Object.hasOwn(input, 'repeat') ? repeat : layer;
  });
  const items = v.pipe(
    v.array(item, 'expected a list of layers'),
    v.minLength(1, 'expected at least one layer'),
    v.maxLength(limits.layers, most),
  );
  return list;
}

/** One of the names of a record. */
export function nameOf(
  what: string,
  record: Record<string, unknown>,
  elsewhere: Elsewhere = () => undefined,
) {
  const names = Object.keys(record);
  return v.picklist(names, (issue) =>
    typeof issue.input === 'string'
      ? (elsewhere(issue.input) ?? unknownName(what, issue.input, names))
      : `expected the name of ${article(what)} ${what}`,
  );
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

/** A kind that is written as `max_pool: { … }` shows what was meant. */
function withoutType(input: Record<string, unknown>, names: readonly string[]): string {
  const key = names.find((name) => Object.hasOwn(input, name));
  if (key !== undefined) return `is missing; write { type: ${key}, … }`;
  return `is missing; allowed: ${[...names].sort().join(', ')}`;
}

const expand = v.transform((type: string) => ({ type }));

/** The kind's options with entries of their own in front; what was checked and filled in after them stays. */
function withEntries({ title, options: schema }: Kind, extra: Entries): AnySchema {
  const { pipe } = schema as { pipe?: readonly [v.GenericSchema, ...v.PipeItem<any, any, any>[]] };
  const [root, ...actions] = pipe ?? [schema];
  const { entries } = root as unknown as { entries: Entries };
  return v.pipe(options({ ...extra, ...entries }), ...(actions as []), v.description(title));
}
