import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import { activate, activation } from '../activations.ts';
import { type KerasClass, type Lengths, readConfig } from '../kind.ts';

const outputLengths = v.union(
  [whole({ min: 1 }), v.array(v.nullable(whole({ min: 1 })))],
  'expected a length, or a list of lengths',
);

/**
 * activation(Σ x · kernel + bias) over the axes that an equation such as `abc,cd->abd` names: those of x and of the kernel
 * that the output does not have are summed over.
 */
export const EinsumDense: KerasClass = (config) => {
  const options = readConfig(
    config,
    {
      equation: v.string(),
      output_shape: outputLengths,
      bias_axes: v.optional(v.nullable(v.string()), null),
      activation: activation(),
    },
    ['lora_rank', 'lora_alpha', 'gptq_unpacked_column_size', 'quantization_config'],
  );
  const { bias_axes } = options;
  const axesFor = (x: Lengths) => einsumAxes(options.equation, [options.output_shape].flat(), x);
  return {
    weights([x]) {
      const { kernel, output, lengthOf } = axesFor(x!);
      const first = [...output].findIndex((axis) => bias_axes?.includes(axis));
      return {
        kernel: [...kernel].map(lengthOf),
        ...(bias_axes && {
          bias: [...output.slice(first)].map((axis) => (bias_axes.includes(axis) ? lengthOf(axis) : 1)),
        }),
      };
    },
    shape([x]) {
      const { output, lengthOf } = axesFor(x!);
      return [...output].map(lengthOf);
    },
    apply(tf, [x], { kernel, bias }) {
      const { input, kernel: weights, output, lengthOf } = axesFor(x!.shape);
      const having = (axes: string, inside: string, outside: string) =>
        [...axes].filter((axis) => inside.includes(axis) && !outside.includes(axis));
      const shared = [...input].filter((axis) => weights.includes(axis) && output.includes(axis));
      const summed = having(input, weights, output);
      const [ofInput, ofKernel] = [having(input, output, weights), having(weights, output, input)];
      const count = (axes: readonly string[]) => axes.reduce((all, axis) => all * lengthOf(axis), 1);
      const inOrder = (tensor: typeof x, axes: string, order: readonly string[]) =>
        tf.transpose(
          tensor!,
          order.map((axis) => axes.indexOf(axis)),
        );
      const left = inOrder(x, input, [...shared, ...ofInput, ...summed]);
      const right = inOrder(kernel, weights, [...shared, ...summed, ...ofKernel]);
      const product = tf.matMul(
        tf.reshape(left, [count(shared), count(ofInput), count(summed)]),
        tf.reshape(right, [count(shared), count(summed), count(ofKernel)]),
      );
      const found = [...shared, ...ofInput, ...ofKernel];
      const y = inOrder(tf.reshape(product, found.map(lengthOf)), found.join(''), [...output]);
      return activate(tf, options.activation, bias ? tf.add(y, bias) : y);
    },
  };
};

/** The axes of an equation, a letter each, and how long each is. */
interface NamedAxes {
  input: string;
  kernel: string;
  output: string;
  lengthOf(axis: string): number;
}

/** @param outputShape the lengths of the last axes of the output; null where an axis of x has that name */
function einsumAxes(equation: string, outputShape: readonly (number | null)[], x: Lengths): NamedAxes {
  const [, written = '', kernel = '', result = ''] =
    /^([a-zA-Z.]+),([a-zA-Z]+)->([a-zA-Z.]+)$/.exec(equation.replaceAll(' ', '')) ?? [];
  const more = x.length - written.replace('...', '').length;
  // Letters outside of the alphabet stand for the axes that the dots leave out.
  const left = Array.from({ length: Math.max(more, 0) }, (_, i) => String.fromCharCode(0x3b1 + i)).join('');
  const [input, output] = [written.replace('...', left), result.replace('...', left)];
  const lengthsOf = new Map([...input].map((axis, i) => [axis, x[i]!]));
  for (const [i, axis] of [...output].reverse().entries()) {
    const given = outputShape.at(-1 - i);
    if (i < outputShape.length && typeof given === 'number' && !lengthsOf.has(axis))
      lengthsOf.set(axis, given);
  }
  const known = [...kernel, ...output].every((axis) => lengthsOf.has(axis));
  const sumsOne = [...input].every((axis) => kernel.includes(axis) || output.includes(axis));
  if (written === '' || input.length !== x.length || !known || !sumsOne || kernel.includes(input[0]!))
    throw new Error(
      `has the equation ${equation} for pictures of ${x.slice(1).join('×')}, which is not supported; export the model as ONNX`,
    );
  return { input, kernel, output, lengthOf: (axis) => lengthsOf.get(axis)! };
}
