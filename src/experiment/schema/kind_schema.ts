import * as v from 'valibot';
import { grouped } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { type Mistake, unknownName } from '../../core/mistake.ts';
import {
  type AnySchema,
  described,
  expects,
  optionEntries,
  optionKeys,
  options,
  says,
  whole,
} from '../../core/options.ts';
import { suggestType } from '../remedies/types.ts';
import { limits } from './limits.ts';

/** A kind of any family, as far as the schema is concerned. */
interface Kind {
  title: string;
  options: AnySchema;
}

type SchemaEntries = Record<string, AnySchema>;

/** The mistake that a name is here, if it is right misplaced. */
type Misplaced = (name: string) => Mistake | undefined;

/**
 * A kind is its name, or an object with `type`. Given an input, only the branch of its type is tried, so that a
 * mistake gets its own place and words.
 */
export function kindOf(
  what: string,
  kinds: Record<string, Kind>,
  extra: SchemaEntries = {},
  misplaced?: Misplaced,
): AnySchema {
  const name = nameAmong(what, kinds, misplaced);
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
      return v.never(expects(`the name of ${article(what)} ${what}, or an object with type`));
    const { type } = input;
    return typeof type === 'string' && Object.hasOwn(branches, type)
      ? branches[type]!
      : v.looseObject(
          { type: name },
          says(() => withoutType(what, input, kinds, extra)),
        );
  });
}

/** The schema of `layers`: a list of layers and of `repeat: { times, layers }`, which may hold repeats in turn. */
export function layerList(layers: Record<string, Kind>): v.GenericSchema<unknown[], unknown[]> {
  const most = expects(`at most ${grouped(limits.layers)} layers`);
  // Only its length is checked: the layers would give a mistake each.
  const tooMany = v.pipe(v.array(v.unknown()), v.maxLength(limits.layers, most));
  const list: AnySchema = v.lazy((input) =>
    Array.isArray(input) && input.length > limits.layers ? tooMany : items,
  );
  const layer = kindOf('layer', layers);
  const repeat = options({
    repeat: described(
      'Repeats these layers `times` times.',
      options({ times: described('How many times.', whole({ min: 1, max: limits.layers })), layers: list }),
    ),
  });
  const either = v.union([layer, repeat]);
  const item: AnySchema = v.lazy((input) => {
    if (input === undefined) return either;
    return isObject(input) && Object.hasOwn(input, 'repeat') ? repeat : layer;
  });
  const items = v.pipe(
    v.array(item, expects('a list of layers')),
    v.minLength(1, expects('at least one layer')),
    v.maxLength(limits.layers, most),
  );
  return list;
}

/** The schema of a text that is one of the names of a record. */
export function nameAmong(
  what: string,
  record: Record<string, unknown>,
  misplaced: Misplaced = () => undefined,
) {
  const names = Object.keys(record);
  return v.picklist(
    names,
    says(({ input }) =>
      typeof input === 'string'
        ? (misplaced(input) ?? unknownName(what, input, names))
        : { expected: `the name of ${article(what)} ${what}` },
    ),
  );
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

/** An object without `type`, such as `max_pool: { … }` or `{ path: cat.png }`. */
function withoutType(
  what: string,
  input: Record<string, unknown>,
  kinds: Record<string, Kind>,
  extra: SchemaEntries,
): Mistake {
  const options = Object.entries(kinds).map(([name, { options }]) => {
    return [name, [...Object.keys(extra), ...optionKeys(options)]];
  });
  const remedy = suggestType(what, input, Object.fromEntries(options));
  return { missing: 'key', remedy: remedy ?? `allowed: ${Object.keys(kinds).sort().join(', ')}` };
}

const expand = v.transform((type: string) => ({ type }));

/** The kind's options with entries of their own in front; what was checked and filled in after them stays. */
function withEntries({ title, options: schema }: Kind, extra: SchemaEntries): AnySchema {
  const { pipe } = schema as { pipe?: readonly [v.GenericSchema, ...v.PipeItem<any, any, any>[]] };
  const [root, ...actions] = pipe ?? [schema];
  return v.pipe(options({ ...extra, ...optionEntries(root) }), ...(actions as []), v.description(title));
}
