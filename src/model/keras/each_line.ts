import * as v from 'valibot';
import { whole } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { axisOfPicture } from './axes.ts';
import { type KerasClass, readConfig } from './kind.ts';

/** A layer that changes each line along an axis. */
export function ofEachLine(action: (tf: TensorFlow, x: Tensor, at: number) => Tensor): KerasClass {
  return (config) => {
    const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
    return {
      shape([x]) {
        axisOfPicture(axis, x!);
        return [...x!];
      },
      apply: (tf, [x]) => action(tf, x!, axisOfPicture(axis, x!.shape)),
    };
  };
}
