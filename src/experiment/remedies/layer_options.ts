import * as v from 'valibot';
import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { type AnySchema, optionEntries, optionKeys } from '../../core/options.ts';
import { layers } from '../../layers/registry.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { saidText } from './written.ts';

/**
 * The options of a layer in our words, without the activation and what changes nothing; undefined if one is unknown, or
 * asks for what the kind does not have.
 *
 * @example optionsInOurWords('max_pool', { kernel_size: 3, ceil_mode: false }) // { pool_size: 3 }
 */
export function optionsInOurWords(
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
  const word = PADDING_MODES[saidText(padding_mode)];
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

/** Padding as PyTorch says it: cells on each side, [down, across] or the same for both. */
export function isCells(value: unknown): value is number | readonly [number, number] {
  const cells = typeof value === 'number' ? [value, value] : value;
  return (
    Array.isArray(cells) && cells.length === 2 && cells.every((one) => Number.isInteger(one) && one >= 0)
  );
}

/** Whether a kind of layer is a convolution: it has the option `filters`. */
export function isConvolution(type: string): boolean {
  return knownOptions(type).includes('filters');
}

/** The names of the options of a kind of layer. */
export function knownOptions(type: string): readonly string[] {
  return Object.hasOwn(layers, type) ? optionKeys(layers[type as keyof typeof layers].options) : [];
}

/** Whether a kind takes these options: no text is proposed that would be refused. */
export function takes(type: string, given: Record<string, unknown>): boolean {
  return v.safeParse(layers[type as keyof typeof layers].options as AnySchema, given).success;
}
