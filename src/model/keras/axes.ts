import * as v from 'valibot';
import { whole } from '../../core/options.ts';
import { axisIndex } from './geometry.ts';
import type { KerasLayer, Lengths } from './kind.ts';

/** An axis, or several: a list of them. */
export const axesList = v.pipe(
  v.union([whole(), v.array(whole())], 'expected an axis, or a list of axes'),
  v.transform((given) => [given].flat()),
);

/** Axes as numbers from 1 on. @throws Error where the batch is among them */
export function axesOfPicture(axes: readonly number[], x: Lengths): number[] {
  return axes.map((one) => {
    const at = axisIndex(one, x);
    if (at === 0) throw new Error('works along the axis of the batch, which is not supported');
    return at;
  });
}

/** @throws Error where it is that of the batch */
export function axisOfPicture(axis: number, x: Lengths): number {
  return axesOfPicture([axis], x)[0]!;
}

/** A layer that puts axes in another order. */
export function reordering(order: (x: Lengths) => number[]): KerasLayer {
  return {
    shape: ([x]) => order(x!).map((axis) => x![axis]!),
    apply: (tf, [x]) => tf.transpose(x!, order(x!.shape)),
  };
}
