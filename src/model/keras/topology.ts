import { quoted } from '../../core/error.ts';
import type { ModelInput } from '../model.ts';
import { calledWith, refuseArguments } from './call_arguments.ts';
import { type FirstCall, firstCalls } from './first_calls.ts';
import type { Config, KerasLayer } from './kind.ts';
import { declaredInputs } from './network_inputs.ts';
import {
  classNameOf,
  configOf,
  isModelClass,
  type JsonLayer,
  layerName,
  layersOf,
  MAX_MODEL_DEPTH,
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
  inputs: readonly ModelInput[];
  calls: readonly Call[];
  /** Its layers, in the order in which Keras lists their weights. */
  layers: readonly PlacedLayer[];
  /** Its outputs, and the layers that give them. */
  outputs: readonly NetworkOutput[];
  /** The values of each layer, one per call: by its name, and within a model also as `model/layer`. */
  values: ReadonlyMap<string, readonly ValueIndex[]>;
}

/** The outputs of a call, by their index. */
type OutputsOfCall = (index: number) => ValueIndex | undefined;

/** How a layer is made from its class and configuration. @param path as in PlacedLayer */
export type MakeLayer = (className: string, config: Config, path: readonly string[]) => KerasLayer;

/** A network that is being read. */
interface NetworkReading {
  make: MakeLayer;
  calls: Call[];
  /** Layers by their path, as JSON. */
  placed: Map<string, PlacedLayer>;
  values: Map<string, ValueIndex[]>;
  /** How many values there are. */
  count: number;
}

/** An output of a model, and the layer that gives it. */
interface NetworkOutput {
  name: string;
  value: ValueIndex;
}

/** Says what can be done about layers that leave places out. */
const MASK = 'which is not supported: take Masking layers away if all pictures have the same size';

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
  given?: readonly ModelInput[],
): Network {
  const model = (topology.model_config ?? topology) as Record<string, unknown>;
  const className = classNameOf(model);
  if (!isModelClass(className))
    throw new Error(
      `is a ${quoted(className)}; expected a Functional or Sequential model: keras.Model(model.inputs, model.outputs) makes one of a model that has both`,
    );
  const inputs = given ?? declaredInputs(model);
  const reading: NetworkReading = {
    make,
    calls: [],
    placed: new Map(),
    values: new Map(),
    count: inputs.length,
  };
  const root = { className, name: layerName(model), config: configOf(model), nodes: [] };
  const outputs = applyModel(reading, root, [...inputs.keys()], [root.name]);
  if (outputs.length === 0) throw new Error('has no outputs');
  const { calls, values } = reading;
  const layers = [...new Set(layersAsListed(reading, root.config, [root.name]))];
  return { inputs, calls, layers, outputs, values };
}

/** Layers in the order in which Keras lists their weights. */
function layersAsListed(reading: NetworkReading, config: Config, scope: readonly string[]): PlacedLayer[] {
  return layersOf(config).flatMap((entry) => {
    const path = [...scope, entry.name];
    const placed = reading.placed.get(JSON.stringify(path));
    return placed ?? (isModelClass(entry.className) ? layersAsListed(reading, entry.config, path) : []);
  });
}

/** @param scope the path of the model */
function applyModel(
  reading: NetworkReading,
  { className, config }: JsonLayer,
  inputs: readonly ValueIndex[],
  scope: readonly string[],
): NetworkOutput[] {
  if (scope.length > MAX_MODEL_DEPTH)
    throw new Error(`has models within models, more than ${MAX_MODEL_DEPTH} deep`);
  const layers = layersOf(config);
  return className === 'Sequential'
    ? applySequence(reading, layers, inputs, scope)
    : applyGraph(reading, layers, config, inputs, scope);
}

function applySequence(
  reading: NetworkReading,
  layers: readonly JsonLayer[],
  inputs: readonly ValueIndex[],
  scope: readonly string[],
): NetworkOutput[] {
  let now = inputs;
  for (const entry of layers) {
    if (entry.className === 'InputLayer') noteValue(reading, [...scope, entry.name], now[0]!);
    else now = [callLayer(reading, entry, now, scope)(0)!];
  }
  return now.map((value) => ({ name: layers.at(-1)!.name, value }));
}

function applyGraph(
  reading: NetworkReading,
  layers: readonly JsonLayer[],
  config: Config,
  inputs: readonly ValueIndex[],
  scope: readonly string[],
): NetworkOutput[] {
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
    noteValue(reading, [...scope, name], inputs[i]!);
  }
  const underway = new Set<string>();
  const referred = ([name, node, tensor]: Reference, from: keyof FirstCall = 'byCalls'): ValueIndex => {
    const entry = entries.get(name);
    const at = node - (offsets.get(name)?.[from] ?? 0);
    const key = `${name} ${at}`;
    if (!known.has(key)) {
      const one = entry?.nodes[at];
      if (!one) throw new Error(`refers to a call of the layer ${quoted(name)} that it does not have`);
      if (underway.has(key)) throw new Error(`has a layer ${quoted(name)} that depends on itself`);
      underway.add(key);
      if (one.options.mask) throw new Error(`calls the layer ${quoted(name)} with a mask, ${MASK}`);
      const before = one.inputs.map((input) => referred(input));
      known.set(key, callLayer(reading, entry, before, scope, one.options));
    }
    const value = known.get(key)!(tensor);
    if (value === undefined)
      throw new Error(`refers to an output of the layer ${quoted(name)} that it does not have`);
    return value;
  };
  return ends.map((end) => ({ name: end[0], value: referred(end, 'byEnds') }));
}

/** Applies a layer, or a model as one. */
function callLayer(
  reading: NetworkReading,
  entry: JsonLayer,
  inputs: readonly ValueIndex[],
  scope: readonly string[],
  options: Config = {},
): OutputsOfCall {
  const path = [...scope, entry.name];
  if (isModelClass(entry.className)) {
    refuseArguments(entry.name, options, false);
    const outputs = applyModel(reading, entry, inputs, path);
    if (outputs.length === 1) noteValue(reading, path, outputs[0]!.value);
    return (index) => outputs[index]?.value;
  }
  const placed = placedLayer(reading, entry, path);
  const layer = calledWith(entry.name, placed.layer, options);
  if (inputs.length > 1 && !layer.severalInputs)
    throw new Error(
      `calls the layer ${quoted(entry.name)} with ${inputs.length} inputs, which is not supported`,
    );
  // Each of several outputs is a call of its own, made when it is referred to.
  const outputs = new Map<number, ValueIndex>();
  return (index) => {
    if (index > 0 && !layer.part) return undefined;
    const known = outputs.get(index);
    if (known !== undefined) return known;
    const output = reading.count++;
    const part = index === 0 ? layer : { ...layer, ...layer.part!(index) };
    reading.calls.push({ placed, layer: part, inputs, output });
    noteValue(reading, path, output);
    outputs.set(index, output);
    return output;
  };
}

/** The layer at a path, made when it is first applied. */
function placedLayer(
  { make, placed }: NetworkReading,
  { className, config }: JsonLayer,
  path: readonly string[],
): PlacedLayer {
  const key = JSON.stringify(path);
  const known = placed.get(key) ?? { path, className, layer: make(className, config, path) };
  placed.set(key, known);
  return known;
}

/** Notes the value that a call of a layer gives. */
function noteValue({ values }: NetworkReading, path: readonly string[], value: ValueIndex): void {
  // A layer of the outermost model is found by its own name, and so is one that no other has the name of.
  for (const name of new Set([path.slice(1).join('/'), path.at(-1)!]))
    values.set(name, [...(values.get(name) ?? []), value]);
}
