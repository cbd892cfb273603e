import { shown } from '../../../core/error.ts';
import { phraseOfError } from '../../reason.ts';
import type { Config, KerasClass, KerasLayer } from '../kind.ts';
import { merged } from '../merged.ts';
import { isInput } from '../operands.ts';
import { Softmax } from './activation_options.ts';
import * as compared from './comparisons.ts';
import * as each from './each_value.ts';
import { ExtractPatches, RGBToGrayscale } from './image_functions.ts';
import { Add, Concatenate, Maximum, Minimum, Multiply, Subtract } from './merge.ts';
import * as operations from './operations.ts';
import { Resizing } from './places.ts';
import { AveragePooling2D, MaxPooling2D } from './pool.ts';
import { Matmul } from './products.ts';
import * as rearranged from './rearranged.ts';
import * as reductions from './reductions.ts';
import * as selection from './selection.ts';
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
  '__operators__.eq': twoOperands(compared.Equal),
  '__operators__.ne': twoOperands(compared.NotEqual),
  'math.add': twoOperands(Add),
  'math.add_n': plain(Add),
  'math.subtract': twoOperands(Subtract),
  'math.multiply': twoOperands(Multiply),
  'math.divide': twoOperands(operations.Divide),
  'math.truediv': twoOperands(operations.Divide),
  'math.divide_no_nan': twoOperands(operations.DivideNoNan),
  'math.floordiv': twoOperands(operations.FloorDivide),
  floor_div: twoOperands(operations.FloorDivide),
  'math.floormod': twoOperands(operations.Mod),
  'math.pow': twoOperands(operations.Power),
  'math.maximum': twoOperands(Maximum),
  'math.minimum': twoOperands(Minimum),
  'math.squared_difference': twoOperands(merged((tf, a, b) => tf.squaredDifference(a, b), 2)),
  'math.atan2': { same: operations.Arctan2, operands: { y: 'x1', x: 'x2' } },
  'nn.bias_add': {
    same: Add,
    operands: { value: 'x1', bias: 'x2' },
    options: ({ data_format: _, ...rest }) => rest,
  },

  'math.equal': twoOperands(compared.Equal),
  'math.not_equal': twoOperands(compared.NotEqual),
  'math.greater': twoOperands(compared.Greater),
  'math.greater_equal': twoOperands(compared.GreaterEqual),
  'math.less': twoOperands(compared.Less),
  'math.less_equal': twoOperands(compared.LessEqual),
  'math.logical_and': twoOperands(compared.LogicalAnd),
  'math.logical_or': twoOperands(compared.LogicalOr),
  'math.logical_xor': twoOperands(compared.LogicalXor),
  'math.logical_not': plain(compared.LogicalNot),
  'math.is_nan': plain(compared.Isnan),
  'math.is_finite': plain(compared.Isfinite),
  where: { same: compared.Where, operands: { x: 'x1', y: 'x2' } },

  identity: plain(each.Copy),
  stop_gradient: plain(each.StopGradient),
  convert_to_tensor: plain(each.Copy),
  cast: plain(each.Cast),
  'math.abs': plain(each.Absolute),
  'math.ceil': plain(each.Ceil),
  'math.cos': plain(each.Cos),
  'math.erf': plain(each.Erf),
  'math.exp': plain(each.Exp),
  'math.expm1': plain(each.Expm1),
  'math.floor': plain(each.Floor),
  'math.log': plain(each.Log),
  'math.log1p': plain(each.Log1p),
  'math.negative': plain(each.Negative),
  'math.reciprocal': plain(each.Reciprocal),
  'math.round': plain(each.Round),
  'math.rsqrt': plain(each.Rsqrt),
  'math.sigmoid': plain(each.Sigmoid),
  'math.sign': plain(each.Sign),
  'math.sin': plain(each.Sin),
  'math.softplus': plain(each.Softplus),
  'math.sqrt': plain(each.Sqrt),
  'math.square': plain(each.Square),
  'math.tan': plain(each.Tan),
  'math.tanh': plain(each.Tanh),
  'nn.elu': plain(each.Elu),
  'nn.gelu': { same: each.Gelu, options: (given) => ({ approximate: false, ...given }) },
  'nn.leaky_relu': { same: each.LeakyRelu, options: ({ alpha = 0.2 }) => ({ negative_slope: alpha }) },
  'nn.relu': plain(each.Relu),
  'nn.relu6': plain(each.Relu6),
  'nn.selu': plain(each.Selu),
  'nn.sigmoid': plain(each.Sigmoid),
  'nn.silu': { same: each.Silu, options: withoutDefault('beta', 1) },
  'nn.softplus': plain(each.Softplus),
  'nn.softsign': plain(each.Softsign),
  'nn.tanh': plain(each.Tanh),
  ones_like: plain(each.OnesLike),
  zeros_like: plain(each.ZerosLike),
  clip_by_value: {
    same: each.Clip,
    options: ({ clip_value_min: x_min, clip_value_max: x_max }) => ({ x_min, x_max }),
  },

  'math.reduce_all': plain(reductions.All),
  'math.reduce_any': plain(reductions.Any),
  'math.reduce_logsumexp': plain(reductions.Logsumexp),
  'math.reduce_max': plain(reductions.Max),
  'math.reduce_mean': plain(reductions.Mean),
  'math.reduce_min': plain(reductions.Min),
  'math.reduce_prod': plain(reductions.Prod),
  'math.reduce_std': plain(reductions.Std),
  'math.reduce_sum': plain(reductions.Sum),
  'math.reduce_variance': plain(reductions.Var),
  'math.argmax': { same: reductions.Argmax, options: placeOptions },
  'math.argmin': { same: reductions.Argmin, options: placeOptions },
  'math.cumsum': {
    same: reductions.Cumsum,
    options: (given) =>
      withoutDefault('exclusive', false)(withoutDefault('reverse', false)({ axis: 0, ...given })),
  },
  'math.l2_normalize': {
    same: reductions.Normalize,
    options: ({ axis, epsilon = 1e-12 }) => ({ axis, epsilon: Math.sqrt(epsilon as number) }),
  },
  'nn.log_softmax': plain(reductions.LogSoftmax),
  'nn.softmax': plain(Softmax),
  norm: {
    same: reductions.Norm,
    options: ({ ord, ...rest }) => ({ ...rest, ord: ord === 'euclidean' ? 2 : ord }),
  },

  concat: { same: Concatenate, options: ({ axis = 0 }) => ({ axis }) },
  stack: plain(rearranged.Stack),
  unstack: plain(operations.Unstack),
  split: { same: operations.Split, options: splitOptions },
  expand_dims: plain(operations.ExpandDims),
  squeeze: plain(operations.Squeeze),
  reshape: { same: Reshape, options: ({ shape }) => ({ newshape: shape }) },
  transpose: { same: operations.Transpose, options: ({ perm, conjugate: _ }) => ({ axes: perm }) },
  tile: { same: rearranged.Tile, options: ({ multiples }) => ({ repeats: multiples }) },
  repeat: plain(rearranged.Repeat),
  reverse: plain(rearranged.Flip),
  roll: plain(rearranged.Roll),
  pad: {
    same: rearranged.Pad,
    options: ({ paddings, mode = 'CONSTANT', ...rest }) => ({
      ...rest,
      pad_width: paddings,
      mode: String(mode).toLowerCase(),
    }),
  },
  gather: {
    same: selection.Take,
    options: ({ axis, batch_dims, validate_indices: _, ...rest }) =>
      withoutDefault('batch_dims', 0)({ ...rest, axis: axis ?? 0, batch_dims }),
    operands: { params: 'x' },
  },
  one_hot: {
    same: selection.OneHot,
    options: ({ depth, axis, on_value, off_value }) =>
      withoutDefault(
        'on_value',
        1,
      )(withoutDefault('off_value', 0)({ num_classes: depth, axis: axis ?? -1, on_value, off_value })),
  },
  'math.top_k': { same: selection.TopK, options: (given) => ({ k: 1, ...given }) },
  'linalg.matmul': { same: Matmul, operands: { a: 'x1', b: 'x2' }, options: matmulOptions },

  'image.resize': { same: Resizing, options: resizeOptions },
  'image.rgb_to_grayscale': plain(RGBToGrayscale),
  'image.flip_left_right': { same: rearranged.Flip, options: () => ({ axis: -2 }) },
  'image.flip_up_down': { same: rearranged.Flip, options: () => ({ axis: -3 }) },
  'image.extract_patches': {
    same: ExtractPatches,
    options: ({ sizes, strides, rates, padding }) => ({
      size: inner(sizes),
      strides: inner(strides),
      dilation_rate: inner(rates),
      padding: String(padding).toLowerCase(),
    }),
  },
  'nn.depth_to_space': { same: rearranged.DepthToSpace, options: inLayout },
  'nn.space_to_depth': { same: rearranged.SpaceToDepth, options: inLayout },
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
  const { called } = operations.GetItem({}, layerOf);
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
