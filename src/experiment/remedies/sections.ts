import { isObject } from '../../core/is_object.ts';
import { layers } from '../../layers/registry.ts';
import { claimsText } from './expectations.ts';
import { isTimes, listedLayers, SAME_OUTPUT } from './layers.ts';
import { isModelDump, type MeantLayer, meantLayers, meantType } from './meant_layer.ts';
import { forOtherLayer } from './other_layer.ts';
import { meantShift } from './shifts.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { pasted, saidText, written } from './written.ts';

/** A comparison that a number or a word means; the value itself if none is known. */
export function meantComparison(value: unknown): unknown {
  if (typeof value === 'number' && value >= 0)
    return value === 0 ? 'exact' : { type: 'close', relative: value };
  return typeof value === 'string' ? (aliasOf(value, aliases.comparison) ?? value) : value;
}

/**
 * The text to write for a section whose value as a whole is wrong; undefined if none is known.
 *
 * @example forSection('image', 64, 'the name of an image') // 'image: { type: circle, size: 64 }'
 */
export function forSection(section: string, value: unknown, expected: string): string | undefined {
  const isKind = expected.startsWith('the name of');
  const scalar = typeof value === 'string' || typeof value === 'number';
  const joined = KEPT_AS_LISTS.includes(section)
    ? undefined
    : (joinedItems(value) ?? onlyItem(section, value));
  if (joined !== undefined) return pasted`${section}: ${written(joined)}`;
  switch (section) {
    case 'compare':
      return isKind && typeof value === 'number'
        ? pasted`compare: ${written(meantComparison(value))}`
        : undefined;
    case 'image':
      if (isKind && Array.isArray(value) && value.length > 1 && value.every(Array.isArray))
        return `image: ${written({ type: 'pixels', rows: value }) ?? '{ type: pixels, rows: [[0, 1], [1, 0]] }'}`;
      return isKind && typeof value === 'number' ? `image: { type: circle, size: ${value} }` : undefined;
    case 'pool':
      if (isKind && value === true) return 'pool: max_pool';
      if (isKind && meansNoLayer(value)) return `pool: ${SAME_OUTPUT}, which changes nothing`;
      return isKind && isDepth(value) ? poolOfDepth(value) : undefined;
    case 'shift': {
      const shift = meantShift(value) ?? (typeof value === 'object' ? undefined : { max: 3 });
      return shift && pasted`shift: ${written(shift)}`;
    }
    case 'layers':
      if (meansNoLayer(value)) return `layers: [${SAME_OUTPUT}], which changes nothing`;
      if (isDepth(value)) return poolOfDepth(value);
      if (isObject(value) && isModelDump(value)) return dumpedLayers(value);
      if (isObject(value)) return layersOfObject(value);
      if (typeof value === 'string') {
        const list = listedLayers(value);
        if (list !== undefined) return `layers: ${list}`;
        return forOtherLayer(value)?.replace(/\{ type: model[^}]*\}/, 'layers: [$&]');
      }
      return undefined;
    case 'measures':
    case 'tables':
      if (isObject(value)) return `${section}: ${written(listOfObject(section, value)) ?? '[…]'}`;
      if (!scalar) return undefined;
      if (section === 'measures' && /^(all|every|everything|default|none|hepsi)$/i.test(saidText(value)))
        return 'leave it out: the usual measures are in every table';
      return `${section}: [${saidText(value)
        .split(/[\s,;]+/)
        .map((name) => nameInList(section, name))
        .join(', ')}]`;
    case 'expect':
      return claimsText(value) ?? 'expect: [{ metric: match_rate, min: 0.9 }]';
    case 'preprocess':
      return 'preprocess: torchvision';
    case 'against':
      return Array.isArray(value) && value.length === 1 ? pasted`against: ${written(value[0])}` : undefined;
    default:
      return undefined;
  }
}

const KEPT_AS_LISTS = ['layers', 'expect', 'measures', 'tables', 'baseline', 'sweep'];

/** The keys of a list that has them one by one, `- type: circle` and `- radius: 5`, as one object. */
function joinedItems(value: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) return undefined;
  const entries = value.flatMap((item) => Object.entries(item));
  const names = new Set(entries.map(([name]) => name));
  return names.size === entries.length && entries.length === value.length
    ? Object.fromEntries(entries)
    : undefined;
}

/** The object that a list holds, and nothing else, where a section is one object. */
function onlyItem(section: string, value: unknown): unknown {
  const isOne = Array.isArray(value) && value.length === 1 && isObject(value[0]);
  return isOne && /^(image|against|shift|pool|compare)$/.test(section) ? value[0] : undefined;
}

/** The layers of a network as Keras writes it, as text; a model where one of them is trained. */
export function dumpedLayers(dump: Record<string, unknown>): string {
  const text = written(meantLayers(dump, Object.keys(layers)), MOST_DUMPED);
  return text === undefined ? AS_MODEL : `layers: ${text}`;
}

const MOST_DUMPED = 300;

/** A trained network of Keras as text. */
export const AS_MODEL = 'layers: [{ type: model, path: model.json }]';

function meansNoLayer(value: unknown): boolean {
  return value === false || (Array.isArray(value) && value.length === 0);
}

function isDepth(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 1000;
}

function poolOfDepth(depth: number): string {
  return `pool: { type: max_pool, depth: ${depth} }`;
}

/** `{ ranks: { top: 3 }, worst: true }` as the list that it is. */
function listOfObject(section: string, value: Record<string, unknown>): unknown[] {
  if (Object.hasOwn(value, 'type')) return [value];
  return Object.entries(value)
    .filter(([, options]) => options !== false)
    .map(([name, options]) =>
      section === 'measures' && isObject(options) && Object.keys(options).length > 0
        ? { type: name, ...options }
        : name,
    );
}

/** A name of a table or a measure, as far as it is known. */
function nameInList(section: string, name: string): string {
  const bare = name.replace(/\.csv$/i, '');
  return (section === 'tables' ? wordOf(section, bare) : undefined) ?? written(bare) ?? bare;
}

/** `{ max_pool: { depth: 3 } }` as the layers that it means. */
function layersOfObject(value: Record<string, unknown>): string | undefined {
  if (Object.keys(value).every((key) => /^\d+$/.test(key))) {
    const list = Object.values(value);
    return list.every((item) => typeof item === 'string')
      ? forSection('layers', list.join(', '), '')
      : undefined;
  }
  const names = Object.keys(layers);
  const items = Object.values(value);
  // The layers have names of their own: `layer1: max_pool`.
  if (
    items.every((item) => typeof item === 'string') &&
    Object.keys(value).every((key) => key !== 'type' && meantType(key, names) === undefined)
  )
    return forSection('layers', items.join(', '), '');
  const given = Object.entries(value).flatMap<Record<string, unknown> | undefined>(([type, options]) =>
    isTimes(options)
      ? { repeat: { times: options, layers: [type] } }
      : isObject(options) || options === null || options === true || type === 'type'
        ? { type, ...(isObject(options) ? options : {}) }
        : (meantLayers({ [type]: options }, names)?.map(asObject) ?? [{ type }, ...layersBehind(options)]),
  );
  if (given.includes(undefined) && !Object.hasOwn(value, 'type')) return undefined;
  const [only] = given;
  if (given.length === 1 && only && 'depth' in only) return pasted`pool: ${written(only)}`;
  const { repeat: times, ...repeated } = value;
  const once = Object.keys(repeated).length === 1 ? repeated.type : repeated;
  const list = Object.hasOwn(value, 'type')
    ? [typeof times === 'number' ? { repeat: { times, layers: [once] } } : value]
    : given.map((one) => one!);
  const text = written(list.map((one) => (Object.keys(one).length === 1 && 'type' in one ? one.type : one)));
  return text === undefined ? undefined : `layers: ${text}`;
}

/** Layers that are written as the value of the one before them, `{ max_pool: relu }`; undefined for any other value. */
function layersBehind(value: unknown): ({ type: string } | undefined)[] {
  const names = Object.keys(layers);
  return [value].flat().map((one) => {
    const known = typeof one === 'string' && (names.includes(one) ? one : aliasOf(one, aliases.layer, names));
    return known ? { type: known } : undefined;
  });
}

function asObject(layer: MeantLayer): { type: string } {
  return typeof layer === 'string' ? { type: layer } : layer;
}
