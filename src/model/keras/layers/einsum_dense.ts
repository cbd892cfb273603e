import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import { activate, activation } from '../activations.ts';
import { einsum, equationRefusal, namedAxes } from '../einsum.ts';
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
    ['gptq_unpacked_column_size'],
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
      const { input, kernel: weights, output } = axesFor(x!.shape);
      const y = einsum(tf, [x!, kernel!], { tensors: [input, weights], output });
      return activate(tf, options.activation, bias ? tf.add(y, bias) : y);
    },
  };
};

/** The axes of an equation, and how long each is. */
interface DenseAxes {
  input: string;
  kernel: string;
  output: string;
  lengthOf(axis: string): number;
}

/** @param outputShape the lengths of the last axes of the output; null where an axis of x has that name */
function einsumAxes(equation: string, outputShape: readonly (number | null)[], x: Lengths): DenseAxes {
  const found = namedAxes(equation, [x.length, undefined]);
  const { tensors: [input = '', kernel = ''] = [], output = '' } = found ?? {};
  const lengthsOf = new Map([...input].map((axis, i) => [axis, x[i]!]));
  for (const [i, axis] of [...output].reverse().entries()) {
    const given = outputShape.at(-1 - i);
    if (i < outputShape.length && typeof given === 'number' && !lengthsOf.has(axis))
      lengthsOf.set(axis, given);
  }
  const known = [...kernel, ...output].every((axis) => lengthsOf.has(axis));
  if (!found || !known || output[0] !== input[0] || kernel.includes(input[0]!))
    throw new Error(equationRefusal(equation, [x]));
  return { input, kernel, output, lengthOf: (axis) => lengthsOf.get(axis)! };
}
