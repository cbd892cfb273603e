import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import { type Tensor, type TensorFlow, valueCount } from '../../../core/tensor.ts';
import { axisOfPicture } from '../axes.ts';
import { calledLayer } from '../called_layer.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, type KerasLayer, type Lengths, readConfig } from '../kind.ts';
import { ofEachLine } from '../of_each.ts';
import {
  constantTensor,
  isInput,
  type Operand,
  operandsOf,
  refuseOthers,
  shapeOfConstant,
} from '../operands.ts';

/** Functions of `keras.ops` that sort values of each picture, or take some of them. */

/** The k largest values of the last axis, in falling order, and their places. */
export const TopK: KerasClass = (config) => {
  const { k } = readConfig(config, { k: whole({ min: 1 }) }, ['sorted']);
  const part = (index: number): KerasLayer => ({
    shape([x]) {
      if (index > 1) throw new Error(`has no output ${index}`);
      const at = axisOfPicture(-1, x!);
      if (k > x![at]!) throw new Error(`takes ${k} of ${x![at]} values`);
      return x!.with(at, k);
    },
    apply(tf, [x]) {
      const { values, indices } = tf.topk(x!, k, true);
      return index === 0 ? values : tf.cast(indices, 'float32');
    },
  });
  return { ...part(0), part };
};

/** Values of an axis in rising order, and their places before; equal ones keep their order. */
export const Sort = sortedAlong((tf, x) => tf.neg(tf.topk(tf.neg(x), x.shape.at(-1)!, true).values));
export const Argsort = sortedAlong((tf, x) =>
  tf.cast(tf.topk(tf.neg(x), x.shape.at(-1)!, true).indices, 'float32'),
);

/** The values of an axis at some places. The shape of the places replaces that axis. */
export const Take: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(v.nullable(whole()), null) });
  return ofTwo(['x', 'indices'], (x, indices) => {
    if (isInput(x) && isInput(indices))
      throw new Error('takes values at places that depend on the picture, which is not supported');
    if (isInput(x) && !isInput(indices)) {
      const shape = shapeOfConstant(indices.constant);
      const places = [indices.constant].flat(9) as number[];
      const at = (lengths: Lengths) => {
        if (axis === null) throw new Error('has the option axis: null, which is not supported');
        const found = axisOfPicture(axis, lengths);
        const outside = places.find((one) => one < -lengths[found]! || one >= lengths[found]!);
        if (outside !== undefined) throw new Error(`takes the place ${outside} of ${lengths[found]}`);
        return found;
      };
      const shapeOf = (lengths: Lengths) => lengths.toSpliced(at(lengths), 1, ...shape);
      return {
        shape: ([lengths]) => shapeOf(lengths!),
        apply(tf, [tensor]) {
          const length = tensor!.shape[at(tensor!.shape)]!;
          const from0 = places.map((one) => (one < 0 ? one + length : one));
          const taken = tf.gather(tensor!, tf.tensor1d(from0, 'int32'), at(tensor!.shape));
          return tf.reshape(taken, shapeOf(tensor!.shape));
        },
      };
    }
    if (isInput(x)) throw new Error('is called without places');
    const table = shapeOfConstant(x.constant);
    const at = axisIndex(axis ?? 0, axis === null ? [1] : table);
    if (at > 0)
      throw new Error('takes parts of a constant along an axis after its first, which is not supported');
    const rows = axis === null ? [valueCount(table)] : table;
    return {
      shape: ([lengths]) => [...lengths!, ...rows.slice(1)],
      apply(tf, [tensor]) {
        const places = tf.where(tf.less(tensor!, 0), tf.add(tensor!, rows[0]!), tensor!);
        return tf.gather(constantTensor(tf, x.constant, rows), tf.cast(places, 'int32'));
      },
    };
  });
};

/** The values of each line along an axis at the places given for that line. */
export const TakeAlongAxis: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(v.nullable(whole()), null) });
  return ofTwo(['x', 'indices'], (x, indices) => {
    if (!isInput(x)) throw new Error('takes values of a constant, which is not supported');
    const shapesOf = (inputs: readonly Lengths[]) => {
      if (axis === null) throw new Error('has the option axis: null, which is not supported');
      const lengths = inputs[x.input]!;
      const at = axisOfPicture(axis, lengths);
      const places = isInput(indices) ? inputs[indices.input]! : shapeOfConstant(indices.constant);
      const fits =
        places.length === lengths.length &&
        places.every((length, i) => i === at || length === lengths[i] || length === 1 || lengths[i] === 1);
      if (!fits)
        throw new Error(`takes the places ${places.slice(1).join('×')} of ${lengths.slice(1).join('×')}`);
      const all = lengths.map((length, i) => (i === at ? length : Math.max(length, places[i]!)));
      return { at, from: all, places: all.with(at, places[at]!) };
    };
    return {
      shape: (inputs) => shapesOf(inputs).places,
      apply(tf, inputs) {
        const { at, from, places } = shapesOf(inputs.map(({ shape }) => shape));
        const given = isInput(indices) ? inputs[indices.input]! : constantTensor(tf, indices.constant);
        const lines = (one: Tensor, shape: number[]) => lastAxis(tf, spreadTo(tf, one, shape), at);
        const [values, wanted] = [lines(inputs[x.input]!, from), lines(given, places)];
        const counted = tf.where(tf.less(wanted, 0), tf.add(wanted, from[at]!), wanted);
        // Each line begins after those before it.
        const count = valueCount(values.shape.slice(0, -1));
        const begins = tf.reshape(tf.range(0, count * from[at]!, from[at]!, 'int32'), [count, 1]);
        const flat = tf.add(tf.cast(tf.reshape(counted, [count, -1]), 'int32'), begins);
        const taken = tf.gather(tf.reshape(values, [-1]), tf.reshape(flat, [-1]));
        return fromLastAxis(tf, tf.reshape(taken, wanted.shape), at);
      },
    };
  });
};

/** A vector for each whole number that is 1 at its place, and 0 elsewhere, along an axis of its own. */
export const OneHot: KerasClass = (config) => {
  const { num_classes, axis } = readConfig(
    config,
    { num_classes: whole({ min: 1 }), axis: v.optional(whole(), -1) },
    ['sparse'],
  );
  const at = (x: Lengths) => axisOfPicture(axis, [...x, 1]);
  return {
    shape: ([x]) => x!.toSpliced(at(x!), 0, num_classes),
    apply(tf, [x]) {
      const classes = tf.range(0, num_classes, 1);
      return fromLastAxis(
        tf,
        tf.cast(tf.equal(tf.expandDims(tf.cast(x!, 'float32'), -1), classes), 'float32'),
        at(x!.shape),
      );
    },
  };
};

/** A function of two operands. @param layer what a call of these does */
function ofTwo(names: readonly [string, string], layer: (a: Operand, b: Operand) => KerasLayer): KerasLayer {
  return calledLayer(`is called without ${names.join(' and ')}`, (options) => {
    const { among, others } = operandsOf(options, names);
    refuseOthers(others);
    const made = (count: number) => {
      const [a, b, ...more] = among(count);
      if (!a || !b || more.length > 0) throw new Error(`takes ${names.join(' and ')}`);
      return layer(a, b);
    };
    return {
      severalInputs: true,
      shape: (inputs) => made(inputs.length).shape(inputs),
      apply: (tf, inputs, weights) => made(inputs.length).apply(tf, inputs, weights),
    };
  });
}

/** @param action on the last axis */
function sortedAlong(action: (tf: TensorFlow, x: Tensor) => Tensor): KerasClass {
  return ofEachLine((tf, x, at) => fromLastAxis(tf, action(tf, lastAxis(tf, x, at)), at));
}

function lastAxis(tf: TensorFlow, x: Tensor, at: number): Tensor {
  if (at === x.rank - 1) return x;
  return tf.transpose(x, [...x.shape.keys()].toSpliced(at, 1).concat(at));
}

function fromLastAxis(tf: TensorFlow, x: Tensor, at: number): Tensor {
  if (at === x.rank - 1) return x;
  return tf.transpose(x, [...x.shape.keys()].slice(0, -1).toSpliced(at, 0, x.rank - 1));
}

/** Axes of length 1 repeated. */
function spreadTo(tf: TensorFlow, x: Tensor, shape: readonly number[]): Tensor {
  if (x.shape.join() === shape.join()) return x;
  return tf.tile(
    x,
    shape.map((length, i) => (x.shape[i] === length ? 1 : length)),
  );
}
