import * as v from 'valibot';
import { boolean } from '../../../core/options.ts';
import { type Tensor, type TensorFlow, valueCount } from '../../../core/tensor.ts';
import { einsum, equationRefusal, lengthsOfAxes, namedAxes } from '../einsum.ts';
import { type KerasClass, type Lengths, readConfig } from '../kind.ts';
import { ofOperands } from '../operands.ts';

/** `keras.ops.einsum` of values whose first axis is that of pictures, and of constants. */
export const Einsum: KerasClass = (config) => {
  const { subscripts } = readConfig(config, { subscripts: v.string() });
  /** @param constants the places of constants among the operands */
  const axesFor = (all: readonly Lengths[], constants: readonly number[]) => {
    const axes = namedAxes(
      subscripts,
      all.map(({ length }) => length),
    );
    const lengths = axes && lengthsOfAxes(axes.tensors, all);
    const [batch] = axes?.output ?? '';
    const keepsApart =
      batch !== undefined &&
      axes?.tensors.every((one, i) => (constants.includes(i) ? !one.includes(batch) : one[0] === batch));
    if (!lengths || !keepsApart || [...axes.output].some((axis) => !lengths.has(axis)))
      throw new Error(equationRefusal(subscripts, all));
    return { axes, lengths };
  };
  return ofOperands([], {
    shape(all, constants) {
      const { axes, lengths } = axesFor(all, constants);
      return [...axes.output].map((axis) => lengths.get(axis)!);
    },
    apply: (tf, all, constants) => einsum(tf, all, axesFor(shapesOfAll(all), constants).axes),
  });
};

/**
 * Products of matrices of the last two axes; a constant may be one matrix for all, or a vector. TensorFlow may exchange
 * these two axes first.
 */
export const Matmul: KerasClass = (config) => {
  const turned = v.optional(boolean(), false);
  const { transpose_a, transpose_b } = readConfig(config, { transpose_a: turned, transpose_b: turned });
  const exchanged = [transpose_a, transpose_b];
  const shapes = (all: readonly Lengths[]) =>
    all.map((one, i) => (exchanged[i] ? [...one.slice(0, -2), one.at(-1)!, one.at(-2)!] : one));
  return ofOperands(['x1', 'x2'], {
    shape: (all, constants) => productShape(shapes(all), constants),
    apply(tf, all, constants) {
      const factors = all.map((one, i) => (exchanged[i] ? lastTwoExchanged(tf, one) : one));
      return matrixProduct(tf, factors, constants);
    },
  });
};

function lastTwoExchanged(tf: TensorFlow, x: Tensor): Tensor {
  const axes = [...x.shape.keys()];
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** The shapes of two factors as matrices. A vector is a row of the left one, or a column of the right one. */
function factorShapes([a, b]: readonly Lengths[], constants: readonly number[]) {
  if (!a || !b || (constants.length === 0 && a.length !== b.length)) return undefined;
  const left = a.length === 1 ? [1, ...a] : [...a];
  const right = b.length === 1 ? [...b, 1] : [...b];
  if (left.length < 2 || right.length < 2 || left.at(-1) !== right.at(-2)) return undefined;
  const [ofLeft, ofRight] = [left.slice(0, -2), right.slice(0, -2)];
  // A constant for all pictures has no batch, or one of 1.
  const one = (axes: number[]) => axes.every((length) => length === 1);
  const sound = constants.includes(0)
    ? one(ofLeft) && ofRight.length > 0
    : ofLeft.length > 0 && (constants.includes(1) ? one(ofRight) : ofLeft.join() === ofRight.join());
  return sound ? { left, right, batch: constants.includes(0) ? ofRight : ofLeft } : undefined;
}

function productShape(all: readonly Lengths[], constants: readonly number[]): number[] {
  const factors = factorShapes(all, constants);
  if (!factors)
    throw new Error(
      `multiplies ${all.map((one, i) => one.slice(constants.includes(i) ? 0 : 1).join('×')).join(' with ')}`,
    );
  const { left, right, batch } = factors;
  return [
    ...batch,
    ...(all[0]!.length === 1 ? [] : [left.at(-2)!]),
    ...(all[1]!.length === 1 ? [] : [right.at(-1)!]),
  ];
}

function matrixProduct(tf: TensorFlow, all: readonly Tensor[], constants: readonly number[]): Tensor {
  const shapes = shapesOfAll(all);
  const { left, right } = factorShapes(shapes, constants)!;
  const flat = ([...axes]: number[]) => [valueCount(axes.slice(0, -2)), ...axes.slice(-2)];
  const [a, b] = [tf.reshape(all[0]!, flat(left)), tf.reshape(all[1]!, flat(right))];
  return tf.reshape(tf.matMul(a, b), productShape(shapes, constants));
}

function shapesOfAll(all: readonly Tensor[]): Lengths[] {
  return all.map(({ shape }) => shape);
}
