import { whole } from '../../../core/options.ts';
import { channelsLast, inFormat, withChannelsLast } from '../geometry.ts';
import { dataFormat, type KerasClass, type Lengths, readConfig } from '../kind.ts';

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
