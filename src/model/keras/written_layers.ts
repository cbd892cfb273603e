import { quoted, shown } from '../../core/error.ts';
import type { Config, InputPlace } from './kind.ts';

/** A layer as `model.json` has it. */
export interface JsonLayer {
  className: string;
  name: string;
  config: Config;
  /** Its calls; none in a Sequential. */
  nodes: JsonCall[];
}

/** A call of a layer, as `model.json` has it. */
interface JsonCall {
  inputs: Reference[];
  options: Config;
  /** Whether the arguments of the call are written, as Keras 3 does it. */
  inArguments: boolean;
}

/** A layer's output: its name, the number of the call, and which of its outputs. */
export type Reference = [name: string, node: number, tensor: number];

/** More layers than any model has, and than a stack of calls holds. */
const MOST_LAYERS = 4000;

/** What Keras 2 writes for a layer where a call has a constant first. */
const CONSTANT = '_CONSTANT_VALUE';

/** Models within models. */
export const MAX_MODEL_DEPTH = 16;

/** Whether a class of layers is that of whole models. */
export function isModelClass(className: string): boolean {
  return ['Functional', 'Model', 'Sequential'].includes(className);
}

/** The layers of a model, in order. @throws Error with a phrase where one is not as Keras writes it */
export function layersOf(config: Config): JsonLayer[] {
  const { layers } = config;
  if (!Array.isArray(layers) || layers.length === 0) throw new Error('has no layers');
  if (layers.length > MOST_LAYERS)
    throw new Error(`has ${layers.length} layers, more than the ${MOST_LAYERS} allowed`);
  const entries = layers.map((layer): JsonLayer => {
    const className = classNameOf(layer);
    const name = layerName(layer);
    const inbound = layer.inbound_nodes ?? [];
    if (!Array.isArray(inbound)) throw new Error(`has a layer ${quoted(name)} without a list of its inputs`);
    return { className, name, config: configOf(layer), nodes: inbound.map(nodeOf) };
  });
  if (new Set(entries.map(({ name }) => name)).size < entries.length)
    throw new Error('has two layers of the same name');
  return entries;
}

/** The class of a layer: `Conv2D`. */
export function classNameOf(layer: unknown): string {
  const { class_name } = (layer ?? {}) as { class_name?: unknown };
  if (typeof class_name !== 'string') throw new Error('has a layer without a class_name');
  return class_name;
}

/** A Sequential of old has a list of layers for its configuration. */
export function configOf(layer: unknown): Config {
  const { config } = layer as { config?: unknown };
  if (Array.isArray(config)) return { layers: config };
  if (typeof config !== 'object' || config === null) throw new Error('has a layer without a config');
  return config as Config;
}

/** The name of a layer: that of its configuration, else its own, else its class. */
export function layerName(layer: unknown): string {
  const { name } = layer as { name?: unknown };
  const found = configOf(layer).name ?? name ?? classNameOf(layer);
  if (typeof found !== 'string')
    throw new Error(`has a layer with the name ${shown(found)}; expected a text`);
  return found;
}

/** Keras 2 writes lists of [name, node, tensor, options], Keras 3 the arguments of the call. */
function nodeOf(node: unknown): JsonCall {
  const inputs: Reference[] = [];
  const options: Config = {};
  // An input that has a name keeps it as an option, which says its place among the inputs.
  const named = (given: Config, referenceIn: (value: unknown) => unknown) => {
    for (const [key, value] of Object.entries(given)) {
      const reference = referenceIn(value);
      if (reference)
        options[key] = { input: inputs.push(...references([reference])) - 1 } satisfies InputPlace;
      else options[key] = value;
    }
  };
  if (Array.isArray(node)) {
    const list = (typeof node[0] === 'string' ? [node] : node) as unknown[][];
    for (const [i, one] of list.entries()) {
      if (one[0] === CONSTANT) options[`argument ${i + 1}`] = one[2];
      else inputs.push(...references([one]));
    }
    for (const one of list)
      named((one[3] ?? {}) as Config, (value) => (isValueReference(value) ? value : undefined));
    return { inputs, options, inArguments: false };
  }
  const { args, kwargs } = (node ?? {}) as { args?: unknown; kwargs?: Config };
  if (args === undefined && isGroup(node) && kwargs === undefined)
    return nodeOf(valuesInOrder(node as Config));
  if (!Array.isArray(args)) throw new Error('has a call that is no list of inputs');
  // When Keras 3 predicts, it overrides what a call says of training.
  const { training: _, mask, ...rest }: Config = { ...kwargs };
  if (!isAllNull(mask)) rest.mask = mask;
  // Inputs in lists or by names are as if they were written one after the other; other lists are one argument.
  const all = args.flatMap((one) => (holdsInput(one) ? leavesOf(one) : [one]));
  for (const [i, argument] of all.entries()) {
    const history = historyOf(argument);
    if (history) inputs.push(...references([history]));
    else options[`argument ${i + 1}`] = argument;
  }
  named(rest, historyOf);
  return { inputs, options, inArguments: true };
}

/** Whether a value is a list, or values by names. */
function isGroup(value: unknown): value is unknown[] | Config {
  return typeof value === 'object' && value !== null && !('class_name' in value);
}

/** What a list holds, or values by names in the order of the alphabet, as Keras has them. */
function valuesInOrder(group: unknown[] | Config): unknown[] {
  if (Array.isArray(group)) return group;
  return Object.keys(group)
    .sort()
    .map((key) => group[key]);
}

function holdsInput(value: unknown): boolean {
  return (
    isGroup(value) && valuesInOrder(value).some((one) => historyOf(one) !== undefined || holdsInput(one))
  );
}

function leavesOf(value: unknown): unknown[] {
  return isGroup(value) ? valuesInOrder(value).flatMap(leavesOf) : [value];
}

/** Whether there is no value, also in lists and by names. */
function isAllNull(value: unknown): boolean {
  return value === null || value === undefined || (isGroup(value) && valuesInOrder(value).every(isAllNull));
}

function historyOf(argument: unknown): unknown {
  const { class_name, config } = (argument ?? {}) as { class_name?: unknown; config?: Config };
  return class_name === '__keras_tensor__' ? config?.keras_history : undefined;
}

/**
 * References to outputs of layers: of one reference, of a list, or of an object by names, which Keras reads in
 * alphabetical order.
 *
 * @throws Error with a phrase for anything that is no reference
 */
export function references(given: unknown): Reference[] {
  if (isValueReference(given)) {
    const [name, node, tensor] = given as Reference;
    return [[name, node, tensor]];
  }
  if (Array.isArray(given) && typeof given[0] !== 'string') return given.flatMap(references);
  if (isGroup(given) && !Array.isArray(given)) return valuesInOrder(given).flatMap(references);
  throw new Error('has a reference to a layer that is not [name, call, output]');
}

function isValueReference(one: unknown): boolean {
  const [name, node, tensor] = Array.isArray(one) ? one : [];
  return typeof name === 'string' && isIndex(node) && isIndex(tensor);
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
