import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import type { Constant } from '../constants.ts';
import {
  type Config,
  type KerasClass,
  type KerasLayer,
  type Lengths,
  readConfig,
  unsupportedArgument,
} from './kind.ts';

type PairOperation = (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor;

/**
 * A class of layers that combine inputs value by value, two at a time. A call may have constants among them, which are
 * the same for every picture.
 *
 * @param exactly how many inputs it has to have
 * @param end what is done with the result
 */
export function merged(
  pair: PairOperation,
  exactly?: number,
  end: (tf: TensorFlow, all: Tensor, count: number) => Tensor = (_, all) => all,
): KerasClass {
  return (config) => {
    readConfig(config, {});
    const layer: KerasLayer = {
      severalInputs: true,
      shape(inputs) {
        if (exactly !== undefined && inputs.length !== exactly)
          throw new Error(`takes ${exactly} inputs, not ${inputs.length}`);
        return inputs.map((one) => [...one]).reduce(broadcastShape);
      },
      apply(tf, inputs) {
        const rank = Math.max(...inputs.map((one) => one.rank));
        const [first, ...others] = inputs.map((one) => tf.reshape(one, withAxes(one.shape, rank)));
        return end(
          tf,
          others.reduce((all, one) => pair(tf, all, one), tf.clone(first!)),
          inputs.length,
        );
      },
    };
    return { ...layer, called: (options) => withConstants(layer, options) };
  };
}

/** A layer that gets constants among its inputs, each where the call has it. */
function withConstants(layer: KerasLayer, options: Config): KerasLayer {
  const constants = Object.entries(options)
    .map(([key, value]) => {
      const at = Number(/^argument (\d+)$/.exec(key)?.[1]) - 1;
      const { class_name, config } = (value ?? {}) as { class_name?: unknown; config?: Config };
      const given = class_name === '__tensor__' || class_name === '__numpy__' ? config?.value : value;
      if (!(at >= 0) || !isConstant(given)) throw new Error(unsupportedArgument(key, value));
      return { at, given };
    })
    .sort((a, b) => a.at - b.at);
  /** With as many axes as the inputs have, from the last one on, as NumPy does it. */
  const shapeFor = (given: Constant, rank: number) => {
    const shape = shapeOfConstant(given);
    if (shape.length > rank || (shape.length === rank && shape[0] !== 1))
      throw new Error(`has a constant of ${shape.join('×')}, which is not the same for every picture`);
    return [...Array<number>(rank - shape.length).fill(1), ...shape];
  };
  const among = <T>(inputs: readonly T[], constant: (given: Constant) => T): T[] => {
    const all = [...inputs];
    for (const { at, given } of constants) all.splice(at, 0, constant(given));
    return all;
  };
  const rankOf = (inputs: readonly Lengths[]) => Math.max(...inputs.map(({ length }) => length));
  return {
    ...layer,
    shape: (inputs) => {
      const rank = rankOf(inputs);
      return layer.shape(among(inputs, (given) => shapeFor(given, rank)));
    },
    apply(tf, inputs, weights) {
      const rank = rankOf(inputs.map(({ shape }) => shape));
      const all = among(inputs, (given) => tf.tensor([given].flat(9) as number[], shapeFor(given, rank)));
      return layer.apply(tf, all, weights);
    },
  };
}

/** A number, or numbers in even lists. */
function isConstant(given: unknown): given is Constant {
  if (!Array.isArray(given)) return typeof given === 'number';
  const even = given.every(
    (one) => isConstant(one) && shapeOfConstant(one).join() === shapeOfConstant(given[0]).join(),
  );
  return given.length > 0 && even;
}

function shapeOfConstant(given: Constant): number[] {
  return typeof given === 'number' ? [] : [given.length, ...shapeOfConstant(given[0]!)];
}

/** The shape with that many axes: as Keras does it, a shorter one has its axes at the end, after the batch. */
function withAxes([n, ...rest]: Lengths, axes: number): number[] {
  return [n!, ...Array<number>(axes - 1 - rest.length).fill(1), ...rest];
}

/** The shape of two of these together. */
function broadcastShape(a: number[], b: number[]): number[] {
  const axes = Math.max(a.length, b.length);
  const [x, y] = [withAxes(a, axes), withAxes(b, axes)];
  return x.map((length, i) => {
    if (length === y[i] || y[i] === 1) return length;
    if (length === 1) return y[i]!;
    throw new Error(`combines ${a.slice(1).join('×')} with ${b.slice(1).join('×')}`);
  });
}
