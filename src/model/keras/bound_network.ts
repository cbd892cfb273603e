import { grouped, quoted } from '../../core/error.ts';
import { type Tensor, type TensorFlow, valueCount } from '../../core/tensor.ts';
import { phraseOfError } from '../reason.ts';
import type { WeightGroup } from '../weights.ts';
import type { Lengths } from './kind.ts';
import { findWeights, type MakeWeight } from './stored_weights.ts';
import type { Call, Network, PlacedLayer } from './topology.ts';

/** Values of one output: 1 GiB of them. */
const MAX_OUTPUT_VALUES = 2 ** 28;

/**
 * The shape of every value of a network, by its number.
 *
 * @param inputs the shapes of the network's inputs
 * @throws Error with a phrase that follows the model's name
 */
export function networkShapes({ calls }: Network, inputs: readonly Lengths[]): number[][] {
  const shapes: number[][] = inputs.map((input) => [...input]);
  const picture = inputs[0]!.slice(1).join('×');
  for (const { placed, layer, inputs, output } of calls) {
    const name = quoted(placed.path.at(-1)!);
    const given = inputs.map((value) => shapes[value]!);
    const shape = phrased(name, () => layer.shape(given));
    if (shape.some((length) => !(length >= 1)))
      throw new Error(`has nothing left at ${placed.path.at(-1)} of pictures of ${picture}`);
    const size = valueCount(shape);
    if (!(size <= MAX_OUTPUT_VALUES))
      throw new Error(
        `makes ${grouped(size)} values at ${placed.path.at(-1)}, more than the ${grouped(MAX_OUTPUT_VALUES)} allowed`,
      );
    shapes[output] = shape;
  }
  return shapes;
}

/** The weights of every layer, made when it is first applied. */
export type LayerWeights = Map<PlacedLayer, Record<string, MakeWeight>>;

/**
 * Finds the weights of every layer, and compares their shapes with what the layers want.
 *
 * @returns them, and the names of weights that no layer wants
 * @throws Error with a phrase that follows the model's name
 */
export function layerWeights(
  { calls, layers }: Network,
  shapes: readonly Lengths[],
  groups: readonly WeightGroup[],
): { weights: LayerWeights; left: string[] } {
  const wanted = layers.flatMap((placed) => {
    const { layer, inputs } = calls.find((call) => call.placed === placed)!;
    const own = layer.weights?.(inputs.map((value) => shapes[value]!)) ?? {};
    return Object.entries(own).map(([name, shape]) => ({ placed, path: placed.path, name, shape }));
  });
  const { found, left } = findWeights(groups, wanted);
  const weights: LayerWeights = new Map(layers.map((placed) => [placed, {}]));
  for (const [i, { placed, name }] of wanted.entries()) weights.get(placed)![name] = found[i]!;
  return { weights, left };
}

/** The calls of a network that some of its values depend on, in its order. */
export function callsFor({ calls }: Network, values: readonly number[]): Call[] {
  const wanted = new Set(values);
  const needed: Call[] = [];
  for (const call of [...calls].reverse()) {
    if (!wanted.has(call.output)) continue;
    needed.push(call);
    for (const value of call.inputs) wanted.add(value);
  }
  return needed.reverse();
}

/**
 * Computes values of a network. Every other value is given up as soon as nothing needs it any more.
 *
 * @param calls those that the values depend on
 * @param inputs of the network, which stay the caller's
 * @returns a tensor for each value
 */
export function evaluate(
  tf: TensorFlow,
  calls: readonly Call[],
  values: readonly number[],
  weights: ReadonlyMap<PlacedLayer, Readonly<Record<string, Tensor>>>,
  inputs: readonly Tensor[],
): Tensor[] {
  const known = new Map<number, Tensor>(inputs.map((input, value) => [value, tf.clone(input)]));
  const uses = new Map<number, number>();
  for (const value of [...calls.flatMap(({ inputs }) => inputs), ...values])
    uses.set(value, (uses.get(value) ?? 0) + 1);
  const release = (value: number) => {
    uses.set(value, uses.get(value)! - 1);
    if (uses.get(value) !== 0) return;
    known.get(value)!.dispose();
    known.delete(value);
  };
  try {
    for (const { placed, layer, inputs, output } of calls) {
      const given = inputs.map((value) => known.get(value)!);
      const made = tf.tidy(() => {
        const y = layer.apply(tf, given, weights.get(placed)!);
        // A layer may give back what it got.
        return given.includes(y) ? tf.clone(y) : y;
      });
      known.set(output, made);
      for (const value of inputs) release(value);
    }
    return values.map((value) => tf.clone(known.get(value)!));
  } finally {
    for (const tensor of known.values()) tensor.dispose();
  }
}

/**
 * Most bytes of the values that exist at the same time.
 *
 * @param shapes of all values, those of the inputs first
 */
export function peakBytes(
  calls: readonly Call[],
  values: readonly number[],
  shapes: readonly Lengths[],
  inputs: number,
): number {
  const last = new Map<number, number>();
  for (const [i, call] of calls.entries()) for (const value of call.inputs) last.set(value, i);
  for (const value of values) last.set(value, Number.POSITIVE_INFINITY);
  const sizeOf = (value: number) => 4 * valueCount(shapes[value]!);
  let now = 0;
  for (let value = 0; value < inputs; value++) now += sizeOf(value);
  let most = now;
  for (const [i, call] of calls.entries()) {
    now += sizeOf(call.output);
    most = Math.max(most, now);
    for (const value of new Set(call.inputs)) if (last.get(value) === i) now -= sizeOf(value);
  }
  return most;
}

/** Runs `action`, and adds the layer's name to the error that it throws. */
function phrased<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new Error(`has the layer ${name}, which ${phraseOfError(cause)}`, { cause });
  }
}
