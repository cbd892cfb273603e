import * as v from 'valibot';
import { choice, number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axesList, axesOfPicture, axisOfPicture } from '../axes.ts';
import { axisIndex, channelsLast, inFormat, withChannelsLast } from '../geometry.ts';
import { dataFormat, type KerasClass, type Lengths, readConfig } from '../kind.ts';

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
  return {
    shape([x]) {
      axesOfPicture(axis, x!);
      return [...x!];
    },
    apply: (tf, [x]) => tf.reverse(x!, axesOfPicture(axis, x!.shape)),
  };
};

/** Moved along some axes; what leaves at one end comes in at the other. */
export const Roll: KerasClass = (config) => {
  const { axis, shift } = readConfig(config, { axis: axesList, shift: axesList });
  return {
    shape([x]) {
      axesOfPicture(axis, x!);
      if (shift.length !== axis.length && shift.length !== 1)
        throw new Error(`moves by ${shift.join(', ')} along ${axis.length} axes`);
      return [...x!];
    },
    apply: (tf, [x]) =>
      axesOfPicture(axis, x!.shape).reduce((now, at, i) => {
        const length = now.shape[at]!;
        const by = (((shift[i] ?? shift[0]!) % length) + length) % length;
        return by === 0 ? now : tf.concat(tf.split(now, [length - by, by], at).reverse(), at);
      }, tf.clone(x!)),
  };
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

/** Some axes in other places. */
export const Moveaxis: KerasClass = (config) => {
  const { source, destination } = readConfig(config, { source: axesList, destination: axesList });
  const order = (x: Lengths) => {
    const [from, to] = [axesOfPicture(source, x), axesOfPicture(destination, x)];
    const rest = x.map((_, i) => i).filter((i) => !from.includes(i));
    return x.map((_, i) => (to.includes(i) ? from[to.indexOf(i)]! : rest.shift()!));
  };
  return {
    shape: ([x]) => order(x!).map((axis) => x![axis]!),
    apply: (tf, [x]) => tf.transpose(x!, order(x!.shape)),
  };
};

/** Channels as blocks of places: [n, h, w, b · b · c] → [n, h · b, w · b, c]. */
export const DepthToSpace = blocks({
  shape: ([n, h, w, c], b) => [n!, h! * b, w! * b, c! / (b * b)],
  fits: ([, , , c], b) => c! % (b * b) === 0,
  split: ([n, h, w, c], b) => [n! * h!, w!, b, c! / b],
});

/** Blocks of places as channels: [n, h · b, w · b, c] → [n, h, w, b · b · c]. */
export const SpaceToDepth = blocks({
  shape: ([n, h, w, c], b) => [n!, h! / b, w! / b, c! * b * b],
  fits: ([, h, w], b) => h! % b === 0 && w! % b === 0,
  split: ([n, h, w, c], b) => [(n! * h!) / b, b, w! / b, c! * b],
});

/** @param to.split the shape, of which the two axes in the middle change places */
function blocks(to: {
  shape: (x: Lengths, b: number) => number[];
  fits: (x: Lengths, b: number) => boolean;
  split: (x: Lengths, b: number) => [number, number, number, number];
}): KerasClass {
  return (config) => {
    const { block_size: b, data_format } = readConfig(config, {
      block_size: whole({ min: 1 }),
      data_format: dataFormat(),
    });
    return {
      shape([x]) {
        const last = channelsLast(x!, data_format);
        if (!to.fits(last, b)) throw new Error(`makes blocks of ${b}×${b} of ${x!.slice(1).join('×')}`);
        return inFormat(to.shape(last, b), data_format);
      },
      apply: (tf, [x]) =>
        withChannelsLast(tf, x!, data_format, (input) => {
          const turned = tf.transpose(tf.reshape(input, to.split(input.shape, b)), [0, 2, 1, 3]);
          return tf.reshape(turned, to.shape(input.shape, b));
        }),
    };
  };
}

/** a · sigmoid(b) of the two halves a and b along an axis. */
export const Glu: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
  return {
    shape([x]) {
      const at = axisOfPicture(axis, x!);
      if (x![at]! % 2 !== 0) throw new Error(`halves the axis ${axis} of ${x!.slice(1).join('×')}`);
      return x!.with(at, x![at]! / 2);
    },
    apply(tf, [x]) {
      const [a, b] = tf.split(x!, 2, axisIndex(axis, x!.shape)) as [Tensor, Tensor];
      return tf.mul(a, tf.sigmoid(b));
    },
  };
};

export { besideEachOther as Stack, reversedAlong as Flip };
