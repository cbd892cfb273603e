import * as v from 'valibot';
import { whole } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { axisOfPicture } from './axes.ts';
import { type KerasClass, readConfig } from './kind.ts';

/** A class of layers without options that compute each value by itself. */
export function ofEach(action: (tf: TensorFlow, x: Tensor) => Tensor): KerasClass {
  return (config) => {
    readConfig(config, {});
    return { shape: ([x]) => [...x!], apply: (tf, [x]) => action(tf, x!) };
  };
}

/** A class of layers that change each line along an axis. Default: the last one. */
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
