import { UserError } from '../../core/error.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { modelMistake, unknownInModel } from '../mistake.ts';
import type { Model } from '../model.ts';
import type { ModelJson } from '../model_json.ts';
import type { Replacement } from '../replace.ts';
import type { WeightGroup } from '../weights.ts';
import { callsFor, evaluate, peakBytes, shapesOf, type Weights, weightsOf } from './bound_network.ts';
import { maker } from './make_layer.ts';
import { storedWeights } from './stored_weights.ts';
import { type Network, networkOf, type PlacedLayer } from './topology.ts';

/**
 * Makes a model of a Keras model for TensorFlow.js (`layers-model`). Its layers are computed here with
 * TensorFlow.js's operations, as Keras documents them.
 *
 * @param outputs names of layers; none: the model's own outputs
 * @throws UserError (run)
 */
export function kerasModel(
  path: string,
  { topology }: ModelJson,
  groups: readonly WeightGroup[],
  outputs: readonly string[],
  replacements: readonly Replacement[],
): Model {
  const { make, unused } = maker(replacements);
  const network = attempt(path, () => networkOf(topology, make));
  const missing = unused();
  if (missing) throw unknownInModel(path, 'layer', missing.from, missing.known);
  const named =
    outputs.length === 0 ? network.outputs : outputs.map((name) => namedValue(network, name, path));
  const values = named.map(({ value }) => value);
  const calls = callsFor(network, values);
  const bound = binder(path, network, groups);
  const tensors = new Map<PlacedLayer, Record<string, Tensor>>();
  const { shape, dtype } = network.input;
  if (shape.length !== 4)
    throw modelMistake(
      path,
      `takes inputs of ${shape.length} axes; expected pictures, [n, height, width, channels]`,
    );
  return {
    path,
    layout: 'NHWC',
    input: { dtype: /^u?int|^bool/.test(dtype) ? 'int32' : 'float32', shape },
    outputs: named.map(({ name }) => name),
    shapes(given) {
      const shapes = attempt(path, () => shapesOf(network, given));
      bound(shapes);
      return values.map((value) => shapes[value]!);
    },
    bytes([, ...rest]) {
      const shapes = attempt(path, () => shapesOf(network, [1, ...rest]));
      return peakBytes(calls, values, shapes);
    },
    async run(tf, x) {
      const weights = bound(attempt(path, () => shapesOf(network, x.shape)));
      for (const { placed } of calls) {
        if (!tensors.has(placed)) tensors.set(placed, held(tf, weights.get(placed)!));
      }
      const input = tf.cast(x, 'float32');
      try {
        return evaluate(tf, calls, values, tensors, input);
      } finally {
        input.dispose();
      }
    },
    dispose() {
      for (const weights of tensors.values()) for (const tensor of Object.values(weights)) tensor.dispose();
      tensors.clear();
    },
  };
}

/** Finds the weights when shapes are first known. All of them have to belong to some layer. */
function binder(path: string, network: Network, groups: readonly WeightGroup[]) {
  let weights: Weights | undefined;
  return (shapes: readonly (readonly number[])[]): Weights => {
    weights ??= attempt(path, () => {
      const stored = storedWeights(groups);
      const found = weightsOf(network, shapes, stored);
      const left = stored.left().filter((name) => !COUNTS.test(name));
      if (left.length > 0)
        throw new Error(`lists weights that no layer takes: ${left.slice(0, 3).join(', ')}`);
      return found;
    });
    return weights;
  };
}

/** How many values an average was made of, and the like: of no use when predicting. */
const COUNTS = /\/(count|seed_generator_state|state_var|seed_generator\/.*|iteration)$/;

function held(tf: TensorFlow, weights: Record<string, (tf: TensorFlow) => Tensor>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(weights).map(([name, decode]) => [name, tf.keep(decode(tf))]));
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
    throw modelMistake(path, (cause as Error).message, cause);
  }
}
