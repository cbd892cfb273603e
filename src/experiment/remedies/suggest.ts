import { comparisons } from '../../compare/registry.ts';
import { isObject } from '../../core/is_object.ts';
import { type Mistake, nearest } from '../../core/mistake.ts';
import { optionKeys } from '../../core/options.ts';
import { images } from '../../image/registry.ts';
import { layers } from '../../layers/registry.ts';
import { measures } from '../../measure/registry.ts';
import { asideOf } from './aside.ts';
import { readCall } from './call.ts';
import { claimWith, metricOf } from './claim_words.ts';
import { forExpectKey } from './expectations.ts';
import type { GivenMistake } from './given_mistake.ts';
import { forLayerKey } from './layer_keys.ts';
import { forLayerName, saidLayer } from './layer_name.ts';
import { forMissing, forNoValue, LEFT_OPEN, NO_VALUE } from './missing.ts';
import { numberWord } from './numbers.ts';
import { forOtherLayer } from './other_layer.ts';
import { numberSplit, pairsSplit, rangeAround } from './pairs.ts';
import { pictureFile } from './picture_file.ts';
import { forPictureKey, forResizeKey } from './pictures.ts';
import { forShiftKey } from './shifts.ts';
import { forValue } from './values.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { instead, keyWithValue, pasted, saidText, written } from './written.ts';

/**
 * The text to write instead, for mistakes that people make from memory: words of other libraries, a value in another
 * form, an option in another place. Undefined if there is none, or if the nearest name says the same.
 */
export function suggest(given: GivenMistake): string | undefined {
  const { unknown } = given.mistake;
  if (given.mistake.missing) return forMissing(given);
  const said = unknown === undefined ? given.value : unknown.name;
  if (unknown?.noun !== 'key' && typeof said === 'string' && LEFT_OPEN.test(said)) {
    const text = forNoValue(given.path);
    if (text !== undefined) return text;
  }
  if (!unknown) {
    const noValue = typeof said === 'string' && NO_VALUE.test(said);
    return forValue(given) ?? (noValue ? forNoValue(given.path) : undefined);
  }
  const text =
    unknown.noun === 'key' ? forKey(given, unknown.name, unknown.allowed) : forName(given, unknown);
  if (text !== undefined && text === nearest(unknown.name, unknown.allowed)) return undefined;
  if (text !== undefined) return instead(text);
  if (unknown.noun !== 'layer' && unknown.noun !== 'pool') return undefined;
  return forOtherLayer(saidLayer(unknown.name, given));
}

/** A name of a kind, a metric, a column, or a word of an option. */
function forName(given: GivenMistake, { noun, name, allowed }: NonNullable<Mistake['unknown']>) {
  const { path, value, parent } = given;
  const option = String(path.findLast((key) => typeof key === 'string'));
  const aside = asideOf(name);
  if (aside !== undefined && !allowed.includes(aside)) return aside;
  if (noun === 'layer' || noun === 'pool') return forLayerName(given, noun, name, allowed);
  if (noun === 'image') {
    if (/\$\{?\w|\{\{/.test(name)) return 'the name itself, such as circle: variables are not replaced';
    const call = calledImage(name, allowed);
    if (String(path[0]) === 'against' && /^(none|no|nothing|off)$/i.test(name))
      return 'leave it out: without it there is one image';
    if (String(path[0]) === 'against' && Object.hasOwn(comparisons, name))
      return `compare: ${name} at the top of the file, in place of against`;
    const text = call ?? pictureFile(name) ?? aliasOf(readCall(name)?.name ?? name, aliases.image, allowed);
    // Beside other options the name of the kind is enough.
    const beside = isObject(parent) && Object.keys(parent).length > 1;
    const [, kind, options] = /^\{ type: (\w+), ([^{}]*) \}$/.exec(text ?? '') ?? [];
    if (kind !== undefined && !beside && path.at(-1) === 'type') return `${kind}, with ${options} beside it`;
    return beside ? (/^\{ type: (\w+)/.exec(text ?? '')?.[1] ?? text) : text;
  }
  if (noun === 'measure') return aliasOf(name, aliases.measure, allowed);
  if (noun === 'comparison') return forComparison(name, allowed);
  if (noun === 'metric') return aliasOf(name, aliases.metric, allowed);
  const [, rows, columns = rows] = (noun === 'kernel' && /^(\d+)(?:\s*[x×]\s*(\d+))?$/.exec(name)) || [];
  if (rows !== undefined) return `random, with kernel_size: [${rows}, ${columns}] beside it`;
  if (option === 'labels' && String(path[0]) !== 'layers' && /\.\w+$/.test(name))
    return 'folders, with the pictures of each class in a folder of its own';
  if (option === 'tables' && /\.csv$/i.test(name)) return name.replace(/\.csv$/i, '');
  if (option === 'baseline' && /^no_?worse/i.test(name)) return '{ no_worse: significant }';
  if ((noun !== 'value' && noun !== 'kernel') || typeof value === 'object') return undefined;
  return wordOf(option, saidText(value), allowed);
}

/** What a comparison in other words means; a column or a measure where its name is that of one. */
function forComparison(name: string, allowed: readonly string[]): string | undefined {
  const call = readCall(name);
  const [first] = call?.positional ?? [];
  const named = Object.entries(call?.named ?? {}).map(([key, value]) => [
    aliasOf(key, aliases.keys.compare),
    value,
  ]);
  const options = { ...(typeof first === 'number' && { relative: first }), ...Object.fromEntries(named) };
  const type = aliasOf(call?.name ?? name, aliases.comparison, allowed);
  if (type !== undefined || typeof first === 'number')
    return Object.keys(options).length > 0 ? written({ type: 'close', ...options }) : type;
  const asked = Object.keys(measures).filter(
    (one) => measures[one as keyof typeof measures].when !== 'always',
  );
  const measure = aliasOf(name, aliases.measure, asked);
  const column = metricOf(name);
  if (column !== undefined && measure === undefined)
    return `leave it out: ${column} is a column, as in ${claimWith(column)}`;
  if (measure !== undefined) return `leave it out: it is a measure, as in measures: [${measure}]`;
  const layer = aliasOf(name, aliases.layer, Object.keys(layers));
  return layer && `leave it out: ${layer} is a layer, to be written in layers`;
}

/** `circle(radius=20)` as an image; undefined where a part of it is unknown. */
function calledImage(text: string, allowed: readonly string[]): string | undefined {
  const call = readCall(text.replace(/^(\w+) (\w+=.*)$/, '$1($2)'));
  const type = call && (allowed.includes(call.name) ? call.name : (nearest(call.name, allowed) ?? ''));
  if (!call || !type || call.positional.length > 0) return undefined;
  const known = optionKeys(images[type as keyof typeof images].options);
  const options = Object.entries(call.named).map(([key, value]) => [
    known.includes(key) ? key : aliasOf(key, aliases.keys.image, known),
    value,
  ]);
  if (options.some(([key]) => key === undefined)) return undefined;
  return options.length === 0 ? type : written({ type, ...Object.fromEntries(options) });
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
  const split = pairsSplit(object, name);
  if (split !== undefined) return split;
  const [, before, after] = object[name] === null ? (/^(\w+)\s*(?:=>?|:)\s*(\S+)$/.exec(name) ?? []) : [];
  const apart = before !== undefined && allowed.includes(before) && !Object.hasOwn(object, before);
  if (apart) return `${before}: ${after}, with a colon and a space`;
  // `0,1` inside braces is two items.
  const number = /^\d+$/.test(name) && object[name] === null ? numberSplit(object, name) : undefined;
  if (number !== undefined) return number;
  if (section === 'shift') {
    const text = forShiftKey(object, name);
    if (text !== undefined) return text;
  }
  if (section === 'baseline' && /^(tolerance|tol|by|margin|max_?drop|atol|within)$/i.test(name))
    return keyWithValue('no_worse_by', valueFor('no_worse_by', object[name]));
  if (section === 'expect') {
    const text = forExpectKey(object, name, allowed);
    if (text !== undefined) return text;
  }
  if (section === 'image' || section === 'against') {
    const within = path.at(-2) === 'resize' ? forResizeKey(object, name) : undefined;
    const text =
      within ??
      (allowed.includes('path') ? forPictureKey(object, name) : undefined) ??
      forImageKey(object, name, allowed);
    if (text !== undefined) return text;
  }
  if (section === 'image' && object[name] === true && /^gr[ae]y(scale)?$/i.test(name))
    return 'channels: grey';
  if (section === 'image' && /^normali[sz]e$/i.test(name) && typeof object[name] !== 'object')
    return 'mean and std, or preprocess: torchvision at the top of the file';
  if (section === 'expect' && path.length === 3 && /^(label|class)$/i.test(name))
    return `at: { ${keyWithValue('label', object[name])} }`;
  if (section === 'expect' && /^(percentile|quantile)$/i.test(name)) return 'of: p05';
  if (section === 'expect' && path.length === 3 && (COLUMNS.includes(name) || name.includes('.')))
    return `at: { ${keyWithValue(name, object[name])} }`;
  // An option that is there already would be written twice.
  const free = allowed.filter((one) => !Object.hasOwn(object, one));
  const family = Object.hasOwn(aliases.keys, section)
    ? aliases.keys[section as keyof typeof aliases.keys]
    : undefined;
  const key = family && aliasOf(name, family, free);
  if (
    section === 'expect' &&
    key === 'level' &&
    !/^(warn|error)$/.test(saidText(valueFor('level', object[name])))
  )
    return undefined;
  if (key !== undefined && key === nearest(name, allowed)) return key;
  const value = object[name];
  if (section === 'shift' && (key === 'x' || key === 'y') && typeof value === 'number')
    return `${key}: ${rangeAround(value)}`;
  if (key !== undefined) return keyWithValue(key, valueFor(key, value));
  if (section === 'image' && (name === 'preprocess' || aliasOf(name, aliases.keys.file) === 'preprocess'))
    return `${keyWithValue('preprocess', Array.isArray(object[name]) ? 'torchvision' : valueFor('preprocess', object[name]))} at the top of the file, without indentation`;
  const outer = Object.hasOwn(aliases.keys.file, name) && !allowed.includes(name);
  return outer ? `${name} at the top of the file, without indentation` : undefined;
}

/** An option of an image that says its size, or what no image here has. */
function forImageKey(
  image: Record<string, unknown>,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const value = image[name];
  if (/^(diameter|cap)$/i.test(name) && typeof value === 'number') return `radius: ${value / 2}`;
  if (/^(width|height|w|h)$/i.test(name)) {
    const [height, width] = [image.height ?? image.h, image.width ?? image.w];
    if (typeof height === 'number' && typeof width === 'number' && height !== width)
      return `size: [${height}, ${width}]`;
  }
  if (/^(shape|dims?)$/i.test(name) && Array.isArray(value) && value.length === 3)
    return pasted`size: ${written(value[0] === 1 || value[0] === 3 ? value.slice(1) : value.slice(0, 2))}`;
  if (allowed.includes('at') && /^(n|count|num|number|dots)$/i.test(name))
    return 'at: [[20, 20], [40, 44]], with the row and the column of each dot';
  if (allowed.includes('filled') && /^(thickness|line_?width|stroke(_?width)?|border|kalinlik)$/i.test(name))
    return 'leave it out: an outline is one pixel wide';
  const isRandom = allowed.includes('channels') && !allowed.includes('path');
  if (isRandom && /^(mean|std|sigma|scale|loc|distribution|min|max|low|high)$/i.test(name))
    return 'leave it out: the values are uniform from 0 to 1';
  return undefined;
}

/** The value of an option under its other name; a word of another library becomes ours. */
function valueFor(key: string, value: unknown): unknown {
  const percent = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value) : undefined;
  if (percent && key !== 'max') return Number((Number(percent[1]) / 100).toPrecision(12));
  if (typeof value !== 'string') return value;
  const [, height, width] = /^(\d+)\s*[x×]\s*(\d+)$/.exec(value) ?? [];
  if (height !== undefined) return [Number(height), Number(width)];
  const number = numberWord(key, value, 'a number');
  return number === undefined ? (wordOf(key, value) ?? value) : Number(number);
}

/** Columns that identify rows in every experiment. */
const COLUMNS = ['step', 'layer', 'depth', 'height', 'width', 'channels', 'compare'];
