import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { takes } from './layer_options.ts';
import { isTimes, repeatText } from './layers.ts';
import { meantLayers, typeKeyOf } from './meant_layer.ts';
import { forOtherLayer, forOtherOptions } from './other_layer.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { KERAS_LAYER } from './words/layers.ts';
import { instead, pasted, written } from './written.ts';

/** An image without its type: the first kind that has all of its options. */
export function suggestType(
  family: 'image' | 'layer' | string,
  input: Record<string, unknown>,
  kinds: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const [key, ...others] = Object.keys(input);
  if (key === undefined) return undefined;
  const [, type] = /^type\s*=>?\s*(\w+)$/.exec(key) ?? [];
  if (type !== undefined && others.length === 0) return instead(written({ type })!);
  const close = family === 'comparison' ? closeWith(input) : undefined;
  if (close !== undefined) return close;
  const { times, layers: repeated } = input;
  if (family === 'layer' && isTimes(times) && Array.isArray(repeated))
    return instead(
      written({ repeat: { times, layers: repeated } }) ?? '{ repeat: { times: 4, layers: [max_pool] } }',
    );
  const names = Object.keys(kinds);
  const words = KIND_WORDS[family] ?? aliases.layer;
  const meantBy = (said: string) =>
    names.includes(said) ? said : (aliasOf(said, words, names) ?? nearest(said, names));
  const isStack = family === 'layer' || family === 'pool';
  const isKind = (said: string) => names.includes(meantBy(said) ?? '');
  const typeKey = isStack ? undefined : typeKeyOf(input, isKind);
  if (typeKey !== undefined && isKind(String(input[typeKey]))) {
    const { [typeKey]: said, ...rest } = input;
    const type = meantBy(String(said))!;
    const known = Object.keys(rest).every((option) => kinds[type]!.includes(option));
    return instead((known && written({ type, ...rest })) || `type: ${type} in place of ${typeKey}`);
  }
  const named = meantBy(key);
  const inner = input[key];
  // `max_pool: 4` are four of them; the names of other libraries have a size behind them.
  if (family !== 'image' && names.includes(key) && others.length === 0 && isTimes(inner) && takes(key, {}))
    return instead(family === 'pool' ? written({ type: key, depth: inner })! : repeatText(inner, key));
  // `- max_pool:` with its options below it, not further to the right.
  const options = Object.fromEntries(others.map((name) => [name, input[name]]));
  const flat = inner === null && others.length > 0 && named !== undefined && /^\w+$/.test(named);
  if (flat && others.every((name) => kinds[named]?.includes(name)))
    return instead(written({ type: named, ...options }) ?? `{ type: ${named}, … }`);
  const { depth, ...once } = input;
  const list = isStack ? meantLayers(family === 'pool' ? once : input, names) : undefined;
  const meant = list?.map((one) =>
    written(typeof one === 'string' || depth === undefined ? one : { ...one, depth }),
  );
  if (meant?.length === 1 && depth !== undefined && typeof list![0] === 'string')
    return instead(written({ type: list![0], depth })!);
  if (meant !== undefined && !meant.includes(undefined))
    return instead(
      `${meant.join(', ')}${meant.length > 1 ? `, which are ${meant.length} items of the list` : ''}`,
    );
  if (family === 'layer' && typeof input.class_name === 'string') return KERAS_LAYER;
  const other = isStack ? forOtherOptions(input) : undefined;
  if (other !== undefined) return other;
  const fitting = names.find((name) => [key, ...others].every((option) => kinds[name]!.includes(option)));
  if (named !== undefined && fitting === undefined && others.length === 0 && /^\w+$/.test(named)) {
    const alone = ['path', 'relative', 'radius', 'size'].find((option) => kinds[named]?.includes(option));
    const isScalar = typeof inner === 'string' || typeof inner === 'number';
    const options = isObject(inner) ? inner : isScalar && alone !== undefined ? { [alone]: inner } : {};
    const isKnown = Object.keys(options).every((option) => kinds[named]?.includes(option));
    return instead((isKnown ? written({ type: named, ...options }) : undefined) ?? `{ type: ${named}, … }`);
  }
  if (family === 'image' && fitting === undefined && others.length === 0) {
    const option = ['rows', 'path'].find((one) => aliasOf(key, aliases.keys.image, [one]) === one);
    const kind = names.find((name) => option !== undefined && kinds[name]!.includes(option));
    const isIt = option === 'rows' ? Array.isArray(inner) : typeof inner === 'string' && !/^\w+:/.test(inner);
    if (kind !== undefined && isIt) return instead(pasted`${written({ type: kind, [option!]: inner })}`);
  }
  if (fitting === undefined) return family === 'layer' ? forOtherLayer(key) : undefined;
  return instead(written({ type: fitting, ...input }) ?? `{ type: ${fitting}, … }`);
}

/** The words of other libraries for the kinds of a family. */
const KIND_WORDS: Readonly<Record<string, typeof aliases.layer>> = {
  image: aliases.image,
  comparison: aliases.comparison,
  measure: aliases.measure,
};

/** The comparison that takes such options, as `{ rtol: 1e-5 }`; undefined where one is of another. */
function closeWith(options: Record<string, unknown>): string | undefined {
  const known = Object.entries(options).map(([name, value]) => [aliasOf(name, aliases.keys.compare), value]);
  if (known.some(([name]) => name === undefined)) return undefined;
  return instead(pasted`${written({ type: 'close', ...Object.fromEntries(known) })}`);
}
