import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { readLayerCall } from './call.ts';
import { isCells, isConvolution, knownOptions, optionsInOurWords, takes } from './layer_options.ts';
import { acrossAlone, libraryDefaults } from './library_defaults.ts';
import { ACTIVATION } from './other_layer.ts';
import { torchPadding } from './torch_padding.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { saidText } from './written.ts';

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
  const key = typeKeyOf(value, (said) => meantType(said, allowed) !== undefined);
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
  const [, height, width] = /^(\d+)\s*[x×]\s*(\d+)$/.exec(saidText(said)) ?? [];
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

/** The layer that an activation is by itself; undefined where it has no kind. */
function activationAlone(name: string, allowed: readonly string[]): MeantLayer[] | undefined {
  const type = meantType(name, allowed);
  return type === undefined ? undefined : [type];
}

/** A larger number alone behind a convolution is its filters. */
export const LARGEST_KERNEL = 11;

/** Whether one value says an option by itself: a size is a number, a file a text. */
function saysAlone(option: string, value: unknown): boolean {
  const isSize = typeof value === 'number' || (Array.isArray(value) && value.length === 2);
  return option === 'path' || option === 'kernel' ? typeof value === 'string' : isSize;
}

/** The option that a kind's only value is. */
const MAIN_OPTIONS = ['path', 'kernel', 'pool_size', 'filter', 'strides', 'size', 'negative_slope'];

/** The key behind which other files name the type of an object: one that says nothing else, or whose value names a kind. */
export function typeKeyOf(
  value: Record<string, unknown>,
  isKind: (said: string) => boolean,
): string | undefined {
  const texts = Object.keys(value).filter((key) => typeof value[key] === 'string');
  const named = texts.filter((key) => MAYBE_TYPE.test(key));
  return TYPE_KEYS.find((key) => texts.includes(key)) ?? named.find((key) => isKind(String(value[key])));
}

const TYPE_KEYS = ['type', 'class_name', 'kind', 'layer', 'op'];
const MAYBE_TYPE = /^_*(?:type|class|cls|name|module|target|fn|func|function|method|source|shape)_*$/;

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
