import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { type KerasClass, readConfig } from './kind.ts';

/** A class of layers without options that compute each value by itself. */
export function ofEach(action: (tf: TensorFlow, x: Tensor) => Tensor): KerasClass {
  return (config) => {
    readConfig(config, {});
    return { shape: ([x]) => [...x!], apply: (tf, [x]) => action(tf, x!) };
  };
}
