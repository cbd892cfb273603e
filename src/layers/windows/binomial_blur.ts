import * as v from 'valibot';
import { count } from '../../core/error.ts';
import { choice, described, size, whole } from '../../core/options.ts';
import type { Image, Pair, Shape, Tensor4D, TensorFlow } from '../../core/tensor.ts';
import * as loops from '../loops/padding.ts';
import { everyNthCell } from '../loops/subsample.ts';
import { sumsUnder } from '../loops/weighted_sums.ts';
import { padTensor } from '../ops/padding.ts';
import { everyNth } from '../ops/subsample.ts';
import { type LayerWindow, type Padding, slideShape } from './window.ts';

/** The options of layers that blur before they downsample. */
export const blurEntries = {
  filter: described(
    'Taps on either axis, 1 to 7: the binomial coefficients, over their sum.',
    v.optional(whole({ min: 1, max: 7 }), 3),
  ),
  strides: described(
    'Keep every n-th cell: n, or [height, width].',
    v.optional(size({ max: 16_000_000 }), 2),
  ),
  profile: described(
    'How the border is padded, for a filter of k: adobe reflects, floor((k - 1) / 2) before and ceil((k - 1) / 2) after; kornia puts as many zeros; timm reflects, floor((k - 1 + strides - 1) / 2) on both sides. This reflection does not repeat the edge.',
    v.optional(choice(['adobe', 'kornia', 'timm']), 'adobe'),
  ),
  padding: described(
    'profile: as the profile says. valid: windows inside the image only. circular: windows read on at the other side.',
    v.optional(choice(['profile', 'valid', 'circular']), 'profile'),
  ),
};

export interface BlurOptions {
  filter: number;
  strides: Pair;
  profile: 'adobe' | 'kornia' | 'timm';
  padding: 'profile' | 'valid' | 'circular';
}

const profiles: Record<
  BlurOptions['profile'],
  (k: number, stride: number) => [before: number, after: number]
> = {
  adobe: (k) => [Math.floor((k - 1) / 2), Math.ceil((k - 1) / 2)],
  kornia: (k) => [Math.floor((k - 1) / 2), Math.ceil((k - 1) / 2)],
  timm: (k, stride) => [Math.floor((k - 1 + stride - 1) / 2), Math.floor((k - 1 + stride - 1) / 2)],
};

/**
 * The padding of the window of a blur: cells before and after on both axes, unless the option names a rule.
 *
 * @example blurPadding({ filter: 3, strides: [2, 2], profile: 'adobe', padding: 'profile' })
 * // { before: [1, 1], after: [1, 1], mirror: true }
 */
export function blurPadding({ filter, strides, profile, padding }: BlurOptions): Padding {
  if (padding !== 'profile') return padding;
  const [y, x] = strides.map((stride) => profiles[profile](filter, stride)) as [
    [number, number],
    [number, number],
  ];
  return { before: [y[0], x[0]], after: [y[1], x[1]], mirror: profile !== 'kornia' };
}

/**
 * The shape of a blurred input, or why it cannot be blurred: a mirror image without the edge is one cell shorter than
 * the input.
 *
 * @param spare how many rows and columns the input loses before the blur
 */
export function blurShape(
  input: Shape,
  window: LayerWindow,
  { profile }: BlurOptions,
  spare: Pair = [0, 0],
): Shape | string {
  const { padding } = window;
  if (typeof padding === 'object' && profile !== 'kornia') {
    for (const [axis, cells] of (['row', 'column'] as const).entries()) {
      const most = Math.max(padding.before[axis]!, padding.after[axis]!);
      const left = input[axis]! - spare[axis]!;
      if (left <= most)
        return `cannot reflect ${count(most, cells)} where ${left} ${left === 1 ? 'is' : 'are'} left; take profile: kornia or a smaller filter`;
    }
  }
  return slideShape(input, window);
}

/** Blurs both axes and keeps every s-th cell. [n, h, w, c] → [n, h', w', c]. */
export function blur(tf: TensorFlow, x: Tensor4D, options: BlurOptions): Tensor4D {
  const { filter, strides } = options;
  const window = { size: [filter, filter] as Pair, strides, padding: blurPadding(options) };
  const taps = binomial(filter);
  const channels = x.shape[3];
  const weights = taps.flatMap((down) =>
    taps.flatMap((across) => new Array<number>(channels).fill(down * across)),
  );
  const kernel = tf.tensor4d(weights, [filter, filter, channels, 1]);
  const padded = padTensor(tf, x, window);
  // Native TensorFlow knows only equal strides.
  if (strides[0] === strides[1]) return tf.depthwiseConv2d(padded, kernel, [...strides], 'valid');
  return everyNth(tf, tf.depthwiseConv2d(padded, kernel, 1, 'valid'), strides);
}

/** Blurs both axes and keeps every s-th cell, in plain loops. @param dilation cells from one neighbour to the next */
export function plainBlur(x: Image, options: BlurOptions, dilation: Pair): Image {
  const { filter, strides } = options;
  const window = { size: [filter, filter] as Pair, strides, padding: blurPadding(options) };
  const taps = binomial(filter);
  const around = loops.padImage(x, window, 0);
  return everyNthCell(sumsUnder(around, taps, taps, dilation), strides);
}

/** The k-th row of Pascal's triangle over its sum: [1, 2, 1] / 4. Exact in binary. */
function binomial(k: number): number[] {
  let row = [1];
  for (let i = 1; i < k; i++) row = [1, ...row.slice(1).map((value, j) => value + row[j]!), 1];
  return row.map((value) => value / 2 ** (k - 1));
}
