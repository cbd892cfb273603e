import * as v from 'valibot';
import { mapValues } from '../../../core/map_values.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { activate, activation } from '../activations.ts';
import { channelsLast, inFormat, requireAxes } from '../geometry.ts';
import { type KerasClass, type KerasLayer, type Lengths, only, readConfig } from '../kind.ts';
import { recurrentOptions } from '../recurrent_options.ts';
import { Conv2D } from './conv.ts';
import { convolutionOptions, filterCount, lengthsOfRow, oneAxisEntries } from './convolution.ts';

/**
 * An LSTM whose products are convolutions, over maps at points in time: [n, t, h, w, c] → [n, h', w', filters], or
 * [n, t, h', w', filters]. Gates are in the order i, f, g, o.
 */
export const ConvLSTM2D: KerasClass = (config, layerOf) => {
  const { activation: _, ...ofConvolution } = convolutionOptions;
  const options = readConfig(config, {
    ...ofConvolution,
    filters: filterCount,
    activation: activation('tanh'),
    recurrent_activation: activation('sigmoid'),
    ...recurrentOptions,
    unit_forget_bias: v.any(),
    dropout: v.any(),
    recurrent_dropout: v.any(),
  });
  const { filters, kernel_size, strides, padding, dilation_rate, use_bias, data_format } = options;
  const gates = 4 * filters;
  const ofInput = Conv2D({ filters: gates, kernel_size, strides, padding, dilation_rate, use_bias }, layerOf);
  const ofState = Conv2D({ filters: gates, kernel_size, padding: 'same', use_bias: false }, layerOf);
  const mapOf = (x: Lengths) => {
    requireAxes(x, 5);
    return channelsLast(x.toSpliced(1, 1), data_format);
  };
  const part = (which: number): KerasLayer => ({
    shape([x]) {
      if (which > 2) throw new Error(`has no output ${which}`);
      const [n, rows, columns] = ofInput.shape([mapOf(x!)]);
      const map = inFormat([n!, rows!, columns!, filters], data_format);
      return which === 0 && options.return_sequences ? [n!, x![1]!, ...map.slice(1)] : map;
    },
    apply(tf, [x], { kernel, recurrent_kernel, bias }) {
      const times = tf.unstack(x!, 1);
      if (options.go_backwards) times.reverse();
      const [n, rows, columns] = ofInput.shape([mapOf(x!.shape)]) as [number, number, number];
      let h: Tensor = tf.zeros([n, rows, columns, filters]);
      let c = h;
      const outputs = times.map((time) => {
        const map = data_format === 'channels_last' ? time : tf.transpose(time, [0, 2, 3, 1]);
        const given = ofInput.apply(tf, [map], { kernel: kernel!, ...(bias && { bias }) });
        const sum = tf.add(given, ofState.apply(tf, [h], { kernel: recurrent_kernel! }));
        const [i, f, g, o] = tf.split(sum, 4, 3) as [Tensor, Tensor, Tensor, Tensor];
        const open = (z: Tensor) => activate(tf, options.recurrent_activation, z);
        c = tf.add(tf.mul(open(f), c), tf.mul(open(i), activate(tf, options.activation, g)));
        h = tf.mul(open(o), activate(tf, options.activation, c));
        return h;
      });
      const written = (map: Tensor) =>
        data_format === 'channels_last' ? map : tf.transpose(map, [0, 3, 1, 2]);
      if (which > 0) return written(which === 1 ? h : c);
      return options.return_sequences ? tf.stack(outputs.map(written), 1) : written(h);
    },
  });
  return {
    dependsOnTraining: true,
    readsMask: true,
    weights([x]) {
      const map = mapOf(x!);
      return {
        kernel: ofInput.weights!([map]).kernel!,
        recurrent_kernel: [...kernel_size, filters, gates],
        ...(use_bias && { bias: [gates] }),
      };
    },
    ...part(0),
    ...(options.return_state && { part, outputCount: 3 }),
  };
};

/** The same along one axis: [n, t, l, c] → [n, l', filters], or [n, t, l', filters], as over maps of one row. */
export const ConvLSTM1D: KerasClass = (config, layerOf) => {
  const { kernel_size, strides, dilation_rate, data_format, ...others } = config;
  const given = readConfig(
    { kernel_size, strides, dilation_rate, padding: config.padding, data_format },
    { ...oneAxisEntries, data_format: only('channels_last') },
  );
  const overMaps = ConvLSTM2D({ ...others, ...lengthsOfRow(given) }, layerOf);
  const asMaps = ([n, t, ...rest]: Lengths) => [[n!, t!, 1, ...rest]];
  const ofMaps = (layer: KerasLayer): KerasLayer => {
    const shape = ([x]: readonly Lengths[]) => {
      requireAxes(x!, 4);
      const made = layer.shape(asMaps(x!));
      return made.toSpliced(-3, 1);
    };
    return {
      shape,
      apply(tf, [x], weights) {
        const kernels = mapValues(weights, (one) => (one.rank === 3 ? tf.expandDims(one, 0) : one));
        const made = layer.apply(tf, [tf.expandDims(x!, 2)], kernels);
        return tf.reshape(made, shape([x!.shape]));
      },
    };
  };
  const { part } = overMaps;
  return {
    ...overMaps,
    weights: ([x]) =>
      mapValues(overMaps.weights!(asMaps(x!)), (shape) => (shape.length === 4 ? shape.slice(1) : shape)),
    ...ofMaps(overMaps),
    ...(part && { part: (index) => ofMaps(part(index)) }),
  };
};
