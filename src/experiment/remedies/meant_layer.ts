import * as v from 'valibot';
import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { type AnySchema, optionEntries, optionKeys } from '../../core/options.ts';
import { layers } from '../../layers/registry.ts';
import { readLayerCall } from './call.ts';
import { acrossAlone, libraryDefaults } from './library_defaults.ts';
import { ACTIVATION } from './other_layer.ts';
import { torchPadding } from './torch_padding.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';

/** A layer as a file writes it: its name, or its type with options. */
export type MeantLayer = string | ({ type: string } & Record<string, unknown>);

/**
 * The layers that a value in the words of another library means: two if it has an activation, which is a layer of its
 * own here. Undefined if a part of it is unknown, so that nothing is left out silently.
 *
 * @param allowed the kinds that are allowed there
 * @example meantLayers({ Conv2D: { filters: 8, kernel_size: 3, activation: 'relu' } }, ['conv2d', 'relu'])
 * // [{ type: 'conv2d', kernel: 'random', filters: 8, kernel_size: 3, padding: 'valid' }, 'relu']
 */
export function meantLayers(value: unknown, allowed: readonly string[]): MeantLayer[] | undefined {
  if (typeof value === 'string') return fromText(/\w1d$/i.test(value) ? `${value}()` : value, allowed);
  if (!isObject(value)) return undefined;
  if (isModelDump(value)) return fromDump(value, allowed);
  const { layers: inner, repeat } = value;
  if (inner !== undefined || repeat !== undefined) return undefined;
  const key =
    TYPE_KEYS.find((name) => typeof value[name] === 'string') ??
    (meantType(String(value.name), allowed) === undefined ? undefined : 'name');
  if (key !== undefined) {
    const { [key]: type, config, ...others } = value;
    const kind = meantType(String(type), allowed);
    return kind === undefined
      ? undefined
      : withOptions(String(type), kind, { ...(isObject(config) ? config : {}), ...others }, allowed);
  }
  const entries = Object.entries(value);
  const [name, said] = entries[0] ?? [];
  if (name === undefined || entries.length > 1) return undefined;
  const [, height, width] = /^(\d+)\s*[x×]\s*(\d+)$/.exec(String(said)) ?? [];
  const given = width === undefined ? said : [Number(height), Number(width)];
  // A printed network of PyTorch numbers its layers: `(0): ReLU()`.
  if (/^\(?\d+\)?$/.test(name) && typeof given === 'string') return fromText(given, allowed);
  const [, word, behind] = /^(\w+)\s+(\w+)$/.exec(name) ?? [];
  if (word !== undefined && allowed.includes(word))
    return withOptions(word, word, { [behind!]: given }, allowed);
  if (ACTIVATION.test(name) && typeof given === 'string') return activationAlone(given, allowed);
  const type = meantType(name, allowed);
  if (type === undefined) return undefined;
  if (isObject(given)) return withOptions(name, type, given, allowed);
  if (given === null || given === true) return [type];
  if (isConvolution(type) && saysAlone('kernel_size', given)) {
    const option = typeof given === 'number' && given > LARGEST_KERNEL ? 'filters' : 'kernel_size';
    return withOptions(name, type, { [option]: given }, allowed);
  }
  const option = MAIN_OPTIONS.find((one) => knownOptions(type).includes(one) && saysAlone(one, given));
  const layer = { [String(option)]: given };
  return option !== undefined && takes(type, layer) ? [{ type, ...layer }] : undefined;
}

/** Whether an object is a network as Keras writes it: `{ class_name: Sequential, config: … }`. */
export function isModelDump(value: Record<string, unknown>): boolean {
  return typeof value.class_name === 'string' && /^(Sequential|Functional|Model)$/.test(value.class_name);
}

/** The layers of a network as Keras writes it, in order. Its input is no layer here. */
function fromDump({ config }: Record<string, unknown>, allowed: readonly string[]): MeantLayer[] | undefined {
  const inner = isObject(config) ? config.layers : config;
  if (!Array.isArray(inner)) return undefined;
  const found = inner
    .filter((layer) => !(isObject(layer) && layer.class_name === 'InputLayer'))
    .map((layer) => meantLayers(layer, allowed));
  const list = found.flatMap((one) => one ?? []);
  return list.length === 0 || found.includes(undefined) ? undefined : list;
}

/**
 * The kind of layer that a name means; undefined if none is known.
 *
 * @example meantType('nn.MaxPool2d', ['max_pool']) // 'max_pool'
 */
export function meantType(prefixed: string, allowed: readonly string[]): string | undefined {
  const word = prefixed.slice(prefixed.lastIndexOf('.') + 1);
  const type = allowed.includes(word)
    ? word
    : (aliasOf(word, aliases.layer, allowed) ?? (isElsewhere(word) ? undefined : nearest(word, allowed)));
  return type !== undefined && allowed.includes(type) ? type : undefined;
}

/** Whether a layer has no kind here, however near its name is to that of a kind: `GELU` is no `relu`. */
function isElsewhere(word: string): boolean {
  return aliasOf(word, aliases.other_layer) !== undefined;
}

/** Names that are left out of a layer: other libraries have them, and they change nothing here. */
export const NEEDLESS = [
  'name',
  'data_format',
  'input_shape',
  'trainable',
  'dtype',
  'in_channels',
  'dilation',
  'dilation_rate',
  'groups',
  'module',
  'registered_name',
  'build_config',
  'batch_input_shape',
  'batch_shape',
  'start_dim',
];

/** Options that say how a network learns, not what it computes. */
const LEARNING = /_(initializer|regularizer|constraint)$/;

function fromText(text: string, allowed: readonly string[]): MeantLayer[] | undefined {
  const call = namedArguments(text, allowed);
  return call && meantLayers(call, allowed);
}

/** A call of a layer with all its arguments by name; undefined where one has no name. */
export function namedArguments(
  text: string,
  allowed: readonly string[],
): ({ type: string } & Record<string, unknown>) | undefined {
  const call = readLayerCall(text);
  const type = call && meantType(call.name, allowed);
  if (type === undefined) return undefined;
  // PyTorch's convolutions and the blurs of antialiased-cnns begin with the channels that come in, Keras's do not.
  const skipsFirst = /^(nn\.|torch\.nn\.)?Conv(Transpose)?[12]d$|(?:^|\.)(?:Max)?BlurPool$/.test(call!.name);
  const positional = skipsFirst ? call!.positional.slice(1) : call!.positional;
  const places = /(?:^|\.)(?:flatten|view)$/i.test(call!.name) ? ['start_dim'] : (ARGUMENTS[type] ?? []);
  if (positional.length > places.length) return undefined;
  const given = Object.fromEntries(positional.map((value, i) => [places[i]!, value]));
  return { ...given, ...call!.named, type: call!.name };
}

function withOptions(
  name: string,
  type: string,
  given: Record<string, unknown>,
  allowed: readonly string[],
): MeantLayer[] | undefined {
  if (ACTIVATION.test(name) && typeof given.activation === 'string')
    return activationAlone(given.activation, allowed);
  if (/(?:^|\.)ReLU$/.test(name) && typeof given.negative_slope === 'number')
    return withOptions('LeakyReLU', 'leaky_relu', given, allowed);
  // PyTorch's size is that of the output.
  if (given.size !== undefined && /(?:Upsample|interpolate)$/.test(name)) return undefined;
  const after = activationsIn(given, allowed);
  const written = acrossAlone(name, type, optionsInOurWords(type, given));
  if (after === undefined || written === undefined) return undefined;
  const filled: Record<string, unknown> =
    isConvolution(type) && !Object.hasOwn(written, 'kernel') ? { kernel: 'random', ...written } : written;
  if (isCells(filled.padding)) {
    const padding = torchPadding(type, filled, filled.padding);
    if (padding === undefined) return undefined;
    filled.padding = padding;
  }
  for (const [option, value] of Object.entries(libraryDefaults(name, filled))) filled[option] ??= value;
  if (!takes(type, filled)) return undefined;
  const layer = Object.keys(filled).length === 0 ? type : { type, ...filled };
  return [layer, ...after];
}

/** The layers of the option `activation`: none for a linear one; undefined for one that has no kind here. */
function activationsIn(given: Record<string, unknown>, allowed: readonly string[]): string[] | undefined {
  const { activation = null } = given;
  const type = typeof activation === 'string' ? meantType(activation, allowed) : undefined;
  if (type !== undefined) return [type];
  return activation === null || activation === 'linear' || activation === 'None' ? [] : undefined;
}

/**
 * The options of a layer in our words, without the activation and what changes nothing; undefined if one is unknown, or
 * asks for what the kind does not have.
 *
 * @example optionsInOurWords('max_pool', { kernel_size: 3, ceil_mode: false }) // { pool_size: 3 }
 */
function optionsInOurWords(
  type: string,
  given: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const known = knownOptions(type);
  const written: Record<string, unknown> = {};
  for (const [key, said] of Object.entries(withPaddingInWords(type, given))) {
    const value = isOneAtTheEnds(said) ? said.slice(1, -1) : said;
    if (key === 'activation' || changesNothing(key, value, known)) continue;
    if (isLacking(key, value, known)) return undefined;
    const free = known.filter((one) => !Object.hasOwn(written, one));
    const option = free.includes(key) ? key : (aliasOf(key, aliases.keys.layers, free) ?? nearest(key, free));
    if (option === undefined) return undefined;
    const isOurs = v.safeParse(
      optionEntries(layers[type as keyof typeof layers].options)[option]!,
      value,
    ).success;
    written[option] = typeof value === 'string' && !isOurs ? (wordOf(option, value) ?? value) : value;
  }
  return written;
}

/** Whether an option can be left out: it is a default of its library, or says how a network learns. */
function changesNothing(key: string, value: unknown, known: readonly string[]): boolean {
  if (value === null || value === 'None') return true;
  // Channels are the second axis of PyTorch and the last of Keras.
  if (key === 'dim') return value === 1 || value === -3;
  if (key === 'axis') return value === -1 || value === 3;
  if (NEEDLESS.includes(key) && !known.includes(key)) return !isLacking(key, value, known);
  if (/^(ceil_mode|count_include_pad|align_corners|antialias)$/.test(key)) return value === false;
  // Whether a network learns a bias says nothing of its value.
  if (key === 'bias') return typeof value === 'boolean';
  return (
    /^(inplace|return_indices|keepdims?)$/.test(key) ||
    /^use_?bias$/i.test(key) ||
    (LEARNING.test(key) && isObject(value))
  );
}

/** Whether an option asks for what the kind does not have: dilation, groups, or cubic weights that differ from ours. */
function isLacking(key: string, value: unknown, known: readonly string[]): boolean {
  if (NEEDLESS.includes(key) && /^(dilation|groups)/.test(key)) return !known.includes(key) && value !== 1;
  return key === 'mode' && known.includes('interpolation') && value !== 'nearest' && value !== 'bilinear';
}

/** Windows and strides of TensorFlow's functions have an axis for pictures and one for channels. */
function isOneAtTheEnds(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === 4 && value[0] === 1 && value[3] === 1;
}

/**
 * Options of PyTorch that two of ours say, or one with another value: `ceil_mode` where windows of 2 lie side by side,
 * and `padding_mode` where windows are one apart and padded by half of them.
 */
function withPaddingInWords(type: string, given: Record<string, unknown>): Record<string, unknown> {
  const { ceil_mode, padding_mode, ...others } = given;
  const { kernel_size = 2, pool_size = kernel_size, stride = pool_size, strides = stride } = others;
  const { padding = 0 } = others;
  const isAll = (value: unknown, cells: number) => [value].flat().every((one) => one === cells);
  if (ceil_mode === true && isAll(pool_size, 2) && isAll(strides, 2) && isAll(padding, 0))
    return { ...others, padding: 'same' };
  const word = PADDING_MODES[String(padding_mode)];
  const isOneApart =
    isConvolution(type) && [others.stride, others.strides].every((one) => isAll(one ?? 1, 1));
  if (
    word === undefined ||
    !isOneApart ||
    typeof kernel_size !== 'number' ||
    !isAll(padding, (kernel_size - 1) / 2)
  )
    return given;
  return { ...others, padding: word };
}

/** PyTorch's words for what is beyond the edge. */
const PADDING_MODES: Readonly<Record<string, string>> = {
  zeros: 'same',
  reflect: 'reflect',
  replicate: 'replicate',
  circular: 'circular',
};

/** The layer that an activation is by itself; undefined where it has no kind. */
function activationAlone(name: string, allowed: readonly string[]): MeantLayer[] | undefined {
  const type = meantType(name, allowed);
  return type === undefined ? undefined : [type];
}

/** Padding as PyTorch says it: cells on each side, [down, across] or the same for both. */
export function isCells(value: unknown): value is number | readonly [number, number] {
  const cells = typeof value === 'number' ? [value, value] : value;
  return (
    Array.isArray(cells) && cells.length === 2 && cells.every((one) => Number.isInteger(one) && one >= 0)
  );
}

/** A larger number alone behind a convolution is its filters. */
export const LARGEST_KERNEL = 11;

/** Whether a kind of layer is a convolution: it has the option `filters`. */
export function isConvolution(type: string): boolean {
  return knownOptions(type).includes('filters');
}

function knownOptions(type: string): readonly string[] {
  return Object.hasOwn(layers, type) ? optionKeys(layers[type as keyof typeof layers].options) : [];
}

/** Whether a kind takes these options: no text is proposed that would be refused. */
export function takes(type: string, given: Record<string, unknown>): boolean {
  return v.safeParse(layers[type as keyof typeof layers].options as AnySchema, given).success;
}

/** Whether one value says an option by itself: a size is a number, a file a text. */
function saysAlone(option: string, value: unknown): boolean {
  const isSize = typeof value === 'number' || (Array.isArray(value) && value.length === 2);
  return option === 'path' || option === 'kernel' ? typeof value === 'string' : isSize;
}

/** The option that a kind's only value is. */
const MAIN_OPTIONS = ['path', 'kernel', 'pool_size', 'filter', 'strides', 'size', 'negative_slope'];

/** The words that name a layer's type in other files. */
const TYPE_KEYS = ['type', 'class_name', 'kind', 'layer', 'op'];

/** What a call's arguments are by their order, in Keras and, after the channels that come in, in PyTorch. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  max_pool: ['pool_size', 'strides', 'padding'],
  avg_pool: ['pool_size', 'strides', 'padding'],
  conv2d: ['filters', 'kernel_size', 'strides', 'padding'],
  conv2d_transpose: ['filters', 'kernel_size', 'strides', 'padding'],
  leaky_relu: ['negative_slope'],
  lp_pool: ['p', 'pool_size', 'strides'],
  upsample: ['size'],
  blur_pool: ['filter', 'strides'],
};
