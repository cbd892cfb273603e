import { isObject } from '../../core/is_object.ts';
import { type Mistake, nearest } from '../../core/mistake.ts';
import { measures } from '../../measure/registry.ts';
import type { Path } from '../text/source.ts';
import { aliases, aliasOf } from './aliases.ts';
import { written } from './written.ts';

/** A mistake in a section, with the value that was given and the object or list that holds it. */
export interface GivenMistake {
  path: Path;
  mistake: Mistake;
  value: unknown;
  parent: unknown;
}

/**
 * The text to write instead, for mistakes that people make from memory: words of other libraries, a value in another
 * form, an option in another place. Undefined if there is none, or if the nearest name says the same.
 */
export function suggest(given: GivenMistake): string | undefined {
  const { unknown } = given.mistake;
  if (given.mistake.missing) return forMissing(given);
  if (!unknown) return forValue(given);
  const text =
    unknown.noun === 'key' ? forKey(given, unknown.name, unknown.allowed) : forName(given, unknown);
  if (text !== undefined && text === nearest(unknown.name, unknown.allowed)) return undefined;
  if (text !== undefined) return instead(text);
  return unknown.noun === 'layer' || unknown.noun === 'pool'
    ? aliasOf(unknown.name, aliases.other_layer)
    : undefined;
}

/** A key at the top of a file that no file has. */
export function suggestFileKey(name: string, value: unknown, allowed: readonly string[]): string | undefined {
  const [section, part] = name.split('.') as [string, string?];
  if (part !== undefined && allowed.includes(section))
    return instead(`${section}: { ${keyWithValue(part, value)} }`);
  const key = aliasOf(name, aliases.keys.file, allowed);
  if (key !== undefined && key === nearest(name, allowed)) return undefined;
  if (key === 'measures') return suggestMeasures(value);
  if (key === 'layers') return instead(`layers: ${layersText(value)}`);
  if (key === 'steps' && [value].flat().some((name) => name === 'shifts' || name === 'images'))
    return instead(keyWithValue('tables', value));
  if (key === 'image' || key === 'against') return instead(keyWithValue(key, imageText(value)));
  if (key !== undefined) return instead(keyWithValue(key, value));
  const option = aliasOf(name, aliases.keys.file_options);
  if (option !== undefined) return instead(option);
  const holdsFile =
    !name.startsWith('_') && isObject(value) && Object.keys(value).some((one) => allowed.includes(one));
  return holdsFile ? 'write what it holds at the top of the file, without indentation' : undefined;
}

/** The key at the top of a file that a word means, if any. */
export function meantFileKey(name: string, allowed: readonly string[]): string | undefined {
  return aliasOf(name, aliases.keys.file, allowed) ?? nearest(name, allowed);
}

/** An image without its type: the first kind that has all of its options. */
export function suggestType(
  family: 'image' | 'layer' | string,
  input: Record<string, unknown>,
  kinds: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const [key, ...others] = Object.keys(input);
  if (key === undefined) return undefined;
  const names = Object.keys(kinds);
  const words = family === 'image' ? aliases.image : aliases.layer;
  const named = names.includes(key) ? key : (aliasOf(key, words, names) ?? nearest(key, names));
  const inner = input[key];
  if (family !== 'image' && named !== undefined && others.length === 0 && isTimes(inner))
    return instead(repeatText(inner, named));
  const fitting = names.find((name) => [key, ...others].every((option) => kinds[name]!.includes(option)));
  if (named !== undefined && fitting === undefined && others.length === 0 && /^\w+$/.test(named)) {
    const text = written({ type: named, ...(isObject(inner) ? inner : {}) });
    return instead(text ?? `{ type: ${named}, … }`);
  }
  if (fitting === undefined) return undefined;
  return instead(written({ type: fitting, ...input }) ?? `{ type: ${fitting}, … }`);
}

/**
 * A remedy for a key of a sweep that does not begin with a section; undefined if none is known.
 *
 * @example suggestSweptPath('depth') // 'write pool.depth'
 */
export function suggestSweptPath(key: string): string | undefined {
  const path = key.includes('.') ? undefined : aliasOf(key, sweptPaths);
  return path === undefined ? undefined : instead(path);
}

/**
 * A remedy for the values of a swept key that are no list; undefined if none is known.
 *
 * @example suggestSweptValues('1..3') // 'write [1, 2, 3]'
 */
export function suggestSweptValues(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return instead(`[${value}]`);
  if (typeof value !== 'string') return undefined;
  const range =
    /^(-?\d+)\s*(?:\.\.\.?|-|:|to|…)\s*(-?\d+)$/.exec(value) ?? /^range\((-?\d+),\s*(-?\d+)\)$/.exec(value);
  if (!range)
    return value.includes(',') ? instead(`[${value.split(/\s*,\s*/).join(', ')}]`) : instead(`[${value}]`);
  const first = Number(range[1]);
  const last = value.startsWith('range') ? Number(range[2]) - 1 : Number(range[2]);
  if (last < first || last - first >= MOST_WRITTEN) return instead(`[${first}, ${first + 1}, …, ${last}]`);
  return instead(`[${Array.from({ length: last - first + 1 }, (_, i) => first + i).join(', ')}]`);
}

/** Names that are left out of a layer: other libraries have them, and they change nothing here. */
const NEEDLESS = [
  'name',
  'data_format',
  'input_shape',
  'trainable',
  'dtype',
  'in_channels',
  'dilation_rate',
  'groups',
];

const REPEATS = ['depth', 'repeat', 'repeats', 'times', 'count', 'n', 'number', 'num'];

const MOST_WRITTEN = 20;

/** Columns that identify rows in every experiment. */
const COLUMNS = ['step', 'layer', 'depth', 'height', 'width', 'channels', 'compare'];

const sweptPaths = {
  'pool.depth': 'depth pooldepth npools derinlik',
  'pool.type': 'type pooling pooltype kind',
  'pool.pool_size': 'poolsize kernelsize window ksize',
  'pool.strides': 'strides stride',
  'pool.padding': 'padding pad',
  'shift.max': 'max maxshift shifts range distance',
  'shift.fill_mode': 'fillmode fill mode',
  'shift.step': 'subpixel',
  'image.radius': 'radius r yaricap',
  'image.size': 'size imagesize',
  'image.filled': 'filled',
};

function instead(text: string): string {
  return text.startsWith('leave it out') ? text : `write ${text}`;
}

function keyWithValue(key: string, value: unknown): string {
  const text = written(value);
  return text === undefined ? key : `${key}: ${text}`;
}

/** A name of a kind, a metric, a column, or a word of an option. */
function forName({ path, value }: GivenMistake, { noun, name, allowed }: NonNullable<Mistake['unknown']>) {
  const option = String(path.findLast((key) => typeof key === 'string'));
  if (noun === 'layer' || noun === 'pool') return forLayer(noun, name, allowed);
  if (noun === 'image') return pictureFile(name) ?? aliasOf(name, aliases.image, allowed);
  if (noun === 'comparison') return aliasOf(name, aliases.comparison, allowed);
  if (noun === 'metric') return aliasOf(name, aliases.metric, allowed);
  if ((noun !== 'value' && noun !== 'kernel') || typeof value === 'object') return undefined;
  return wordOf(option, String(value), allowed);
}

function wordOf(option: string, word: string, allowed?: readonly string[]): string | undefined {
  const words = Object.hasOwn(aliases.values, option) ? aliases.values[option] : undefined;
  return words && aliasOf(word, words, allowed);
}

/** `MaxPool2D`, `max_pool x4`, `MaxPool2d(2)`. */
function forLayer(noun: string, name: string, allowed: readonly string[]): string | undefined {
  const typeOf = (word: string) => {
    const type = allowed.includes(word)
      ? word
      : (aliasOf(word, aliases.layer, allowed) ?? nearest(word, allowed));
    return type !== undefined && allowed.includes(type) ? type : undefined;
  };
  const [, word = '', times] = /^(.+?)\s*[x×*]\s*(\d+)$/.exec(name) ?? [];
  const repeated = times === undefined ? undefined : typeOf(word);
  if (repeated !== undefined)
    return noun === 'pool' ? `{ type: ${repeated}, depth: ${times} }` : repeatText(Number(times), repeated);
  const [, called = '', size] =
    /^([\w.]+)\s*\(\s*(?:kernel_size\s*=\s*|pool_size\s*=\s*)?(\d+)?.*\)$/.exec(name) ?? [];
  const type = called === '' ? undefined : typeOf(called);
  if (type !== undefined)
    return size !== undefined && /^(max|avg|lp)_pool$/.test(type)
      ? `{ type: ${type}, pool_size: ${size} }`
      : type;
  return aliasOf(name, aliases.layer, allowed);
}

/** The form that names a picture's file. */
function pictureFile(name: string): string | undefined {
  if (/\.(png|jpe?g|gif|bmp|tiff?|webp)$/i.test(name)) return `{ type: file, path: ${written(name)} }`;
  return /^\.{0,2}\/|[\\/]/.test(name) ? `{ type: folder, path: ${written(name)} }` : undefined;
}

/** A key of a section. */
function forKey(
  { path, parent }: GivenMistake,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const section = String(path[0]);
  const object = isObject(parent) ? parent : {};
  if (section === 'layers' || section === 'pool') {
    const text = forLayerKey(section, object, name, allowed);
    if (text !== undefined) return text;
  }
  if (/^-?\d+\)$/.test(name))
    return `a pair in square brackets: [${name.slice(0, -1)}, ${name.slice(0, -1)}]`;
  if (section === 'shift') {
    const text = forShiftKey(object, name);
    if (text !== undefined) return text;
  }
  if (section === 'expect') {
    const text = forExpectKey(object, name, allowed);
    if (text !== undefined) return text;
  }
  if (section === 'image' && object[name] === true && /^gr[ae]y(scale)?$/i.test(name))
    return 'channels: grey';
  if (section === 'image' && /^normali[sz]e$/i.test(name) && typeof object[name] !== 'object')
    return 'mean and std, or preprocess: torchvision at the top of the file';
  if (section === 'expect' && path.length === 3 && (COLUMNS.includes(name) || name.includes('.')))
    return `at: { ${keyWithValue(name, object[name])} }`;
  // An option that is there already would be written twice.
  const free = allowed.filter((one) => !Object.hasOwn(object, one));
  const family = Object.hasOwn(aliases.keys, section)
    ? aliases.keys[section as keyof typeof aliases.keys]
    : undefined;
  const key = family && aliasOf(name, family, free);
  if (key !== undefined && key === nearest(name, allowed)) return key;
  if (key !== undefined) return keyWithValue(key, valueFor(key, object[name]));
  const outer = Object.hasOwn(aliases.keys.file, name) && !allowed.includes(name);
  return outer ? `${name} at the top of the file, without indentation` : undefined;
}

function isTimes(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 1;
}

function repeatText(times: number, layer: string): string {
  return `{ repeat: { times: ${times}, layers: [${layer}] } }`;
}

/** The layers that a text means: a model by its file, a layer by its name. */
function layersText(value: unknown): string {
  if (typeof value === 'string' && /\.(onnx|json)$/i.test(value))
    return `[{ type: model, path: ${written(value)} }]`;
  if (typeof value === 'string' && /\.(pt|pth|h5|hdf5|keras|pb|tflite|safetensors)$/i.test(value))
    return `[{ type: model, path: model.onnx }], with the model exported as ONNX`;
  return typeof value === 'string' ? `[${written(value)}]` : (written(value) ?? '[max_pool]');
}

function forLayerKey(
  section: 'layers' | 'pool',
  layer: Record<string, unknown>,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const value = layer[name];
  if (REPEATS.includes(name) && typeof value === 'number') {
    if (section === 'pool') return `depth: ${value}`;
    if (Object.hasOwn(layer, 'layers')) return `times: ${value}`;
    const { [name]: _, ...rest } = layer;
    const once = Object.keys(rest).length === 1 ? rest.type : rest;
    const times = value;
    return written({ repeat: { times, layers: [once] } }) ?? `{ repeat: { times: ${times}, layers: […] } }`;
  }
  if (name === 'layers' && typeof layer.repeat === 'number')
    return written({ repeat: { times: layer.repeat, layers: value } }) ?? 'repeat: { times, layers }';
  if (name === 'activation') return `${written(value) ?? 'relu'} as a layer of its own, after this one`;
  return NEEDLESS.includes(name) && !allowed.includes(name)
    ? 'leave it out: it has no meaning here'
    : undefined;
}

/** `range: [-3, 3]`, `min: -3`, `dx: 3`, `dy: [0, 2]` as a shift writes them. */
function forShiftKey(shift: Record<string, unknown>, name: string): string | undefined {
  if (name === 'min') return rangeText(shift);
  const value = shift[name];
  if (name === 'range' && Array.isArray(value) && value.length === 2)
    return rangeText({ min: value[0], max: value[1] });
  const { dy, dx } = shift;
  if (name !== 'dy' && name !== 'dx') return undefined;
  if (typeof dy === 'number' && typeof dx === 'number') return `max: [${dy}, ${dx}]`;
  return typeof value === 'number' ? `${name[1]}: [-${value}, ${value}]` : undefined;
}

/** `">=": 0.9`, `match_rate: 1` as an expectation writes them. */
function forExpectKey(
  expectation: Record<string, unknown>,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const value = expectation[name];
  const bound = Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : undefined;
  if (bound !== undefined && !Object.hasOwn(expectation, bound)) return keyWithValue(bound, value);
  if (allowed.includes(name) || Object.hasOwn(expectation, 'metric')) return undefined;
  const isMetric = Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
  if (!isMetric || (typeof value !== 'number' && !isObject(value))) return undefined;
  const { [name]: _, ...others } = expectation;
  return written({ metric: name, ...(isObject(value) ? value : { equals: value }), ...others });
}

const BOUNDS: Readonly<Record<string, string>> = {
  '>=': 'min',
  '>': 'min',
  '≥': 'min',
  '<=': 'max',
  '<': 'max',
  '≤': 'max',
  '==': 'equals',
  '=': 'equals',
};

/** `match_rate >= 0.9` as an expectation. */
function claimOf(text: string): Record<string, unknown> | undefined {
  const [, metric, sign, number] = /^\s*(\w+)\s*(>=|<=|==|>|<|=|≥|≤)\s*(-?[\d.]+)\s*$/.exec(text) ?? [];
  return metric === undefined ? undefined : { metric, [BOUNDS[sign!]!]: Number(number) };
}

/** `{ min: -3, max: 3 }` as a shift writes it. */
function rangeText({ min, max }: Record<string, unknown>): string {
  if (typeof min !== 'number' || typeof max !== 'number') return '{ y: [-3, 3], x: [-3, 3] }';
  return min === -max ? `{ max: ${max} }` : `{ y: [${min}, ${max}], x: [${min}, ${max}] }`;
}

/** The value of an option under its other name; a word of another library becomes ours. */
function valueFor(key: string, value: unknown): unknown {
  return typeof value === 'string' ? (wordOf(key, value) ?? value) : value;
}

/** A part that is missing. */
function forMissing({ path, mistake }: GivenMistake): string | undefined {
  if (mistake.missing !== 'key') return undefined;
  return path.at(-1) === 'kernel' ? instead('kernel: random, or a name such as sobel_x') : undefined;
}

/** A value in another form than the one that belongs there. */
function forValue({ path, mistake, value, parent }: GivenMistake): string | undefined {
  const key = String(path.at(-1));
  if (mistake.expected === undefined) return undefined;
  if (path.length === 1) {
    const text = forSection(key, value);
    if (text !== undefined) return instead(text);
  }
  if (path.length === 2 && path[0] === 'expect' && typeof value === 'string') {
    const claim = claimOf(value);
    return claim && instead(written(claim)!);
  }
  if (mistake.expected.startsWith('two numbers')) {
    const list = Array.isArray(value) ? value : parent;
    if (Array.isArray(list) && list.length === 2 && list.every((item) => typeof item === 'number'))
      return instead(`${String(path[path.length - (list === value ? 1 : 2)])}: [${written(list)}]`);
  }
  if (typeof value === 'number' && !Number.isInteger(value)) return forFraction(value, mistake.expected);
  if (typeof value !== 'string') {
    if ((value === 0 || value === 1) && mistake.expected === 'true or false')
      return instead(String(value === 1));
    return undefined;
  }
  const text = wordOf(key, value) ?? literal(value, mistake.expected);
  return text === undefined ? undefined : instead(text);
}

/** The value of a whole section. */
function forSection(section: string, value: unknown): string | undefined {
  const scalar = typeof value === 'string' || typeof value === 'number';
  switch (section) {
    case 'shift':
      return looksNumeric(value) || (Array.isArray(value) && value.length === 2 && value.every(looksNumeric))
        ? `shift: { max: ${written(value)?.replaceAll('"', '')} }`
        : undefined;
    case 'layers':
      return typeof value === 'string' ? `layers: ${layersText(value)}` : undefined;
    case 'measures':
    case 'tables':
      return scalar ? `${section}: [${written(value)}]` : undefined;
    case 'expect':
      if (typeof value === 'string') {
        const claim = claimOf(value);
        return claim && `expect: ${written([claim])}`;
      }
      return isObject(value) ? claims(value) : undefined;
    default:
      return undefined;
  }
}

/** `expect: { match_rate: 1 }` as the list that it is. */
function claims(object: Record<string, unknown>): string | undefined {
  const list = Object.hasOwn(object, 'metric')
    ? [object]
    : Object.entries(object).map(([metric, value]) =>
        isObject(value) ? { metric, ...value } : { metric, equals: value },
      );
  const text = written(list);
  return text === undefined ? undefined : `expect: ${text}`;
}

/** A fraction where a whole number belongs, or a multiple of the step. */
function forFraction(value: number, expected: string): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const neighbours = `${Math.floor(value)} or ${Math.ceil(value)}`;
  if (value > 1 && expected.startsWith('a whole number')) return instead(neighbours);
  if (!expected.startsWith('whole multiples of the step')) return undefined;
  const step = [0.5, 0.25, 0.2, 0.125, 0.1].find((one) => Number.isInteger(value / one));
  return step === undefined ? instead(neighbours) : instead(`${neighbours}, or add step: ${step}`);
}

/** The names of measures in a list of metrics; most metrics are in every table. */
function suggestMeasures(value: unknown): string {
  const names = [value].flat().filter((name) => typeof name === 'string');
  const asked = names.filter((name) => Object.hasOwn(measures, name));
  if (asked.length > 0) return instead(`measures: [${asked.join(', ')}]`);
  const always = Object.values(measures).flatMap(({ when, columns }) =>
    when === 'always' ? Object.keys(columns) : [],
  );
  const there = names.filter((name) => always.includes(name));
  if (there.length === 0) return instead('measures: [worst]');
  return `write measures: [], or leave it out: ${there.join(', ')} ${there.length > 1 ? 'are' : 'is'} in every table`;
}

/** An image by its name in other words. */
function imageText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = aliasOf(value, aliases.image);
  return text !== undefined && /^\w+$/.test(text) ? text : value;
}

function looksNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[-+]?\d+(\.\d+)?$/.test(value));
}

/** A text that was meant as a number, a pair, true or false. */
function literal(text: string, expected: string): string | undefined {
  if (expected === 'true or false') {
    if (/^(yes|on|y|1|true|evet)$/i.test(text)) return 'true';
    return /^(no|off|n|0|false|hayır)$/i.test(text) ? 'false' : undefined;
  }
  if (!/number/.test(expected)) return undefined;
  const plain = text.replaceAll(/[_ ]|,(?=\d{3}\b)/g, '');
  const pixels = /^(\d+(?:\.\d+)?)\s*(?:px|pixels?)$/i.exec(text);
  if (pixels) return `${pixels[1]}, without a unit`;
  if (looksNumeric(plain)) return `${Number(plain)}, without quotes`;
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (percent) return String(Number((Number(percent[1]) / 100).toPrecision(12)));
  const pair = /^[([]?\s*(-?\d+)\s*(?:,|x|×)\s*(-?\d+)\s*[)\]]?$/.exec(text);
  if (pair) return `[${pair[1]}, ${pair[2]}]`;
  // `(2, 2)` inside braces is two items, `(2` and `2)`.
  const opened = /^\((-?\d+)$/.exec(text);
  return opened ? `[${opened[1]}, ${opened[1]}], with square brackets` : undefined;
}
