import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, type Lengths, readConfig } from '../kind.ts';

/** Value by value; axes of length 1 are spread over those of the others. */
export const Add = merge((tf, a, b) => tf.add(a, b));
export const Multiply = merge((tf, a, b) => tf.mul(a, b));
export const Maximum = merge((tf, a, b) => tf.maximum(a, b));
export const Minimum = merge((tf, a, b) => tf.minimum(a, b));
export const Average = merge(
  (tf, a, b) => tf.add(a, b),
  (tf, sum, count) => tf.div(sum, count),
);

/** The first less the second. */
export const Subtract = merge((tf, a, b) => tf.sub(a, b), undefined, 2);

/** One after the other along an axis. */
export const Concatenate: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
  return {
    shape(inputs) {
      const [first] = inputs as [Lengths];
      const at = axisIndex(axis, first);
      const fits = inputs.every(
        (one) => one.length === first.length && one.every((n, i) => i === at || n === first[i]),
      );
      if (!fits)
        throw new Error(`puts ${inputs.map((one) => one.slice(1).join('×')).join(' and ')} together`);
      return first.map((length, i) => (i === at ? inputs.reduce((sum, one) => sum + one[at]!, 0) : length));
    },
    apply: (tf, inputs) =>
      inputs.length === 1 ? tf.clone(inputs[0]!) : tf.concat([...inputs], axisIndex(axis, inputs[0]!.shape)),
  };
};

function merge(
  pair: (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor,
  end: (tf: TensorFlow, all: Tensor, count: number) => Tensor = (_, all) => all,
  exactly?: number,
): KerasClass {
  return (config) => {
    readConfig(config, {});
    return {
      shape(inputs) {
        if (exactly !== undefined && inputs.length !== exactly)
          throw new Error(`takes ${exactly} inputs, not ${inputs.length}`);
        return inputs.map((one) => [...one]).reduce(broadcastShape);
      },
      apply: (tf, [first, ...others]) =>
        end(
          tf,
          others.reduce((all, one) => pair(tf, all, one), tf.clone(first!)),
          others.length + 1,
        ),
    };
  };
}

/** The shape of two of these together. */
function broadcastShape(a: number[], b: number[]): number[] {
  const axes = Math.max(a.length, b.length);
  // As Keras does it: after the batch, the shorter one has its axes at the end.
  const [x, y] = [a, b].map(([n, ...rest]) => [n!, ...Array(axes - 1 - rest.length).fill(1), ...rest]) as [
    number[],
    number[],
  ];
  return x.map((length, i) => {
    if (length === y[i] || y[i] === 1) return length;
    if (length === 1) return y[i]!;
    throw new Error(`combines ${a.slice(1).join('×')} with ${b.slice(1).join('×')}`);
  });
}
