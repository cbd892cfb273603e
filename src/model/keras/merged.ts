import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { type KerasClass, type KerasLayer, type Lengths, readConfig } from './kind.ts';
import { withOperands } from './operands.ts';

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
  return valueByValue(
    (tf, [first, ...others]) =>
      end(
        tf,
        others.reduce((all, one) => pair(tf, all, one), tf.clone(first!)),
        others.length + 1,
      ),
    exactly,
  );
}

/**
 * A class of layers whose inputs have their axes of length 1 spread over those of the others. A shorter one has its
 * axes at the end, after the batch.
 *
 * @param exactly how many inputs it has to have
 */
export function valueByValue(
  action: (tf: TensorFlow, inputs: Tensor[]) => Tensor,
  exactly?: number,
): KerasClass {
  return (config) => {
    readConfig(config, {}, ['dtype', 'rtol', 'atol']);
    const layer: KerasLayer = {
      severalInputs: true,
      shape(inputs) {
        if (exactly !== undefined && inputs.length !== exactly)
          throw new Error(`takes ${exactly} inputs, not ${inputs.length}`);
        return inputs.map((one) => [...one]).reduce(broadcastShape);
      },
      apply(tf, inputs) {
        const rank = Math.max(...inputs.map((one) => one.rank));
        return action(
          tf,
          inputs.map((one) => tf.reshape(one, withAxes(one.shape, rank))),
        );
      },
    };
    return { ...layer, called: (options) => withOperands(layer, options, OPERANDS) };
  };
}

/** Names of the operands. */
const OPERANDS = ['x1', 'x2'];

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
