import { shown } from '../../../core/error.ts';
import { phraseOfError } from '../../reason.ts';
import type { Config, KerasClass, KerasLayer } from '../kind.ts';
import { merged } from '../merged.ts';
import { isInput } from '../operands.ts';
import { Softmax } from './activation_options.ts';
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
} from './comparisons.ts';
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
} from './each_value.ts';
import { ExtractPatches, RGBToGrayscale } from './image_functions.ts';
import { Add, Concatenate, Maximum, Minimum, Multiply, Subtract } from './merge.ts';
import {
  Arctan2,
  Divide,
  DivideNoNan,
  ExpandDims,
  FloorDivide,
  GetItem,
  Mod,
  Power,
  Split,
  Squeeze,
  Transpose,
  Unstack,
} from './operations.ts';
import { Resizing } from './places.ts';
import { AveragePooling2D, MaxPooling2D } from './pool.ts';
import { Matmul } from './products.ts';
import { DepthToSpace, Flip, Pad, Repeat, Roll, SpaceToDepth, Stack, Tile } from './rearranged.ts';
import {
  All,
  Any,
  Argmax,
  Argmin,
  Cumsum,
  LogSoftmax,
  Logsumexp,
  Max,
  Mean,
  Min,
  Norm,
  Normalize,
  Prod,
  Std,
  Sum,
  Var,
} from './reductions.ts';
import { OneHot, Take, TopK } from './selection.ts';
import { Reshape } from './shape.ts';

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
const functions: Record<string, TensorFlowFunction> = {
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

/** A function of TensorFlow, as a layer of Keras 2. Its options are those of its call. */
export const TFOpLambda: KerasClass = (config, layerOf) => {
  const { function: name } = config;
  // Those of TensorFlow 1 differ in names of options that have a value of old only.
  const now = String(name).replace(/^compat\.v1\./, '');
  const found = Object.hasOwn(functions, now) ? functions[now] : undefined;
  if (!found) throw new Error(`calls the function tf.${name}, which is not supported`);
  const { operands = {}, options = (given: Config) => given } = found;
  return calledOnly((given) => {
    const named: Config = {};
    const others: Config = {};
    for (const [key, value] of Object.entries(given)) {
      if (value === null || value === undefined || key === 'name') continue;
      const isOperand =
        isInput(value) ||
        Object.hasOwn(operands, key) ||
        /^argument \d+$|^indices$|^constant_values$/.test(key);
      if (isOperand) named[operands[key] ?? key] = value;
      else others[key] = value;
    }
    const made = found.same(options(others), layerOf);
    return made.called ? made.called(named) : requireNoOperands(made, named);
  }, `the function tf.${name}, which`);
};

/** `x[:, 1:]` of Keras 2. */
export const SlicingOpLambda: KerasClass = (_, layerOf) => {
  const { called } = GetItem({}, layerOf);
  return calledOnly(
    ({ slice_spec }) => called!({ slice_spec: [slice_spec].flat().map(sliceAsInKeras3) }),
    '',
  );
};

function sliceAsInKeras3(part: unknown): unknown {
  const given = (part ?? {}) as { start?: unknown; stop?: unknown; step?: unknown; class_name?: unknown };
  if (given.class_name !== undefined || !Object.hasOwn(given, 'start')) return part;
  return { class_name: '__slice__', config: { start: given.start, stop: given.stop, step: given.step } };
}

/** A layer that a call makes whole. @param phrase what follows "calls the layer with" and precedes what is wrong */
function calledOnly(called: (options: Config) => KerasLayer, phrase: string): KerasLayer {
  const nothing = () => {
    throw new Error('is not called');
  };
  return {
    severalInputs: true,
    shape: nothing,
    apply: nothing,
    called(options) {
      try {
        return called(options);
      } catch (cause) {
        throw new Error(`${phrase} ${phraseOfError(cause)}`.trim(), { cause });
      }
    },
  };
}

/** Inputs of a function of one value, or of a list, may have a name, which changes nothing. */
function requireNoOperands(layer: KerasLayer, named: Config): KerasLayer {
  for (const [key, value] of Object.entries(named))
    if (!isInput(value)) throw new Error(`has the argument ${key}: ${shown(value)}, which is not supported`);
  return layer;
}

/** Leaves out an option that has to have a value. */
function withoutDefault(key: string, wanted: unknown) {
  return ({ [key]: found, ...rest }: Config): Config =>
    found === undefined || found === null || found === wanted ? rest : { ...rest, [key]: found };
}

function placeOptions({ axis, output_type: _, ...rest }: Config): Config {
  return { ...rest, axis: axis ?? 0 };
}

function splitOptions({ num_or_size_splits: given, axis, num: _ }: Config): Config {
  if (!Array.isArray(given)) return { indices_or_sections: given, axis: axis ?? 0 };
  let end = 0;
  return {
    indices_or_sections: given.slice(0, -1).map((length) => (end += length as number)),
    axis: axis ?? 0,
  };
}

const MATMUL_DEFAULTS = ['adjoint_a', 'adjoint_b', 'a_is_sparse', 'b_is_sparse', 'grad_a', 'grad_b'];

function matmulOptions(given: Config): Config {
  return MATMUL_DEFAULTS.reduce<Config>((rest, key) => withoutDefault(key, false)(rest), given);
}

function resizeOptions({ size, method, antialias, preserve_aspect_ratio, ...rest }: Config): Config {
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
function inner(given: unknown): unknown {
  return Array.isArray(given) && given.length === 4 ? given.slice(1, 3) : given;
}

function inLayout({ data_format, ...rest }: Config): Config {
  return data_format === 'NCHW'
    ? { ...rest, data_format: 'channels_first' }
    : withoutDefault('data_format', 'NHWC')({ ...rest, data_format });
}

function windowOptions({ ksize, strides, padding, ...rest }: Config): Config {
  return inLayout({
    ...rest,
    pool_size: inner(ksize),
    strides: inner(strides),
    padding: String(padding).toLowerCase(),
  });
}
