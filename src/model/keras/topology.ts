import { quoted } from '../../core/error.ts';
import type { OpenLengths } from '../model.ts';
import { phraseOfError } from '../reason.ts';
import { type Config, type KerasLayer, unsupportedArgument } from './kind.ts';
import {
  classNameOf,
  configOf,
  type JsonLayer,
  layerName,
  layersOf,
  type Reference,
  references,
} from './written_layers.ts';

/** A value that flows through a network: inputs are the first, from 0 on, and each call makes one. */
type ValueIndex = number;

/** A layer where the network has it. */
export interface PlacedLayer {
  /** The names of the models that hold it, from the outermost on, then its own. */
  path: readonly string[];
  className: string;
  layer: KerasLayer;
}

/** A layer applied to values. */
export interface Call {
  placed: PlacedLayer;
  /** The layer as this call applies it: with the arguments of the call, where it takes some. */
  layer: KerasLayer;
  inputs: readonly ValueIndex[];
  output: ValueIndex;
}

/** A Keras model, with the models within it laid open: calls in an order in which they can be computed. */
export interface Network {
  inputs: readonly NetworkInput[];
  calls: readonly Call[];
  /** Its layers, in the order in which Keras lists their weights. */
  layers: readonly PlacedLayer[];
  /** Its outputs, and the layers that give them. */
  outputs: readonly { name: string; value: ValueIndex }[];
  /** The values of each layer, one per call: by its name, and within a model also as `model/layer`. */
  values: ReadonlyMap<string, readonly ValueIndex[]>;
}

interface NetworkInput {
  name: string;
  type: string;
  shape: OpenLengths;
}

/** The outputs of a call, by their index. */
type OutputsOfCall = (index: number) => ValueIndex | undefined;

/** How a layer is made from its class and configuration. @param path as in PlacedLayer */
export type MakeLayer = (className: string, config: Config, path: readonly string[]) => KerasLayer;

/** Says what can be done about layers that leave places out. */
const MASK = 'which is not supported: take Masking layers away if all pictures have the same size';

/** Models within models. */
const MAX_MODEL_DEPTH = 16;

const MODELS = ['Functional', 'Model', 'Sequential'];

/** Whether a class of layers is that of whole models. */
export function isModelClass(className: string): boolean {
  return MODELS.includes(className);
}

/** The inputs of a model that another layer holds, which gives it what it gets itself. */
export function innerInputs(config: Config): NetworkInput[] {
  const count = config.input_layers === undefined ? 1 : references(config.input_layers).length;
  return Array.from({ length: count }, (_, i) => ({ name: `input ${i + 1}`, type: 'float32', shape: [] }));
}

/**
 * Reads the topology of a `model.json`, as Keras 2, Keras 3 and TensorFlow.js write it.
 *
 * @param make called once for each layer, however often the layer is applied
 * @param given the inputs of the model. Default: as its first layers declare them
 * @throws Error with a phrase that follows the model's name
 */
export function networkOf(
  topology: Record<string, unknown>,
  make: MakeLayer,
  given?: readonly NetworkInput[],
): Network {
  const model = (topology.model_config ?? topology) as Record<string, unknown>;
  const inputs = given ?? inputsOf(model, 0);
  const calls: Call[] = [];
  const placed = new Map<string, PlacedLayer>();
  const values = new Map<string, ValueIndex[]>();
  let count = inputs.length;

  const note = (path: readonly string[], value: ValueIndex) => {
    // A layer of the outermost model is found by its own name, and so is one that no other has the name of.
    for (const name of new Set([path.slice(1).join('/'), path.at(-1)!]))
      values.set(name, [...(values.get(name) ?? []), value]);
  };

  const call = (
    entry: JsonLayer,
    inputs: ValueIndex[],
    scope: readonly string[],
    options: Config = {},
  ): OutputsOfCall => {
    const path = [...scope, entry.name];
    if (MODELS.includes(entry.className)) {
      refuseArguments(entry.name, options, false);
      const outputs = apply(entry, inputs, path);
      if (outputs.length === 1) note(path, outputs[0]!.value);
      return (index) => outputs[index]?.value;
    }
    const key = JSON.stringify(path);
    const one = placed.get(key) ?? {
      path,
      className: entry.className,
      layer: make(entry.className, entry.config, path),
    };
    placed.set(key, one);
    const layer = calledWith(entry.name, one.layer, options);
    if (inputs.length > 1 && !layer.severalInputs)
      throw new Error(
        `calls the layer ${quoted(entry.name)} with ${inputs.length} inputs, which is not supported`,
      );
    // Of several outputs each is a call of its own, made when it is referred to.
    const outputs = new Map<number, ValueIndex>();
    const outputAt = (index: number) => {
      if (index > 0 && !layer.part) return undefined;
      const known = outputs.get(index);
      if (known !== undefined) return known;
      const output = count++;
      calls.push({
        placed: one,
        layer: index === 0 ? layer : { ...layer, ...layer.part!(index) },
        inputs,
        output,
      });
      note(path, output);
      outputs.set(index, output);
      return output;
    };
    return outputAt;
  };

  const apply = ({ className, config }: JsonLayer, inputs: ValueIndex[], scope: readonly string[]) => {
    if (scope.length > MAX_MODEL_DEPTH)
      throw new Error(`has models within models, more than ${MAX_MODEL_DEPTH} deep`);
    const layers = layersOf(config);
    return className === 'Sequential'
      ? sequence(layers, inputs, scope)
      : graph(layers, config, inputs, scope);
  };

  const sequence = (layers: JsonLayer[], inputs: ValueIndex[], scope: readonly string[]) => {
    let now = inputs;
    for (const entry of layers) {
      if (entry.className === 'InputLayer') note([...scope, entry.name], now[0]!);
      else now = [call(entry, now, scope)(0)!];
    }
    return now.map((value) => ({ name: layers.at(-1)!.name, value }));
  };

  const graph = (layers: JsonLayer[], config: Config, inputs: ValueIndex[], scope: readonly string[]) => {
    const entries = new Map(layers.map((entry) => [entry.name, entry]));
    const ends = references(config.output_layers);
    const offsets = firstCalls(layers, ends);
    const begins = references(config.input_layers);
    if (begins.length !== inputs.length)
      throw new Error(
        `has a model ${quoted(scope.at(-1)!)} of ${begins.length} inputs; expected ${inputs.length}`,
      );
    const known = new Map<string, OutputsOfCall>();
    for (const [i, [name]] of begins.entries()) {
      known.set(`${name} 0`, (index) => (index === 0 ? inputs[i] : undefined));
      note([...scope, name], inputs[i]!);
    }
    const underway = new Set<string>();
    const referred = ([name, node, tensor]: Reference): ValueIndex => {
      const entry = entries.get(name);
      const at = node - (offsets.get(name) ?? 0);
      const key = `${name} ${at}`;
      if (!known.has(key)) {
        const one = entry?.nodes[at];
        if (!one) throw new Error(`refers to a call of the layer ${quoted(name)} that it does not have`);
        if (underway.has(key)) throw new Error(`has a layer ${quoted(name)} that depends on itself`);
        underway.add(key);
        if (one.options.mask) throw new Error(`calls the layer ${quoted(name)} with a mask, ${MASK}`);
        const before = one.inputs.map(referred);
        known.set(key, call(entry, before, scope, one.options));
      }
      const value = known.get(key)!(tensor);
      if (value === undefined)
        throw new Error(`refers to an output of the layer ${quoted(name)} that it does not have`);
      return value;
    };
    return ends.map((end) => ({ name: end[0], value: referred(end) }));
  };

  const root = { className: classNameOf(model), name: layerName(model), config: configOf(model), nodes: [] };
  if (!MODELS.includes(root.className))
    throw new Error(`is a ${quoted(root.className)}; expected a Functional or Sequential model`);
  const outputs = apply(
    root,
    inputs.map((_, i) => i),
    [root.name],
  );
  if (outputs.length === 0) throw new Error('has no outputs');
  const listed = (config: Config, scope: readonly string[]): PlacedLayer[] =>
    layersOf(config).flatMap((entry) => {
      const path = [...scope, entry.name];
      return (
        placed.get(JSON.stringify(path)) ??
        (MODELS.includes(entry.className) ? listed(entry.config, path) : [])
      );
    });
  return { inputs, calls, layers: [...new Set(listed(root.config, [root.name]))], outputs, values };
}

/** The inputs of a network, as its first layers declare them. */
function inputsOf(model: Record<string, unknown>, depth: number): NetworkInput[] {
  const config = configOf(model);
  const layers = layersOf(config);
  const functional = classNameOf(model) !== 'Sequential';
  const firsts = functional
    ? references(config.input_layers).map(([name]) => layers.find((layer) => layer.name === name))
    : [layers[0]];
  const [first] = firsts;
  if (first && MODELS.includes(first.className) && depth < MAX_MODEL_DEPTH)
    return inputsOf({ class_name: first.className, config: first.config }, depth + 1);
  const built = config.build_input_shape ?? (model.build_config as Config | undefined)?.input_shape;
  return firsts.map((layer) => {
    if (!layer) throw new Error('refers to an input that it does not have');
    const { dtype, batch_input_shape, batch_shape } = layer.config;
    const shape = batch_input_shape ?? batch_shape ?? built;
    const sound =
      Array.isArray(shape) && shape.every((n) => n === null || (Number.isSafeInteger(n) && n >= 1));
    if (!sound) throw new Error('does not say which inputs it takes');
    const type = typeof dtype === 'string' ? dtype : 'float32';
    return { name: layer.name, type, shape: shape as (number | null)[] };
  });
}

/**
 * The number of each layer's first call. Keras counts a model's own construction as call 0, so that the first call
 * within another model is 1; every call is used, so the largest number that is referred to is the last one.
 */
function firstCalls(layers: readonly JsonLayer[], ends: readonly Reference[]): Map<string, number> {
  const last = new Map<string, number>();
  const used = [...ends, ...layers.flatMap(({ nodes }) => nodes.flatMap(({ inputs }) => inputs))];
  for (const [name, node] of used) last.set(name, Math.max(node, last.get(name) ?? 0));
  return new Map(
    layers.map(({ name, nodes }) => [
      name,
      Math.max(0, (last.get(name) ?? 0) - Math.max(0, nodes.length - 1)),
    ]),
  );
}

/** A layer as a call with further arguments applies it. */
function calledWith(name: string, layer: KerasLayer, options: Config): KerasLayer {
  if (!layer.called) {
    refuseArguments(name, options, !layer.dependsOnTraining);
    return layer;
  }
  const { training, ...others } = options;
  if (layer.dependsOnTraining) refuseArguments(name, { training }, false);
  try {
    return layer.called(others);
  } catch (cause) {
    throw new Error(`calls the layer ${quoted(name)} with ${phraseOfError(cause)}`, { cause });
  }
}

/**
 * Refuses arguments of a layer's call other than its inputs: `training: true` makes a dropout random.
 *
 * @param alwaysPredicts whether `training` changes nothing
 */
function refuseArguments(name: string, options: Config, alwaysPredicts: boolean): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    if (key === 'training' && (value === false || alwaysPredicts)) continue;
    if (key === 'training')
      throw new Error(
        `calls the layer ${quoted(name)} with training: ${value}, as if it were trained; build the model without that, and export it again`,
      );
    throw new Error(`calls the layer ${quoted(name)} with ${unsupportedArgument(key, value)}`);
  }
}
