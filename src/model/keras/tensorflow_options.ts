import type { Config } from './kind.ts';

// Options of functions of TensorFlow as Keras writes those of the function that does the same.

/**
 * A reader of options that drops one, if it is absent or has the only value that is supported; another value is left, and
 * so refused later.
 *
 * @example withoutDefault('name', 'a')({ name: 'a', axis: 1 }) // { axis: 1 }
 */
export function withoutDefault(key: string, wanted: unknown) {
  return ({ [key]: found, ...rest }: Config): Config =>
    found === undefined || found === null || found === wanted ? rest : { ...rest, [key]: found };
}

/** Options of `tf.argmax`, as those of `keras.ops.argmax`: `axis` is 0 if none is given. */
export function placeOptions({ axis, output_type: _, ...rest }: Config): Config {
  return { ...rest, axis: axis ?? 0 };
}

/** Options of `tf.split`, as those of `keras.ops.split`: sizes [2, 3, 4] become the places [2, 5]. */
export function splitOptions({ num_or_size_splits: given, axis, num: _ }: Config): Config {
  if (!Array.isArray(given)) return { indices_or_sections: given, axis: axis ?? 0 };
  let end = 0;
  return {
    indices_or_sections: given.slice(0, -1).map((length) => (end += length as number)),
    axis: axis ?? 0,
  };
}

const MATMUL_DEFAULTS = ['adjoint_a', 'adjoint_b', 'a_is_sparse', 'b_is_sparse', 'grad_a', 'grad_b'];

/** Options of `tf.matmul` without those that are false; Keras has none of them. */
export function matmulOptions(given: Config): Config {
  return MATMUL_DEFAULTS.reduce<Config>((rest, key) => withoutDefault(key, false)(rest), given);
}

/** Options of `tf.image.resize`, as those of the layer Resizing. */
export function resizeOptions({ size, method, antialias, preserve_aspect_ratio, ...rest }: Config): Config {
  const [height, width] = [size].flat() as unknown[];
  const others = withoutDefault('preserve_aspect_ratio', false)({ ...rest, preserve_aspect_ratio });
  return {
    ...others,
    height,
    width,
    interpolation: method ?? 'bilinear',
    tabled: true,
    antialias: antialias ?? false,
  };
}

/** `[1, 2, 2, 1]` → `[2, 2]` */
export function inner(given: unknown): unknown {
  return Array.isArray(given) && given.length === 4 ? given.slice(1, 3) : given;
}

/** The option `data_format` in the words of Keras: `NCHW` is `channels_first`. */
export function inLayout({ data_format, ...rest }: Config): Config {
  return data_format === 'NCHW'
    ? { ...rest, data_format: 'channels_first' }
    : withoutDefault('data_format', 'NHWC')({ ...rest, data_format });
}

/**
 * Options of `tf.nn.max_pool` and its like, as those of a pooling layer.
 *
 * @example windowOptions({ ksize: [1, 2, 2, 1], strides: 2, padding: 'SAME' }) // { pool_size: [2, 2], strides: 2, padding: 'same' }
 */
export function windowOptions({ ksize, strides, padding, ...rest }: Config): Config {
  return inLayout({
    ...rest,
    pool_size: inner(ksize),
    strides: inner(strides),
    padding: String(padding).toLowerCase(),
  });
}
