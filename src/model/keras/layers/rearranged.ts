import * as v from 'valibot';
import { choice, number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axesList, axesOfPicture, axisOfPicture, reordering } from '../axes.ts';
import { type KerasClass, type Lengths, readConfig } from '../kind.ts';
import { onAxes } from '../of_each.ts';

/** Functions of `keras.ops` that put values in other places. */

/** More values at the ends of axes: a constant, or values mirrored with their end or without it. */
export const Pad: KerasClass = (config) => {
  const ends = v.strictTuple([whole({ min: 0 }), whole({ min: 0 })]);
  const options = readConfig(config, {
    pad_width: v.array(ends, 'expected [before, after] of each axis'),
    mode: v.optional(choice(['constant', 'reflect', 'symmetric']), 'constant'),
  });
  const { pad_width, mode } = options;
  const layer = (value: number) => ({
    shape([x]: readonly Lengths[]) {
      if (pad_width.length !== x!.length) throw new Error(`pads ${pad_width.length} axes of ${x!.length}`);
      if (pad_width[0]!.join() !== '0,0') throw new Error('pads the batch, which is not supported');
      return x!.map((length, i) => length + pad_width[i]![0] + pad_width[i]![1]);
    },
    apply: (tf: TensorFlow, [x]: readonly Tensor[]) =>
      mode === 'constant' ? tf.pad(x!, pad_width, value) : tf.mirrorPad(x!, pad_width, mode),
  });
  return {
    ...layer(0),
    called: (call) => layer(readConfig(call, { constant_values: v.optional(number(), 0) }).constant_values),
  };
};

/** In reverse along some axes. */
const reversedAlong: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: axesList });
  return onAxes(axis, (tf, x, at) => tf.reverse(x, at));
};

/** Moved along some axes; what leaves at one end comes in at the other. */
export const Roll: KerasClass = (config) => {
  const { axis, shift } = readConfig(config, { axis: axesList, shift: axesList });
  const requireShifts = () => {
    if (shift.length !== axis.length && shift.length !== 1)
      throw new Error(`moves by ${shift.join(', ')} along ${axis.length} axes`);
  };
  const moved = (tf: TensorFlow, x: Tensor, axes: readonly number[]) =>
    axes.reduce((now, at, i) => {
      const length = now.shape[at]!;
      const by = (((shift[i] ?? shift[0]!) % length) + length) % length;
      return by === 0 ? now : tf.concat(tf.split(now, [length - by, by], at).reverse(), at);
    }, tf.clone(x));
  return onAxes(axis, moved, requireShifts);
};

/** One beside the other along an axis of their own. */
const besideEachOther: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(whole(), 0) });
  const at = (x: Lengths) => axisOfPicture(axis, [...x, 1]);
  return {
    severalInputs: true,
    shape([first, ...others]) {
      if (others.some((one) => one.join() !== first!.join()))
        throw new Error('puts outputs of different shapes beside each other');
      return first!.toSpliced(at(first!), 0, others.length + 1);
    },
    apply: (tf, inputs) => tf.stack([...inputs], at(inputs[0]!.shape)),
  };
};

/** In reverse along the axis after the batch. */
export const Fliplr: KerasClass = (config, layerOf) => {
  readConfig(config, {});
  return reversedAlong({ axis: 1 }, layerOf);
};

/** Turned by k quarters in the plane of two axes, from the first towards the second. */
export const Rot90: KerasClass = (config) => {
  const { k, axes } = readConfig(config, {
    k: v.optional(whole(), 1),
    axes: v.optional(v.strictTuple([whole(), whole()]), [0, 1]),
  });
  const quarters = ((k % 4) + 4) % 4;
  const planeOf = (x: Lengths) => axesOfPicture(axes, x) as [number, number];
  const order = (x: Lengths) => {
    const [a, b] = planeOf(x);
    return [...x.keys()].map((axis) => (axis === a ? b : axis === b ? a : axis));
  };
  return {
    shape: ([x]) => {
      const kept = order(x!);
      return quarters % 2 === 0 ? [...x!] : kept.map((axis) => x![axis]!);
    },
    apply(tf, [x]) {
      const [a, b] = planeOf(x!.shape);
      if (quarters === 0) return tf.clone(x!);
      if (quarters === 2) return tf.reverse(x!, [a, b]);
      return quarters === 1
        ? tf.transpose(tf.reverse(x!, [b]), order(x!.shape))
        : tf.reverse(tf.transpose(x!, order(x!.shape)), [b]);
    },
  };
};

/** Each place of an axis several times, as often as the others or as a list says. */
export const Repeat: KerasClass = (config) => {
  const count = whole({ min: 0 });
  const { repeats, axis } = readConfig(config, {
    repeats: v.union([count, v.array(count)], 'expected a number, or a list of numbers'),
    axis: whole(),
  });
  const placesOf = (x: Lengths) => {
    const length = x[axisOfPicture(axis, x)]!;
    const [one] = [repeats].flat();
    const all = Array.isArray(repeats) && repeats.length > 1 ? repeats : Array<number>(length).fill(one!);
    if (all.length !== length) throw new Error(`repeats ${all.length} places of ${length}`);
    return all.flatMap((times, at) => Array<number>(times).fill(at));
  };
  return {
    shape: ([x]) => x!.with(axisOfPicture(axis, x!), placesOf(x!).length),
    apply: (tf, [x]) =>
      tf.gather(x!, tf.tensor1d(placesOf(x!.shape), 'int32'), axisOfPicture(axis, x!.shape)),
  };
};

/** All of an axis several times, one after the other. */
export const Tile: KerasClass = (config) => {
  const { repeats } = readConfig(config, { repeats: axesList });
  const timesFor = (x: Lengths) => {
    if (repeats.length > x.length || (repeats.length === x.length && repeats[0] !== 1))
      throw new Error('repeats the batch, which is not supported');
    return [...Array<number>(x.length - repeats.length).fill(1), ...repeats];
  };
  return {
    shape: ([x]) => timesFor(x!).map((times, i) => times * x![i]!),
    apply: (tf, [x]) => tf.tile(x!, timesFor(x!.shape)),
  };
};

/** Some axes in other places. */
export const Moveaxis: KerasClass = (config) => {
  const { source, destination } = readConfig(config, { source: axesList, destination: axesList });
  const order = (x: Lengths) => {
    const [from, to] = [axesOfPicture(source, x), axesOfPicture(destination, x)];
    const rest = x.map((_, i) => i).filter((i) => !from.includes(i));
    return x.map((_, i) => (to.includes(i) ? from[to.indexOf(i)]! : rest.shift()!));
  };
  return reordering(order);
};

export { besideEachOther as Stack, reversedAlong as Flip };
