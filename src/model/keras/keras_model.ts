import { UserError } from '../../core/error.ts';
import { mapValues } from '../../core/map_values.ts';
import type { Backend, Tensor, TensorFlow } from '../../core/tensor.ts';
import { holdsClassNumbers, makerOf } from '../class_numbers.ts';
import { constantValues, type SplitInputs, splitInputs } from '../constants.ts';
import { modelMistake, unknownInModel } from '../mistake.ts';
import type { Model, ModelInput, ModelOutput } from '../model.ts';
import type { ModelJson } from '../model_json.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import { phraseOfError, reasonOf } from '../reason.ts';
import { readTensors } from '../tensors.ts';
import { saidLayout } from '../value_axes.ts';
import { fromFloat32, isWhole, toFloat32 } from '../values.ts';
import type { WeightGroup } from '../weights.ts';
import {
  callsFor,
  evaluate,
  type LayerWeights,
  layerWeights,
  networkShapes,
  peakBytes,
} from './bound_network.ts';
import { isReplaceable, maker, withExportRemedy } from './make_layer.ts';
import { refuseMasks } from './masks.ts';
import { networkAxes } from './network_axes.ts';
import type { MakeWeight } from './stored_weights.ts';
import { type Call, type Network, networkOf, type PlacedLayer } from './topology.ts';

/** A network that was read, and what is asked of it. */
interface LoadedNetwork extends SplitInputs<ModelInput> {
  path: string;
  network: Network;
  /** The network without replacements, where it has some and is supported itself. */
  original: Network | undefined;
  groups: readonly WeightGroup[];
  /** The values that are asked for, and the calls that compute them. */
  values: readonly number[];
  calls: readonly Call[];
  /** The shapes of all values, by the shape of the pictures. */
  shapes: Map<string, ReturnType<typeof networkShapes>>;
  /** Its weights, once shapes are known. */
  weights: LayerWeights | undefined;
  /** Those that it has run with, as tensors. */
  tensors: Map<PlacedLayer, Record<string, Tensor>>;
}

/**
 * Makes a model of a Keras model for TensorFlow.js (`layers-model`). Its layers are computed here with
 * TensorFlow.js's operations, as Keras documents them.
 *
 * @throws UserError (run)
 */
export function kerasModel(
  { path, outputs, replacements, looking, constants }: Omit<ModelToOpen, 'bytes' | 'read'>,
  { topology }: Pick<ModelJson, 'topology'>,
  groups: readonly WeightGroup[],
): Model {
  const { make, unused } = maker(replacements, versionOf(topology));
  const network = attempt(path, () => networkOf(topology, make));
  attempt(path, () => refuseMasks(network));
  const missing = unused();
  if (missing) throw unknownInModel(path, 'layer', missing.from, missing.known);
  const named =
    outputs.length === 0 ? network.outputs : outputs.map((name) => namedValue(network, name, path));
  const names = named.map(({ name }) => name);
  const values = named.map(({ value }) => value);
  const loaded: LoadedNetwork = {
    ...splitInputs(path, network.inputs, constants, looking),
    ...{ path, network, groups, values, calls: callsFor(network, values) },
    original: replacements.length > 0 ? unreplaced(topology) : undefined,
    shapes: new Map(),
    weights: undefined,
    tensors: new Map(),
  };
  const operations = network.calls.map(({ placed, layer, inputs, output }) => ({
    operation: layer.classNumbers ? 'ArgMax' : placed.className,
    inputs: inputs.map(String),
    outputs: [String(output)],
  }));
  return {
    path,
    about: {
      format: 'Keras model for TensorFlow.js (Layers)',
      details: [`Keras ${versionOf(topology)}`],
      weightBytes: groups.reduce((sum, { bytes }) => sum + bytes.length, 0),
    },
    layout: 'NHWC',
    input: loaded.input,
    others: loaded.others,
    outputs: names,
    outputTypes: names.map(() => 'float32'),
    classNumbers: values.map((value) => holdsClassNumbers(operations, String(value))),
    makers: values.map((value) => makerOf(operations, String(value))?.operation),
    independent: true,
    shapes(given) {
      const shapes = shapesFor(loaded, given);
      return values.map((value) => shapes[value]!);
    },
    async saidLayouts(_, axes, asked) {
      const known = networkAxes(
        network,
        network.inputs.map((one) => (one === loaded.input ? axes : undefined)),
      );
      return asked.map((name) => {
        const [value, ...others] = new Set(network.values.get(name));
        return value === undefined || others.length > 0 ? undefined : saidLayout(known.get(value));
      });
    },
    async values(shape) {
      const shapes = shapesFor(loaded, shape);
      return network.calls.map(({ placed, output }) => ({
        name: placed.path.slice(1).join('/'),
        operator: placed.className,
        shape: shapes[output],
        replaceable: isReplaceable(placed.className),
      }));
    },
    bytes: ([, ...rest]) =>
      peakBytes(loaded.calls, values, shapesFor(loaded, [1, ...rest]), network.inputs.length),
    run: (x, shape, backend) => runNetwork(loaded, names, x, shape, backend),
    dispose() {
      for (const weights of loaded.tensors.values())
        for (const tensor of Object.values(weights)) tensor.dispose();
      loaded.tensors.clear();
    },
  };
}

/** The inputs of a network for pictures of a shape: constants as values; undefined in place of the pictures. */
function inputsFor({ path, network, input, constants }: LoadedNetwork, shape: readonly number[]) {
  return network.inputs.map((one) =>
    one === input
      ? { values: undefined, shape: [...shape] }
      : constantValues(path, one.name, constants[one.name]!, one.shape, shape[0]!),
  );
}

/** The shapes of all values for pictures of one shape. The first call also finds the weights. */
function shapesFor(loaded: LoadedNetwork, shape: readonly number[]): ReturnType<typeof networkShapes> {
  const { path, network, original, shapes, groups } = loaded;
  const known = shapes.get(shape.join());
  if (known) return known;
  const found = attempt(path, () => {
    const inputs = inputsFor(loaded, shape).map((one) => one.shape);
    const all = networkShapes(network, inputs);
    if (original) requireSameSizes(network, all, networkShapes(original, inputs));
    loaded.weights ??= weightsOf(network, all, groups);
    return all;
  });
  shapes.set(shape.join(), found);
  return found;
}

/** The weights of all layers. @throws Error with a phrase that follows the model's name, where no layer takes some */
function weightsOf(
  network: Network,
  shapes: readonly (readonly number[])[],
  groups: readonly WeightGroup[],
): LayerWeights {
  const { weights, left } = layerWeights(network, shapes, groups);
  const odd = left.filter((name) => !COUNTS.test(name));
  if (odd.length > 0) throw new Error(`lists weights that no layer takes: ${odd.slice(0, 3).join(', ')}`);
  return weights;
}

/** The outputs for pictures. Weights become tensors when they are first needed. @throws UserError (run) */
async function runNetwork(
  loaded: LoadedNetwork,
  names: readonly string[],
  x: Float32Array,
  shape: readonly number[],
  backend: () => Promise<Backend>,
): Promise<ModelOutput[]> {
  const { path, input, calls, values, tensors } = loaded;
  const { tf, activate } = await backend();
  activate();
  shapesFor(loaded, shape);
  for (const { placed } of calls) {
    if (!tensors.has(placed)) tensors.set(placed, held(tf, loaded.weights!.get(placed)!));
  }
  const whole = isWhole(input.type) ? rounded(x, input.type) : x;
  const given = inputsFor(loaded, shape).map((one) => tf.tensor(one.values ?? whole, one.shape));
  try {
    return await readTensors(path, names, evaluate(tf, calls, values, tensors, given));
  } catch (cause) {
    throw cause instanceof UserError ? cause : modelMistake(path, `cannot be run: ${reasonOf(cause)}`, cause);
  } finally {
    tf.dispose(given);
  }
}

/** Values of a type of whole numbers, as float32. */
function rounded(x: Float32Array, type: string): Float32Array {
  return toFloat32(fromFloat32(x, type)!, type)!;
}

function versionOf(topology: ModelJson['topology']): string {
  const { keras_version: own, model_config } = topology as {
    keras_version?: unknown;
    model_config?: unknown;
  };
  const inner = (model_config as { keras_version?: unknown } | undefined)?.keras_version;
  const found = [own, inner].find((version) => typeof version === 'string');
  return found ?? '2';
}

/** The network without replacements; undefined if a layer that was replaced is not supported itself. */
function unreplaced(topology: ModelJson['topology']): Network | undefined {
  try {
    return networkOf(topology, maker([], versionOf(topology)).make);
  } catch {
    return undefined;
  }
}

/**
 * Requires a network with replaced layers to have the sizes of the original one.
 *
 * @throws Error with a phrase that follows the model's name, and that names both shapes
 */
function requireSameSizes(
  { calls }: Network,
  shapes: readonly (readonly number[])[],
  original: readonly (readonly number[])[],
): void {
  for (const { placed, output } of calls) {
    const [found, wanted] = [shapes[output]!, original[output]!].map((shape) => shape.slice(1).join('×'));
    if (found !== wanted)
      throw new Error(
        `has ${found} at ${placed.path.at(-1)} with the replacement, and ${wanted} without it; write strides and a window that keep the size`,
      );
  }
}

/** How many values an average was made of, and the like: of no use when predicting. */
const COUNTS = /(^|\/)(count|seed_generator_state|state_var|summary|seed_generator\/.*|iteration)$/;

function held(tf: TensorFlow, weights: Record<string, MakeWeight>): Record<string, Tensor> {
  return mapValues(weights, (decode) => tf.keep(decode(tf)));
}

function namedValue({ values }: Network, name: string, path: string): { name: string; value: number } {
  const found = values.get(name);
  if (!found)
    throw unknownInModel(
      path,
      'layer',
      name,
      [...values.keys()].filter((one) => !one.includes('/')),
    );
  const [value, ...others] = new Set(found);
  if (others.length > 0)
    throw modelMistake(path, `has ${others.length + 1} outputs of ${JSON.stringify(name)}; expected one`);
  return { name, value: value! };
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw modelMistake(path, withExportRemedy(phraseOfError(cause)), cause);
  }
}
