import { whole } from '../../../core/options.ts';
import { inFormat, layerInFormat } from '../geometry.ts';
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
    return layerInFormat(data_format, {
      shape(x) {
        if (!to.fits(x, b))
          throw new Error(`makes blocks of ${b}×${b} of ${inFormat(x, data_format).slice(1).join('×')}`);
        return to.shape(x, b);
      },
      apply(tf, x) {
        const turned = tf.transpose(tf.reshape(x, to.split(x.shape, b)), [0, 2, 1, 3]);
        return tf.reshape(turned, to.shape(x.shape, b));
      },
    });
  };
}
