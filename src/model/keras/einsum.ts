import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import type { Lengths } from './kind.ts';

/** The axes of an equation such as `abc,cd->abd`, a letter each. */
export interface NamedAxes {
  /** Of each tensor. */
  tensors: string[];
  output: string;
}

/**
 * Reads an equation. Dots are the axes without letters, as many as the tensor with most of them has. Without `->`, the
 * output has the letters that occur once, in the order of the alphabet.
 *
 * @param ranks how many axes each tensor has; undefined: as many as it has letters
 * @returns undefined for an equation that does not fit
 */
export function namedAxes(equation: string, ranks: readonly (number | undefined)[]): NamedAxes | undefined {
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const written = left.split(',');
  const lettered = written.map((axes) => axes.replace('...', ''));
  const counts = ranks.map((rank, i) => (rank ?? lettered[i]?.length ?? 0) - (lettered[i]?.length ?? 0));
  const most = Math.max(0, ...counts);
  // The axes behind the dots get letters outside of the alphabet.
  const dots = Array.from({ length: most }, (_, i) => String.fromCharCode(0x3b1 + i)).join('');
  const tensors = written.map((axes, i) =>
    axes.replace('...', dots.slice(most - Math.max(0, counts[i] ?? 0))),
  );
  const all = lettered.join('');
  const once = [...new Set(all)].filter((axis) => all.indexOf(axis) === all.lastIndexOf(axis)).sort();
  const output = right === undefined ? dots + once.join('') : right.replace('...', dots);
  const fits =
    written.length === ranks.length &&
    ranks.every((rank, i) => rank === undefined || tensors[i]!.length === rank) &&
    [...tensors, output].every(
      (axes) => /^[a-zA-Z\u03b1-\u03c9]*$/.test(axes) && new Set(axes).size === axes.length,
    );
  return fits ? { tensors, output } : undefined;
}

/** Sums of the products of tensors, over the axes that the output does not have. */
export function einsum(tf: TensorFlow, given: readonly Tensor[], { tensors, output }: NamedAxes): Tensor {
  const [first, ...others] = given.map((tensor, i) => ({ tensor, axes: tensors[i]! }));
  const all = others.reduce((now, next, i) => {
    const later = output + tensors.slice(i + 2).join('');
    return productOfTwo(tf, now, next, (axis) => later.includes(axis));
  }, first!);
  const { tensor, axes } = summedOver(tf, all, (axis) => output.includes(axis));
  return withAxesInOrder(tf, tensor, axes, [...output]);
}

interface Lettered {
  tensor: Tensor;
  axes: string;
}

/** The products of two tensors, summed over axes that are not kept. */
function productOfTwo(tf: TensorFlow, a: Lettered, b: Lettered, isKept: (axis: string) => boolean): Lettered {
  const left = summedOver(tf, a, (axis) => isKept(axis) || b.axes.includes(axis));
  const right = summedOver(tf, b, (axis) => isKept(axis) || a.axes.includes(axis));
  const lengths = new Map<string, number>();
  for (const { tensor, axes } of [left, right])
    for (const [i, axis] of [...axes].entries()) lengths.set(axis, tensor.shape[i]!);
  const both = [...left.axes].filter((axis) => right.axes.includes(axis));
  const [shared, summed] = [both.filter(isKept), both.filter((axis) => !isKept(axis))];
  const [ofLeft, ofRight] = [left, right].map(({ axes }) =>
    [...axes].filter((axis) => !both.includes(axis)),
  ) as [string[], string[]];
  const count = (axes: readonly string[]) => axes.reduce((all, axis) => all * lengths.get(axis)!, 1);
  const found = [...shared, ...ofLeft, ...ofRight];
  const made = tf.matMul(
    tf.reshape(withAxesInOrder(tf, left.tensor, left.axes, [...shared, ...ofLeft, ...summed]), [
      count(shared),
      count(ofLeft),
      count(summed),
    ]),
    tf.reshape(withAxesInOrder(tf, right.tensor, right.axes, [...shared, ...summed, ...ofRight]), [
      count(shared),
      count(summed),
      count(ofRight),
    ]),
  );
  return {
    tensor: tf.reshape(
      made,
      found.map((axis) => lengths.get(axis)!),
    ),
    axes: found.join(''),
  };
}

function summedOver(tf: TensorFlow, { tensor, axes }: Lettered, isKept: (axis: string) => boolean): Lettered {
  const left = [...axes].flatMap((axis, i) => (isKept(axis) ? [] : [i]));
  if (left.length === 0) return { tensor, axes };
  return { tensor: tf.sum(tensor, left), axes: [...axes].filter(isKept).join('') };
}

function withAxesInOrder(tf: TensorFlow, tensor: Tensor, axes: string, order: readonly string[]): Tensor {
  return tf.transpose(
    tensor,
    order.map((axis) => axes.indexOf(axis)),
  );
}

/**
 * The length of each axis, by its letter; undefined where two tensors differ in it.
 *
 * @example lengthsOfAxes(['ij', 'jk'], [[2, 3], [3, 4]]) // i: 2, j: 3, k: 4
 */
export function lengthsOfAxes(
  tensors: readonly string[],
  shapes: readonly Lengths[],
): Map<string, number> | undefined {
  const lengths = new Map<string, number>();
  for (const [i, axes] of tensors.entries())
    for (const [at, axis] of [...axes].entries()) {
      const length = shapes[i]![at]!;
      if ((lengths.get(axis) ?? length) !== length) return undefined;
      lengths.set(axis, length);
    }
  return lengths;
}

/** For an equation that is not computed: a phrase that follows the layer's name. */
export function equationRefusal(equation: string, inputs: readonly Lengths[]): string {
  const shapes = inputs.map((one) => one.slice(1).join('×')).join(' and ');
  return `has the equation ${equation} for pictures of ${shapes}, which is not supported`;
}
