import * as v from 'valibot';
import { whole } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { axesOfPicture } from './axes.ts';
import { type KerasClass, type KerasLayer, readConfig } from './kind.ts';

/** A layer whose output has the shape of its input. */
export function sameShape(action: (tf: TensorFlow, x: Tensor) => Tensor): KerasLayer {
  return { shape: ([x]) => [...x!], apply: (tf, [x]) => action(tf, x!) };
}

/** A class of layers without options that compute each value by itself. */
export function ofEach(action: (tf: TensorFlow, x: Tensor) => Tensor): KerasClass {
  return (config) => {
    readConfig(config, {});
    return sameShape(action);
  };
}

/** A class of layers that change each line along an axis. Default: the last one. */
export function ofEachLine(action: (tf: TensorFlow, x: Tensor, at: number) => Tensor): KerasClass {
  return (config) => {
    const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
    return onAxes([axis], (tf, x, [at]) => action(tf, x, at!));
  };
}

/** A layer that changes values along some axes, which stay. @param require refuses them */
export function onAxes(
  axes: readonly number[],
  action: (tf: TensorFlow, x: Tensor, axes: number[]) => Tensor,
  require: () => void = () => {},
): KerasLayer {
  return {
    shape([x]) {
      axesOfPicture(axes, x!);
      require();
      return [...x!];
    },
    apply: (tf, [x]) => action(tf, x!, axesOfPicture(axes, x!.shape)),
  };
}
