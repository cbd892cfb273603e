import { isObject } from '../../core/is_object.ts';
import { kernels } from '../../layers/kernels/named_kernels.ts';
import { layers } from '../../layers/registry.ts';
import { bareLayer, readCall, readLayerCall, type WrittenCall } from './call.ts';
import { isCells, isConvolution, takes } from './layer_options.ts';
import { layersInText, TIMES } from './layer_text.ts';
import { LARGEST_KERNEL, meantLayers, meantType, namedArguments } from './meant_layer.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { pasted, saidText, written } from './written.ts';

/**
 * The layer that a name means, as text to write; undefined if none is known.
 *
 * @param noun what a message calls it: `layer`, or `pool` for the section of that name
 * @example forLayer('layer', 'MaxPool2d(2)', ['max_pool']) // '{ type: max_pool, pool_size: 2 }'
 */
export function forLayer(noun: string, given: string, allowed: readonly string[]): string | undefined {
  const name = plainLayer(bareLayer(given));
  const calls = nestedCalls(name);
  if (noun === 'layer' && calls.length > 1) {
    const texts = calls.map((call) => forLayer(noun, call, allowed));
    return texts.includes(undefined) ? undefined : texts.join(', ');
  }
  if (/^(none|no|nothing|no_?pool(ing)?|without|yok)$/i.test(name)) return SAME_OUTPUT;
  const sized = optionsBehind(name, allowed);
  if (sized !== undefined) return sized;
  const { word, times = '', before = times, after = word } = TIMES.exec(name)?.groups ?? {};
  const repeated = after === undefined ? undefined : meantType(after, allowed);
  if (repeated !== undefined && Number(before) === 1) return repeated;
  if (repeated !== undefined && takes(repeated, {}))
    return noun === 'pool' ? `{ type: ${repeated}, depth: ${before} }` : repeatText(Number(before), repeated);
  const call = noun === 'pool' ? readCall(name) : undefined;
  const { depth, ...options } = call?.named ?? {};
  const type = call && meantType(call.name, allowed);
  if (
    type !== undefined &&
    typeof depth === 'number' &&
    takes(type, options) &&
    call!.positional.length === 0
  )
    return written({ type, ...options, depth });
  const meant = meantCall(readLayerCall(name), allowed) ?? meantLayers(name, allowed);
  if (meant !== undefined) return meant.map((one) => written(one)).join(', ');
  const list = noun === 'layer' && listsLayers(name) ? listedLayers(name) : undefined;
  if (list !== undefined) return list.slice(1, -1);
  if (noun === 'layer' && /\.(onnx|json|pth?|h5|hdf5|keras|pb|tflite|safetensors)$/i.test(name))
    return layersText(name).replace(/^\[(.*)\]/, '$1');
  const kernel = allowed.includes('conv2d') ? kernelNamed(name) : undefined;
  return (
    (name.includes('(') ? undefined : aliasOf(name, aliases.layer, allowed)) ??
    (kernel === undefined ? undefined : `{ type: conv2d, kernel: ${kernel} }`)
  );
}

/**
 * A layer as papers and NumPy write it, as a name with numbers behind it; any other text as it is.
 *
 * @example plainLayer('3×3 conv, 64') // 'conv 3x3, 64'
 * @example plainLayer('x[::2, ::2]') // 'subsample strides 2'
 */
function plainLayer(text: string): string {
  if (text.length > LONGEST_NAME) return text;
  const [, step] = /^\w+\[(?:\s*:\s*,){0,2}\s*::(\d+),\s*::\1(?:\s*,\s*:)?\]$/.exec(text) ?? [];
  if (step !== undefined) return `subsample strides ${step}`;
  if (/^\w+\s*(?:\*\*|\^)\s*2$/.test(text)) return 'square';
  return text
    .replace(/\b(max|avg|average|mean|blur)[\s-]pool(?:ing)?\b/gi, '$1pool')
    .replace(/^(\d+\s*[x×]\s*\d+)\s+(\w+)/, '$2 $1')
    .replace(/^(\w+)\s*\((\d+\s*[x×]\s*\d+)\)$/, '$1 $2')
    .replace(/^(\D+)\/(\d)$/, '$1 stride $2')
    .replace(/^conv(\d+)[x×]\1/i, 'conv $1x$1')
    .replace(/^conv(\d)-(\d+)$/i, 'conv $1x$1 $2');
}

const LONGEST_NAME = 60;

/**
 * The calls of a call whose first argument is another one, in the order in which they are done; one for any other text.
 *
 * @example nestedCalls('F.max_pool2d(F.relu(x), 2)') // ['F.relu(x)', 'F.max_pool2d(x, 2)']
 */
function nestedCalls(text: string): string[] {
  const [, name, inside] = /^([\w.]*\b[a-z]\w*)\(([\w.]+\(.*\).*)\)$/s.exec(text) ?? [];
  const [inner, ...others] = inside === undefined ? [] : layersInText(inside);
  if (name === undefined || !inner?.endsWith(')') || text.length > LONGEST_LIST) return [text];
  return [...nestedCalls(inner), `${name}(${['x', ...others].join(', ')})`];
}

/**
 * A layer with options behind its name, `max_pool 3x3`, `conv2d 3x3 64 relu` or `max_pool, stride 1`; undefined for any
 * other text. A pool with one number alone is repeated.
 */
function optionsBehind(text: string, allowed: readonly string[]): string | undefined {
  const [, word, rest = ''] = /^(\w+)[\s,]+(\S.*)$/.exec(text) ?? [];
  const type = word === undefined ? undefined : meantType(word, allowed);
  if (type === undefined || rest.replaceAll(SAID_BEHIND, '').replaceAll(/[\s,]/g, '') !== '')
    return undefined;
  const [options, numbers]: [Record<string, unknown>, number[]] = [{}, []];
  for (const [, name, first, second, activation] of rest.matchAll(SAID_BEHIND)) {
    const isNumber = name === undefined && first !== undefined && second === undefined;
    if (isNumber) numbers.push(Number(first));
    else if (activation !== undefined) options.activation = activation;
    else
      options[name ?? (isConvolution(type) ? 'kernel_size' : 'pool_size')] =
        second === undefined || first === second ? Number(first) : [Number(first), Number(second)];
  }
  const isSized = Object.keys(options).some((name) => name !== 'activation');
  const places = placesOfNumbers(type, numbers, isSized);
  if (places === undefined || (!isSized && places.length === 0)) return undefined;
  const given = Object.fromEntries(places.map((place, i) => [place, numbers[i]]));
  return meantLayers({ type, ...given, ...options }, allowed)
    ?.map((one) => written(one))
    .join(', ');
}

/** A number or a size with or without a name in front of it, or a word alone. */
const SAID_BEHIND = /(?:(\p{L}\w*)[\s=:]+)?(?<![\w.])(\d+)(?:\s*[x×]\s*(\d+))?(?![\w.])|(?<!\w)(\p{L}\w*)/gu;

/** The options that numbers without a name mean behind a layer; undefined where they may mean others. */
function placesOfNumbers(type: string, numbers: readonly number[], isSized: boolean): string[] | undefined {
  const [first = 0, second = 0] = numbers;
  if (numbers.length > (isSized ? 1 : 2)) return undefined;
  if (isConvolution(type)) {
    if (numbers.length === 2)
      return second <= LARGEST_KERNEL && second < first ? ['filters', 'kernel_size'] : undefined;
    return numbers.map(() => (isSized || first > LARGEST_KERNEL ? 'filters' : 'kernel_size'));
  }
  if (isSized) return numbers.map(() => 'strides');
  return numbers.length === 1 ? undefined : ['pool_size', 'strides'].slice(0, numbers.length);
}

/** The layer that a call names by its only argument, or whose argument is what the layer does by itself. */
function meantCall(call: WrittenCall | undefined, allowed: readonly string[]): string[] | undefined {
  const [argument, ...others] = [...(call?.positional ?? []), ...Object.values(call?.named ?? {})];
  if (call === undefined || others.length > 0) return undefined;
  const name = call.name.slice(call.name.lastIndexOf('.') + 1);
  const isWhole = [argument].flat().every((cells) => cells === 1) && /^Adaptive/i.test(name);
  const word = /^Activation$/i.test(name) ? saidText(argument) : isWhole ? name : undefined;
  const type = word === undefined ? undefined : meantType(word, allowed);
  return type === undefined ? undefined : [type];
}

/** A call with an option that no word here says, with the layer that is near: without that option. */
export function nearLayer(name: string, allowed: readonly string[]): string | undefined {
  const call = namedArguments(bareLayer(name), allowed);
  if (call === undefined) return undefined;
  const { type, ...given } = call;
  const near = (options: Record<string, unknown>) =>
    meantLayers({ type, ...options }, allowed)
      ?.map((one) => written(one))
      .join(', ');
  const padded =
    'padding' in given && isCells(given.padding) ? near({ ...given, padding: 'same' }) : undefined;
  if (padded !== undefined) return `${padded}, which is near: no word here pads such windows as PyTorch does`;
  if (given.size !== undefined && /(?:Upsample|interpolate)$/.test(type))
    return '{ type: upsample, size: 2 }, where size says how many times as large the output is';
  for (const [key, value] of Object.entries(given)) {
    const { [key]: _, ...others } = given;
    const text = near(
      'padding' in others && isCells(others.padding) ? { ...others, padding: 'same' } : others,
    );
    if (text !== undefined && !MAKES_THE_LAYER.test(key))
      return `${text}, which is near: no option here is ${key}=${written(value) ?? '…'}`;
  }
  return undefined;
}

/** Options without which a layer would be quite another one. */
const MAKES_THE_LAYER = /^(pool_size|filters?|kernel_size|size|strides?|activation|mode|interpolation)$/;

/** A layer that leaves everything as it is. */
export const SAME_OUTPUT = '{ type: max_pool, pool_size: 1 }';

/** The layers that a text means: a model by its file, a layer by its name. */
export function layersText(value: unknown): string {
  if (typeof value === 'string' && /\.(onnx|json)$/i.test(value))
    return pasted`[{ type: model, path: ${written(value)} }]` ?? '[{ type: model, path: model.onnx }]';
  if (typeof value === 'string' && NETWORK.test(value) && !value.includes('.'))
    return '[{ type: model, path: model.onnx }], with the network exported as ONNX';
  if (isObject(value) && typeof value.path === 'string' && !Object.hasOwn(value, 'type'))
    return written([{ type: 'model', ...value }]) ?? '[{ type: model, path: model.onnx }]';
  if (typeof value === 'string' && /\.(pt|pth|h5|hdf5|keras|pb|tflite|safetensors)$/i.test(value))
    return `[{ type: model, path: model.onnx }], with the model exported as ONNX`;
  const names = Object.keys(layers);
  const items = [value].flat().flatMap((item) => meantLayers(item, names) ?? [item]);
  return written(items) ?? '[max_pool]';
}

/** Networks that libraries have ready. */
const NETWORK =
  /resnet|resnext|vgg|mobilenet|efficientnet|densenet|inception|xception|alexnet|squeezenet|convnext|regnet|googlenet|lenet|vit_|swin|yolo|unet|nasnet/i;

/** A list of layers that one text lists; undefined if one of them is unknown. */
export function listedLayers(text: string): string | undefined {
  if (/\.[a-z]\w*$/i.test(text) || (/^\w+$/.test(text) && NETWORK.test(text))) return layersText(text);
  const names = Object.keys(layers);
  const items = layersInText(text).map((item) => {
    if (!names.includes(item)) return forLayer('layer', item, names);
    if (takes(item, {})) return item;
    return isConvolution(item) ? `{ type: ${item}, kernel: random }` : undefined;
  });
  return items.length === 0 || items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

/** Whether a text lists layers. A call with several arguments, `Dense(10, activation='softmax')`, is one layer. */
function listsLayers(text: string): boolean {
  return text.length <= LONGEST_LIST && /[\s,;|]/.test(text) && layersInText(text)[0] !== text.trim();
}

const LONGEST_LIST = 1000;

/** A kernel that has a name, where a layer belongs. */
function kernelNamed(name: string): string | undefined {
  const names = Object.keys(kernels);
  return names.includes(name) ? name : wordOf('kernel', name, names);
}

/** Whether a value can be the `times` of a repeat that changes something. */
export function isTimes(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 1;
}

/** @example repeatText(4, 'max_pool') // '{ repeat: { times: 4, layers: [max_pool] } }' */
export function repeatText(times: number, layer: string): string {
  return `{ repeat: { times: ${times}, layers: [${layer}] } }`;
}
