import type { Config, KerasClass } from './kind.ts';
import { Softmax } from './layers/activation_options.ts';
import { Cumsum, LogSoftmax, Normalize } from './layers/along_axes.ts';
import { DepthToSpace, SpaceToDepth } from './layers/blocks.ts';
import * as comparisons from './layers/comparisons.ts';
import { Equal, Isfinite, Isnan, LogicalNot, NotEqual, Where } from './layers/comparisons.ts';
import * as ofEachValue from './layers/each_value.ts';
import { Absolute, Clip, Copy, Gelu, LeakyRelu, Silu } from './layers/each_value.ts';
import { ExtractPatches, RGBToGrayscale } from './layers/image_functions.ts';
import * as merges from './layers/merge.ts';
import { Add, Concatenate } from './layers/merge.ts';
import * as operations from './layers/operations.ts';
import { Arctan2, Divide, FloorDivide, Mod, Power, Split, Transpose } from './layers/operations.ts';
import { Resizing } from './layers/places.ts';
import { AveragePooling2D, MaxPooling2D } from './layers/pool.ts';
import { Matmul } from './layers/products.ts';
import * as rearranged from './layers/rearranged.ts';
import { Flip, Pad, Tile } from './layers/rearranged.ts';
import * as reductions from './layers/reductions.ts';
import { Argmax, Argmin, Norm, Var } from './layers/reductions.ts';
import { OneHot, Take, TopK } from './layers/selection.ts';
import { Reshape } from './layers/shape.ts';
import { merged } from './merged.ts';
import {
  inLayout,
  inner,
  matmulOptions,
  placeOptions,
  resizeOptions,
  splitOptions,
  windowOptions,
  withoutDefault,
} from './tensorflow_options.ts';

/** A function of TensorFlow: the one of Keras that does the same, and how Keras writes its options and operands. */
interface TensorFlowFunction {
  same: KerasClass;
  /** From the options of TensorFlow. Default: they have the same names. */
  options?(given: Config): Config;
  /** Names of operands, where Keras has others. */
  operands?: Record<string, string>;
}

const twoOperands = (same: KerasClass): TensorFlowFunction => ({ same, operands: { x: 'x1', y: 'x2' } });
const plain = (same: KerasClass): TensorFlowFunction => ({ same });

/**
 * Functions whose classes have their names.
 *
 * @example namesakes(comparisons, twoOperands, ['math.less_equal']) // { 'math.less_equal': twoOperands(LessEqual) }
 */
function namesakes(
  classes: Readonly<Record<string, KerasClass>>,
  functionOf: (same: KerasClass) => TensorFlowFunction,
  names: readonly string[],
): Record<string, TensorFlowFunction> {
  const className = (name: string) =>
    name
      .replace(/^.*\.(reduce_)?/, '')
      .replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(names.map((name) => [name, functionOf(classes[className(name)]!)]));
}

/** @example inMath('add pow') // ['math.add', 'math.pow'] */
function inMath(names: string): string[] {
  return names.split(' ').map((name) => `math.${name}`);
}

/** Functions by their name in TensorFlow, which Keras 2 writes as layers `TFOpLambda`. */
export const tensorFlowFunctions: Record<string, TensorFlowFunction> = {
  ...namesakes(merges, twoOperands, [
    '__operators__.add',
    ...inMath('add subtract multiply maximum minimum'),
  ]),
  ...namesakes(operations, twoOperands, inMath('divide divide_no_nan')),
  '__operators__.eq': twoOperands(Equal),
  '__operators__.ne': twoOperands(NotEqual),
  'math.add_n': plain(Add),
  'math.truediv': twoOperands(Divide),
  'math.floordiv': twoOperands(FloorDivide),
  floor_div: twoOperands(FloorDivide),
  'math.floormod': twoOperands(Mod),
  'math.pow': twoOperands(Power),
  'math.squared_difference': twoOperands(merged((tf, a, b) => tf.squaredDifference(a, b), 2)),
  'math.atan2': { same: Arctan2, operands: { y: 'x1', x: 'x2' } },
  'nn.bias_add': {
    same: Add,
    operands: { value: 'x1', bias: 'x2' },
    options: ({ data_format: _, ...rest }) => rest,
  },

  ...namesakes(
    comparisons,
    twoOperands,
    inMath('equal not_equal greater greater_equal less less_equal logical_and logical_or logical_xor'),
  ),
  'math.logical_not': plain(LogicalNot),
  'math.is_nan': plain(Isnan),
  'math.is_finite': plain(Isfinite),
  where: { same: Where, operands: { x: 'x1', y: 'x2' } },

  ...namesakes(ofEachValue, plain, [
    ...['stop_gradient', 'cast', 'ones_like', 'zeros_like'],
    ...inMath(
      'ceil cos erf exp expm1 floor log log1p negative reciprocal round rsqrt sigmoid sign sin softplus',
    ),
    ...inMath('sqrt square tan tanh'),
    ...'elu relu relu6 selu sigmoid softplus softsign tanh'.split(' ').map((name) => `nn.${name}`),
  ]),
  identity: plain(Copy),
  convert_to_tensor: plain(Copy),
  'math.abs': plain(Absolute),
  'nn.gelu': { same: Gelu, options: (given) => ({ approximate: false, ...given }) },
  'nn.leaky_relu': { same: LeakyRelu, options: ({ alpha = 0.2 }) => ({ negative_slope: alpha }) },
  'nn.silu': { same: Silu, options: withoutDefault('beta', 1) },
  clip_by_value: {
    same: Clip,
    options: ({ clip_value_min: x_min, clip_value_max: x_max }) => ({ x_min, x_max }),
  },

  ...namesakes(
    reductions,
    plain,
    inMath('reduce_all reduce_any reduce_logsumexp reduce_max reduce_mean reduce_min'),
  ),
  ...namesakes(reductions, plain, inMath('reduce_prod reduce_std reduce_sum')),
  'math.reduce_variance': plain(Var),
  'math.argmax': { same: Argmax, options: placeOptions },
  'math.argmin': { same: Argmin, options: placeOptions },
  'math.cumsum': {
    same: Cumsum,
    options: (given) =>
      withoutDefault('exclusive', false)(withoutDefault('reverse', false)({ axis: 0, ...given })),
  },
  'math.l2_normalize': {
    same: Normalize,
    options: ({ axis, epsilon = 1e-12 }) => ({ axis, epsilon: Math.sqrt(epsilon as number) }),
  },
  'nn.log_softmax': plain(LogSoftmax),
  'nn.softmax': plain(Softmax),
  norm: {
    same: Norm,
    options: ({ ord, ...rest }) => ({ ...rest, ord: ord === 'euclidean' ? 2 : ord }),
  },

  concat: { same: Concatenate, options: ({ axis = 0 }) => ({ axis }) },
  ...namesakes(operations, plain, ['unstack', 'expand_dims', 'squeeze']),
  ...namesakes(rearranged, plain, ['stack', 'repeat', 'roll']),
  split: { same: Split, options: splitOptions },
  reshape: { same: Reshape, options: ({ shape }) => ({ newshape: shape }) },
  transpose: { same: Transpose, options: ({ perm, conjugate: _ }) => ({ axes: perm }) },
  tile: { same: Tile, options: ({ multiples }) => ({ repeats: multiples }) },
  reverse: plain(Flip),
  pad: {
    same: Pad,
    options: ({ paddings, mode = 'CONSTANT', ...rest }) => ({
      ...rest,
      pad_width: paddings,
      mode: String(mode).toLowerCase(),
    }),
  },
  gather: {
    same: Take,
    options: ({ axis, batch_dims, validate_indices: _, ...rest }) =>
      withoutDefault('batch_dims', 0)({ ...rest, axis: axis ?? 0, batch_dims }),
    operands: { params: 'x' },
  },
  one_hot: {
    same: OneHot,
    options: ({ depth, axis, on_value, off_value }) =>
      withoutDefault(
        'on_value',
        1,
      )(withoutDefault('off_value', 0)({ num_classes: depth, axis: axis ?? -1, on_value, off_value })),
  },
  'math.top_k': { same: TopK, options: (given) => ({ k: 1, ...given }) },
  'linalg.matmul': { same: Matmul, operands: { a: 'x1', b: 'x2' }, options: matmulOptions },

  'image.resize': { same: Resizing, options: resizeOptions },
  'image.rgb_to_grayscale': plain(RGBToGrayscale),
  'image.flip_left_right': { same: Flip, options: () => ({ axis: -2 }) },
  'image.flip_up_down': { same: Flip, options: () => ({ axis: -3 }) },
  'image.extract_patches': {
    same: ExtractPatches,
    options: ({ sizes, strides, rates, padding }) => ({
      size: inner(sizes),
      strides: inner(strides),
      dilation_rate: inner(rates),
      padding: String(padding).toLowerCase(),
    }),
  },
  'nn.depth_to_space': { same: DepthToSpace, options: inLayout },
  'nn.space_to_depth': { same: SpaceToDepth, options: inLayout },
  'nn.avg_pool2d': { same: AveragePooling2D, options: windowOptions },
  'nn.max_pool2d': { same: MaxPooling2D, options: windowOptions },
};
