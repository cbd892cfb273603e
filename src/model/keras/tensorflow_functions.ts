import type { Config, KerasClass } from './kind.ts';
import { Softmax } from './layers/activation_options.ts';
import { Cumsum, LogSoftmax, Normalize } from './layers/along_axes.ts';
import { DepthToSpace, SpaceToDepth } from './layers/blocks.ts';
import {
  Equal,
  Greater,
  GreaterEqual,
  Isfinite,
  Isnan,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  LogicalXor,
  NotEqual,
  Where,
} from './layers/comparisons.ts';
import {
  Absolute,
  Cast,
  Ceil,
  Clip,
  Copy,
  Cos,
  Elu,
  Erf,
  Exp,
  Expm1,
  Floor,
  Gelu,
  LeakyRelu,
  Log,
  Log1p,
  Negative,
  OnesLike,
  Reciprocal,
  Relu,
  Relu6,
  Round,
  Rsqrt,
  Selu,
  Sigmoid,
  Sign,
  Silu,
  Sin,
  Softplus,
  Softsign,
  Sqrt,
  Square,
  StopGradient,
  Tan,
  Tanh,
  ZerosLike,
} from './layers/each_value.ts';
import { ExtractPatches, RGBToGrayscale } from './layers/image_functions.ts';
import { Add, Concatenate, Maximum, Minimum, Multiply, Subtract } from './layers/merge.ts';
import {
  Arctan2,
  Divide,
  DivideNoNan,
  ExpandDims,
  FloorDivide,
  Mod,
  Power,
  Split,
  Squeeze,
  Transpose,
  Unstack,
} from './layers/operations.ts';
import { Resizing } from './layers/places.ts';
import { AveragePooling2D, MaxPooling2D } from './layers/pool.ts';
import { Matmul } from './layers/products.ts';
import { Flip, Pad, Repeat, Roll, Stack, Tile } from './layers/rearranged.ts';
import {
  All,
  Any,
  Argmax,
  Argmin,
  Logsumexp,
  Max,
  Mean,
  Min,
  Norm,
  Prod,
  Std,
  Sum,
  Var,
} from './layers/reductions.ts';
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

/** Functions by their name in TensorFlow, which Keras 2 writes as layers `TFOpLambda`. */
export const tensorFlowFunctions: Record<string, TensorFlowFunction> = {
  '__operators__.add': twoOperands(Add),
  '__operators__.eq': twoOperands(Equal),
  '__operators__.ne': twoOperands(NotEqual),
  'math.add': twoOperands(Add),
  'math.add_n': plain(Add),
  'math.subtract': twoOperands(Subtract),
  'math.multiply': twoOperands(Multiply),
  'math.divide': twoOperands(Divide),
  'math.truediv': twoOperands(Divide),
  'math.divide_no_nan': twoOperands(DivideNoNan),
  'math.floordiv': twoOperands(FloorDivide),
  floor_div: twoOperands(FloorDivide),
  'math.floormod': twoOperands(Mod),
  'math.pow': twoOperands(Power),
  'math.maximum': twoOperands(Maximum),
  'math.minimum': twoOperands(Minimum),
  'math.squared_difference': twoOperands(merged((tf, a, b) => tf.squaredDifference(a, b), 2)),
  'math.atan2': { same: Arctan2, operands: { y: 'x1', x: 'x2' } },
  'nn.bias_add': {
    same: Add,
    operands: { value: 'x1', bias: 'x2' },
    options: ({ data_format: _, ...rest }) => rest,
  },

  'math.equal': twoOperands(Equal),
  'math.not_equal': twoOperands(NotEqual),
  'math.greater': twoOperands(Greater),
  'math.greater_equal': twoOperands(GreaterEqual),
  'math.less': twoOperands(Less),
  'math.less_equal': twoOperands(LessEqual),
  'math.logical_and': twoOperands(LogicalAnd),
  'math.logical_or': twoOperands(LogicalOr),
  'math.logical_xor': twoOperands(LogicalXor),
  'math.logical_not': plain(LogicalNot),
  'math.is_nan': plain(Isnan),
  'math.is_finite': plain(Isfinite),
  where: { same: Where, operands: { x: 'x1', y: 'x2' } },

  identity: plain(Copy),
  stop_gradient: plain(StopGradient),
  convert_to_tensor: plain(Copy),
  cast: plain(Cast),
  'math.abs': plain(Absolute),
  'math.ceil': plain(Ceil),
  'math.cos': plain(Cos),
  'math.erf': plain(Erf),
  'math.exp': plain(Exp),
  'math.expm1': plain(Expm1),
  'math.floor': plain(Floor),
  'math.log': plain(Log),
  'math.log1p': plain(Log1p),
  'math.negative': plain(Negative),
  'math.reciprocal': plain(Reciprocal),
  'math.round': plain(Round),
  'math.rsqrt': plain(Rsqrt),
  'math.sigmoid': plain(Sigmoid),
  'math.sign': plain(Sign),
  'math.sin': plain(Sin),
  'math.softplus': plain(Softplus),
  'math.sqrt': plain(Sqrt),
  'math.square': plain(Square),
  'math.tan': plain(Tan),
  'math.tanh': plain(Tanh),
  'nn.elu': plain(Elu),
  'nn.gelu': { same: Gelu, options: (given) => ({ approximate: false, ...given }) },
  'nn.leaky_relu': { same: LeakyRelu, options: ({ alpha = 0.2 }) => ({ negative_slope: alpha }) },
  'nn.relu': plain(Relu),
  'nn.relu6': plain(Relu6),
  'nn.selu': plain(Selu),
  'nn.sigmoid': plain(Sigmoid),
  'nn.silu': { same: Silu, options: withoutDefault('beta', 1) },
  'nn.softplus': plain(Softplus),
  'nn.softsign': plain(Softsign),
  'nn.tanh': plain(Tanh),
  ones_like: plain(OnesLike),
  zeros_like: plain(ZerosLike),
  clip_by_value: {
    same: Clip,
    options: ({ clip_value_min: x_min, clip_value_max: x_max }) => ({ x_min, x_max }),
  },

  'math.reduce_all': plain(All),
  'math.reduce_any': plain(Any),
  'math.reduce_logsumexp': plain(Logsumexp),
  'math.reduce_max': plain(Max),
  'math.reduce_mean': plain(Mean),
  'math.reduce_min': plain(Min),
  'math.reduce_prod': plain(Prod),
  'math.reduce_std': plain(Std),
  'math.reduce_sum': plain(Sum),
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
  stack: plain(Stack),
  unstack: plain(Unstack),
  split: { same: Split, options: splitOptions },
  expand_dims: plain(ExpandDims),
  squeeze: plain(Squeeze),
  reshape: { same: Reshape, options: ({ shape }) => ({ newshape: shape }) },
  transpose: { same: Transpose, options: ({ perm, conjugate: _ }) => ({ axes: perm }) },
  tile: { same: Tile, options: ({ multiples }) => ({ repeats: multiples }) },
  repeat: plain(Repeat),
  reverse: plain(Flip),
  roll: plain(Roll),
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
