import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import { valueCount } from '../../../core/tensor.ts';
import { reordering } from '../axes.ts';
import { requireAxes } from '../geometry.ts';
import { dataFormat, type KerasClass, type Lengths, readConfig } from '../kind.ts';
import { sameShape } from '../of_each.ts';

/** [n, …] → [n, c], channels last. */
export const Flatten: KerasClass = (config) => {
  const { data_format } = readConfig(config, { data_format: dataFormat() });
  return {
    shape: ([x]) => [x![0]!, valueCount(x!.slice(1))],
    apply(tf, [x]) {
      const order = x!.shape.map((_, i) => i);
      const first = data_format === 'channels_first' && x!.rank > 2;
      const last = first ? tf.transpose(x!, [0, ...order.slice(2), 1]) : x!;
      return tf.reshape(last, [x!.shape[0]!, x!.size / x!.shape[0]!]);
    },
  };
};

/** [n, …] → [n, …target_shape], of which one length may be -1: what is left. `keras.ops.reshape` has the batch first. */
export const Reshape: KerasClass = (config) => {
  const length = v.nullable(whole({ min: -1 }));
  const says = 'expected whole numbers, of which one may be -1';
  const lengths = v.optional(
    v.pipe(
      v.array(v.any(), says),
      v.check((all) => v.is(v.array(length), all), says),
    ),
  );
  const options = readConfig(config, { target_shape: lengths, newshape: lengths });
  const { newshape } = options;
  if (newshape && (newshape[0] ?? -1) !== -1)
    throw new Error(`has the option newshape: ${newshape.join(', ')}; only -1 is supported for the batch`);
  const wanted = options.target_shape ?? newshape?.slice(1);
  if (!wanted) throw new Error('has no option target_shape');
  const target = wanted.map((one) => one ?? -1);
  const shape = ([n, ...rest]: Lengths) => {
    const known = valueCount(target.filter((length) => length !== -1));
    const found = target.map((length) => (length === -1 ? valueCount(rest) / known : length));
    if (valueCount(found) === valueCount(rest) && found.every(Number.isInteger)) return [n!, ...found];
    throw new Error(`makes ${target.join('×')} of ${rest.join('×')}, which has other values`);
  };
  return { shape: ([x]) => shape(x!), apply: (tf, [x]) => tf.reshape(x!, shape(x!.shape)) };
};

/** Axes in another order; the first after the batch is 1. */
export const Permute: KerasClass = (config) => {
  const { dims } = readConfig(config, {
    dims: v.array(whole({ min: 1 }), 'expected a list of axes from 1 on'),
  });
  const order = (x: Lengths) => {
    const found = [0, ...dims];
    if (new Set(found).size === x.length && found.length === x.length && Math.max(...found) < x.length)
      return found;
    throw new Error(`orders the axes ${dims.join(', ')} of ${x.length - 1}`);
  };
  return reordering(order);
};

/** [n, c] → [n, times, c] */
export const RepeatVector: KerasClass = (config) => {
  const options = readConfig(config, { n: whole({ min: 1 }) });
  return {
    shape([x]) {
      requireAxes(x!, 2);
      return [x![0]!, options.n, x![1]!];
    },
    apply: (tf, [x]) => tf.tile(tf.expandDims(x!, 1), [1, options.n, 1]),
  };
};

/** The input of a network: returns a copy of x. */
export const InputLayer: KerasClass = () => sameShape((tf, x) => tf.clone(x));
