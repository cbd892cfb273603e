import { UserError } from '../../core/error.ts';
import { mapValues } from '../../core/map_values.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { holdsClassNumbers } from '../class_numbers.ts';
import { constantValues, splitInputs } from '../constants.ts';
import { modelMistake, unknownInModel } from '../mistake.ts';
import type { Model } from '../model.ts';
import type { ModelJson } from '../model_json.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import { phraseOfError, reasonOf } from '../reason.ts';
import { readTensors } from '../tensors.ts';
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
import type { MakeWeight } from './stored_weights.ts';
import { type Network, networkOf, type PlacedLayer } from './topology.ts';

/**
 * Makes a model of a Keras model for TensorFlow.js (`layers-model`). Its layers are computed here with
 * TensorFlow.js's operations, as Keras documents them.
 *
 * @throws UserError (run)
 */
export function kerasModel(
  { path, outputs, replacements, looking, ...given }: Omit<ModelToOpen, 'bytes' | 'read'>,
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
  const values = named.map(({ value }) => value);
  const calls = callsFor(network, values);
  const original = replacements.length > 0 ? unreplaced(topology) : undefined;
  const bound = binder(path, network, groups);
  const tensors = new Map<PlacedLayer, Record<string, Tensor>>();
  const { input, others, constants } = splitInputs(path, network.inputs, given.constants, looking);
  const inputsFor = (shape: readonly number[]) =>
    network.inputs.map((one) =>
      one === input
        ? { values: undefined, shape: [...shape] }
        : constantValues(path, one.name, constants[one.name]!, one.shape, shape[0]!),
    );
  const operations = network.calls.map(({ placed, layer, inputs, output }) => ({
    operation: layer.classNumbers ? 'ArgMax' : placed.className,
    inputs: inputs.map(String),
    outputs: [String(output)],
  }));
  const known = new Map<string, ReturnType<typeof networkShapes>>();
  /** The shapes of all values for an input of one shape, and the weights bound to them. */
  const shapesFor = (shape: readonly number[]) => {
    const found = known.get(shape.join());
    if (found) return found;
    const all = attempt(path, () => {
      const shapes = inputsFor(shape).map((one) => one.shape);
      const every = networkShapes(network, shapes);
      if (original) requireSameSizes(network, every, networkShapes(original, shapes));
      bound(every);
      return every;
    });
    known.set(shape.join(), all);
    return all;
  };
  return {
    path,
    about: {
      format: 'Keras model for TensorFlow.js (Layers)',
      details: [`Keras ${versionOf(topology)}`],
      weightBytes: groups.reduce((sum, { bytes }) => sum + bytes.length, 0),
    },
    layout: 'NHWC',
    input,
    others,
    outputs: named.map(({ name }) => name),
    outputTypes: named.map(() => 'float32'),
    classNumbers: values.map((value) => holdsClassNumbers(operations, String(value))),
    independent: true,
    shapes(given) {
      const shapes = shapesFor(given);
      return values.map((value) => shapes[value]!);
    },
    async values(shape) {
      const shapes = shapesFor(shape);
      return network.calls.map(({ placed, output }) => ({
        name: placed.path.slice(1).join('/'),
        operator: placed.className,
        shape: shapes[output],
        replaceable: isReplaceable(placed.className),
      }));
    },
    bytes: ([, ...rest]) => peakBytes(calls, values, shapesFor([1, ...rest]), network.inputs.length),
    async run(x, shape, backend) {
      const { tf, activate } = await backend();
      activate();
      const weights = bound(shapesFor(shape));
      for (const { placed } of calls) {
        if (!tensors.has(placed)) tensors.set(placed, held(tf, weights.get(placed)!));
      }
      const whole = isWhole(input.type) ? rounded(x, input.type) : x;
      const given = inputsFor(shape).map((one) => tf.tensor(one.values ?? whole, one.shape));
      try {
        const outputs = evaluate(tf, calls, values, tensors, given);
        return await readTensors(
          path,
          named.map(({ name }) => name),
          outputs,
        );
      } catch (cause) {
        throw cause instanceof UserError
          ? cause
          : modelMistake(path, `cannot be run: ${reasonOf(cause)}`, cause);
      } finally {
        tf.dispose(given);
      }
    },
    dispose() {
      for (const weights of tensors.values()) for (const tensor of Object.values(weights)) tensor.dispose();
      tensors.clear();
    },
  };
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

/** Finds the weights when shapes are first known. All of them have to belong to some layer. */
function binder(path: string, network: Network, groups: readonly WeightGroup[]) {
  let weights: LayerWeights | undefined;
  return (shapes: readonly (readonly number[])[]): LayerWeights => {
    weights ??= attempt(path, () => {
      const found = layerWeights(network, shapes, groups);
      const left = found.left.filter((name) => !COUNTS.test(name));
      if (left.length > 0)
        throw new Error(`lists weights that no layer takes: ${left.slice(0, 3).join(', ')}`);
      return found.weights;
    });
    return weights;
  };
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
