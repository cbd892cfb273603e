import type { Tensor2D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { einsum, namedAxes } from '../keras/einsum.ts';
import type { Converter } from '../packages.ts';
import type { GraphNode } from './batch.ts';

/** A node as it is computed: the values of its inputs and attributes. */
interface NodeCall {
  inputs: readonly Tensor[];
  attrs: Readonly<Record<string, unknown>>;
}

/** An operation as TensorFlow computes it. */
interface OwnOperation {
  /** Whether TensorFlow.js computes this node otherwise. Default: each. */
  differs?(attributes: NodeAttributes): boolean;
  compute(tf: TensorFlow, call: NodeCall): Tensor | Tensor[];
}

type NodeAttributes = Readonly<
  Record<string, { i?: unknown; b?: unknown; s?: unknown; type?: unknown } | undefined>
>;

const ofWholes = ({ T }: NodeAttributes) => T?.type === 'DT_INT32' || T?.type === 'DT_INT64';
/** Base64 of SAME. */
const isSame = ({ padding }: NodeAttributes) => padding?.s === 'U0FNRQ==';

const withoutFraction = (tf: TensorFlow, x: Tensor) =>
  tf.where(tf.less(x, 0), tf.ceil(x), tf.floor(x)) as Tensor;

const fakeQuantized: OwnOperation = {
  compute(tf, { inputs: [x, least, most], attrs }) {
    const { num_bits = 8, narrow_range = false } = attrs as { num_bits?: number; narrow_range?: boolean };
    const [min, max] = [least ?? tf.scalar(attrs.min as number), most ?? tf.scalar(attrs.max as number)];
    const [first, last] = [narrow_range ? 1 : 0, 2 ** num_bits - 1];
    const step = tf.div(tf.sub(max, min), last - first);
    // Zero has to be one of the steps.
    const exact = tf.sub(first, tf.div(min, step));
    const zero = tf.clipByValue(tf.floor(tf.add(exact, 0.5)), first, last);
    const [lowest, highest] = [first, last].map((end) => tf.mul(tf.sub(end, zero), step)) as [Tensor, Tensor];
    const within = tf.sub(tf.minimum(tf.maximum(x!, lowest), highest), lowest);
    return tf.add(tf.mul(tf.floor(tf.add(tf.mul(within, tf.div(1, step)), 0.5)), step), lowest);
  },
};

/** Matrices of batches of any shapes that can be spread over each other. */
const batchedProduct: OwnOperation = {
  compute(tf, { inputs: [a, b], attrs }) {
    const batches = [a!, b!].map(({ shape }) => shape.slice(0, -2)) as [number[], number[]];
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(...batches);
    const spread = (x: Tensor) => {
      const isOne = x.shape.slice(0, -2).every((length) => length === 1);
      return isOne ? x : tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
    };
    const made = tf.matMul(spread(a!), spread(b!), attrs.adj_x === true, attrs.adj_y === true);
    return tf.reshape(made, [...batch, ...made.shape.slice(-2)]);
  },
};

/** Statistics of the batch, as in training. */
const normalized: OwnOperation = {
  differs: ({ is_training }) => is_training?.b === true,
  compute(tf, { inputs: [x, scale, offset], attrs }) {
    const { mean, variance } = tf.moments(x!, [0, 1, 2]);
    const { epsilon = 1e-4 } = attrs as { epsilon?: number };
    return [
      tf.batchNorm(x!, mean as never, variance as never, offset as never, scale as never, epsilon),
      mean,
      variance,
    ];
  },
};

/** Windows over volumes; TensorFlow.js takes padding below 0 where they are smaller than their strides. */
function overVolumes(
  compute: (tf: TensorFlow, x: Tensor5D, call: NodeCall, sizes: [number, number, number]) => Tensor,
): OwnOperation {
  return {
    differs: isSame,
    compute(tf, call) {
      const x = call.inputs[0] as Tensor5D;
      const strides = innerLengths(call.attrs.strides);
      const window = call.inputs[1]?.shape.slice(0, 3) ?? innerLengths(call.attrs.ksize);
      const used = innerLengths(x.shape).map((length, axis) => {
        const steps = Math.ceil(length / strides[axis]!);
        return Math.min(length, (steps - 1) * strides[axis]! + window[axis]!);
      });
      const seen = tf.slice(
        x,
        [0, 0, 0, 0, 0],
        [x.shape[0], ...(used as [number, number, number]), x.shape[4]],
      );
      return compute(tf, seen, call, strides);
    },
  };
}

function innerLengths(lengths: unknown): [number, number, number] {
  return (lengths as number[]).slice(1, 4) as [number, number, number];
}

/** A transposition whose order of axes is an attribute. No graph of TensorFlow has one. */
export const ORDER = 'Order';

/**
 * Operations that the converter of TensorFlow.js (4.22) computes otherwise than TensorFlow: it takes no notice of an
 * attribute, takes one input for another, or knows the operation only in part.
 */
const ownOperations: Readonly<Record<string, OwnOperation>> = {
  OneHot: {
    differs: ({ axis }) => axis?.i !== undefined && Number(axis.i) !== -1,
    compute(tf, { inputs: [indices, depth, on, off], attrs }) {
      const { axis } = attrs as { axis: number };
      const values = [depth!, on!, off!].map((one) => one.dataSync()[0]!) as [number, number, number];
      const last = tf.oneHot(indices as never, ...values, on!.dtype as never);
      const order = [...last.shape.keys()].slice(0, -1);
      return tf.transpose(last, order.toSpliced(axis, 0, last.rank - 1));
    },
  },
  MatrixBandPart: {
    compute: (tf, { inputs: [x, below, above] }) =>
      tf.linalg.bandPart(x!, tf.cast(below!, 'int32') as never, tf.cast(above!, 'int32') as never),
  },
  EuclideanNorm: {
    compute: (tf, { inputs: [x, axes], attrs }) =>
      tf.sqrt(tf.sum(tf.square(x!), [...axes!.dataSync()], attrs.keep_dims === true)),
  },
  Mean: {
    differs: ofWholes,
    compute(tf, { inputs: [x, axes], attrs }) {
      const sum = tf.sum(x!, [...axes!.dataSync()], attrs.keep_dims === true);
      return tf.cast(withoutFraction(tf, tf.div(tf.cast(sum, 'float32'), x!.size / sum.size)), 'int32');
    },
  },
  Div: {
    differs: ofWholes,
    compute: (tf, { inputs: [a, b] }) =>
      tf.cast(withoutFraction(tf, tf.div(tf.cast(a!, 'float32'), tf.cast(b!, 'float32'))), 'int32'),
  },
  Mod: {
    compute(tf, { inputs: [a, b] }) {
      // With the sign of a; that of TensorFlow.js has the sign of b.
      const size = tf.mod(tf.abs(a!), tf.abs(b!));
      return tf.where(tf.less(a!, 0), tf.neg(size), size);
    },
  },
  Select: {
    compute(tf, { inputs: [condition, a, b] }) {
      const ofRows = condition!.rank === 1 && a!.rank > 1;
      const shape = [...condition!.shape, ...Array(Math.max(0, a!.rank - 1)).fill(1)];
      return tf.where(ofRows ? tf.reshape(condition!, shape) : (condition as never), a!, b!);
    },
  },
  // One picture after the other: the backend cpu returns after the first.
  ImageProjectiveTransformV3: {
    compute(tf, { inputs: [images, transforms, size, fill], attrs }) {
      const [way, mode] = [attrs.interpolation, attrs.fill_mode].map((one) => String(one).toLowerCase());
      if (mode === 'reflect') throw new Error('the fill mode reflect is not supported');
      const shape = [...size!.dataSync()] as [number, number];
      const rows = tf.split(transforms!, transforms!.shape[0]!) as Tensor2D[];
      const made = (tf.split(images!, images!.shape[0]!) as Tensor4D[]).map((image, i) =>
        tf.image.transform(
          image,
          rows[i % rows.length]!,
          way as 'nearest',
          mode as 'wrap',
          fill!.dataSync()[0]!,
          shape,
        ),
      );
      return tf.concat(made);
    },
  },
  [ORDER]: { compute: (tf, { inputs: [x], attrs }) => tf.transpose(x!, attrs.perm as number[]) },
  SpaceToDepth: {
    compute(tf, { inputs: [x], attrs }) {
      const [n, height, width, channels] = x!.shape as [number, number, number, number];
      const size = attrs.block_size as number;
      const [down, across] = [height / size, width / size];
      const blocks = tf.transpose(
        tf.reshape(x!, [n, down, size, across, size, channels]),
        [0, 1, 3, 2, 4, 5],
      );
      return tf.reshape(blocks, [n, down, across, size * size * channels]);
    },
  },
  Einsum: {
    compute(tf, { inputs, attrs }) {
      const equation = String(attrs.equation);
      const axes = namedAxes(
        equation,
        inputs.map(({ rank }) => rank),
      );
      if (!axes) throw new Error(`the equation ${equation} does not fit its tensors`);
      return einsum(tf, inputs, axes);
    },
  },
  FakeQuantWithMinMaxVars: fakeQuantized,
  FakeQuantWithMinMaxArgs: fakeQuantized,
  FakeQuantWithMinMaxVarsPerChannel: fakeQuantized,
  BatchMatMul: batchedProduct,
  BatchMatMulV2: batchedProduct,
  FusedBatchNorm: normalized,
  FusedBatchNormV2: normalized,
  FusedBatchNormV3: normalized,
  Conv3D: overVolumes((tf, x, { inputs: [, filter], attrs }, strides) =>
    tf.conv3d(x, filter as never, strides, 'same', 'NDHWC', innerLengths(attrs.dilations ?? [1, 1, 1, 1, 1])),
  ),
  MaxPool3D: overVolumes((tf, x, { attrs }, strides) =>
    tf.maxPool3d(x, innerLengths(attrs.ksize), strides, 'same'),
  ),
  AvgPool3D: overVolumes((tf, x, { attrs }, strides) =>
    tf.avgPool3d(x, innerLengths(attrs.ksize), strides, 'same'),
  ),
};

/** The name under which an operation is registered: that of TensorFlow stays as it is for others in the process. */
const own = (operation: string) => `Coincide${operation}`;

/** Registers the operations. More than once has no effect. */
export function registerOwnOperations({ registerOp }: Converter, tf: TensorFlow): void {
  for (const [name, { compute }] of Object.entries(ownOperations))
    registerOp(own(name), ({ inputs, attrs }) => {
      const found = tf.tidy(() => compute(tf, { inputs, attrs: attrs as NodeCall['attrs'] }));
      return found as Tensor;
    });
}

/** A node whose operation TensorFlow.js computes otherwise, with our own in its place; any other node as it is. */
export function withOwnOperation<N extends GraphNode>(node: N): N {
  const known = Object.hasOwn(ownOperations, node.op) ? ownOperations[node.op] : undefined;
  const differs = known && (known.differs?.((node.attr ?? {}) as NodeAttributes) ?? true);
  return differs ? { ...node, op: own(node.op) } : node;
}
