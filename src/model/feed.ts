import type { Shape, Tensor, Tensor4D, TensorFlow } from '../core/tensor.ts';
import { withoutEmptyWindows } from './guard.ts';
import { modelMistake } from './mistake.ts';
import type { Layout, Model } from './model.ts';

/** How pictures are scaled before a model gets them: (x · scale - mean) / std. */
export interface Feed {
  scale: number;
  /** One number for all channels, or one per channel. */
  mean: number | readonly number[];
  std: number | readonly number[];
  /** Default: the layout of the model's format. */
  layout?: Layout | undefined;
}

/** Most bytes of intermediate values for the pictures of one pass. */
const LARGEST_PASS = 2 ** 26;

/**
 * Computes the outputs of a model for a batch of pictures, in passes that memory allows.
 *
 * @param x float32 [n, height, width, channels]
 * @param rest called between two passes, so that others have their turn
 * @returns float32 [n, height, width, channels] of each output; [n, c] becomes [n, 1, 1, c], [n, l, c] [n, 1, l, c]
 * @throws UserError (run) where the input does not suit the model, or it cannot be run
 */
export async function feedModel(
  tf: TensorFlow,
  model: Model,
  x: Tensor4D,
  feed: Feed,
  rest: () => Promise<void> = async () => {},
): Promise<Tensor4D[]> {
  const layout = feed.layout ?? model.layout;
  const [n, height, width, channels] = x.shape;
  requireFit(model, layout, [height, width, channels]);
  const most = fixedBatch(model) ?? (await largestPass(tf, model, x, feed, layout));
  const passes: Tensor4D[][] = [];
  try {
    for (let from = 0; from < n; from += most) {
      if (from > 0) await rest();
      passes.push(await onePass(tf, model, x, [from, Math.min(most, n - from)], feed, layout));
    }
    if (passes.length === 1) return passes.pop()!;
    return model.outputs.map((_, i) => tf.concat(passes.map((outputs) => outputs[i]!)));
  } finally {
    for (const outputs of passes) tf.dispose(outputs);
  }
}

/**
 * The shape [height, width, channels] of each output for pictures of a shape. A model whose file does not say is run
 * once, for a picture of zeros.
 */
export async function outputShapes(tf: TensorFlow, model: Model, input: Shape, feed: Feed): Promise<Shape[]> {
  const layout = feed.layout ?? model.layout;
  requireFit(model, layout, input);
  await model.requireRoom?.(inLayout([fixedBatch(model) ?? 1, ...input], layout));
  const stated = model.shapes?.(inLayout([fixedBatch(model) ?? 1, ...input], layout));
  if (stated) {
    return stated.map((shape, i) => {
      const [, ...rest] = asPictures(shape, layout, model, i);
      return rest;
    });
  }
  const x = tf.zeros([1, ...input]) as Tensor4D;
  try {
    const outputs = await withoutEmptyWindows(tf, () => onePass(tf, model, x, [0, 1], feed, layout));
    tf.dispose(outputs);
    return outputs.map(({ shape: [, ...rest] }) => rest);
  } finally {
    x.dispose();
  }
}

/** The batch size, if the model's file fixes it. */
function fixedBatch({ input: { shape } }: Model): number | undefined {
  return shape[0] ?? undefined;
}

function requireFit({ path, input: { shape } }: Model, layout: Layout, given: Shape): void {
  const [, ...wanted] = shape;
  const found = inLayout([1, ...given], layout).slice(1);
  if (wanted.every((length, axis) => length === null || length === found[axis])) return;
  const words = (lengths: readonly (number | null)[]) => lengths.map((length) => length ?? 'any').join('×');
  throw modelMistake(path, `takes pictures of ${words(wanted)} (${layout.slice(1)}), not ${words(found)}`);
}

/** The pictures of one pass. Where the model cannot say what one needs, the first picture is run to measure it. */
async function largestPass(
  tf: TensorFlow,
  model: Model,
  x: Tensor4D,
  feed: Feed,
  layout: Layout,
): Promise<number> {
  if (x.shape[0] === 1) return 1;
  const picture = x.shape.slice(1).join();
  const known = passes.get(model)?.get(picture);
  if (known !== undefined) return known;
  let bytes = model.bytes?.(inLayout(x.shape, layout));
  if (bytes === undefined) {
    const before = tf.memory().numBytes;
    const { peakBytes } = await tf.profile(async () => {
      tf.dispose(await onePass(tf, model, x, [0, 1], feed, layout));
      return [];
    });
    bytes = peakBytes - before;
  }
  const most = Math.max(1, Math.floor(LARGEST_PASS / Math.max(1, bytes)));
  passes.set(model, (passes.get(model) ?? new Map()).set(picture, most));
  return most;
}

/** Pictures per pass, by model and shape of pictures. */
const passes = new WeakMap<Model, Map<string, number>>();

async function onePass(
  tf: TensorFlow,
  model: Model,
  x: Tensor4D,
  [from, count]: readonly [number, number],
  { scale, mean, std }: Feed,
  layout: Layout,
): Promise<Tensor4D[]> {
  const batch = fixedBatch(model) ?? count;
  const given = tf.tidy(() => {
    const pictures = x.shape[0] === count ? x : tf.slice(x, from, count);
    const whole =
      batch === count
        ? pictures
        : tf.pad(pictures, [
            [0, batch - count],
            [0, 0],
            [0, 0],
            [0, 0],
          ]);
    const scaled = scale === 1 ? whole : tf.mul(whole, scale);
    const centred = mean === 0 ? scaled : tf.sub(scaled, perChannel(tf, mean));
    const fed = std === 1 ? centred : tf.div(centred, perChannel(tf, std));
    const laid = layout === 'NCHW' ? tf.transpose(fed, [0, 3, 1, 2]) : fed;
    return model.input.dtype === 'int32' ? tf.cast(laid, 'int32') : tf.clone(laid);
  });
  let outputs: Tensor[] = [];
  try {
    outputs = await model.run(tf, given);
    return tf.tidy(() =>
      outputs.map((output, i) => {
        const shape = asPictures(output.shape, layout, model, i);
        if (shape[0] !== batch) {
          const what = `${shape[0]} values of ${model.outputs[i]} for ${batch} pictures`;
          throw modelMistake(model.path, `gives ${what}; expected one for each`);
        }
        const whole = tf.cast(output, 'float32');
        const pictures = layout === 'NCHW' && output.rank === 4 ? tf.transpose(whole, [0, 2, 3, 1]) : whole;
        const all: Tensor4D = tf.reshape(pictures, shape);
        return batch === count ? all : tf.slice(all, 0, count);
      }),
    );
  } finally {
    given.dispose();
    tf.dispose(outputs);
  }
}

function perChannel(tf: TensorFlow, values: number | readonly number[]): Tensor {
  return typeof values === 'number' ? tf.scalar(values) : tf.tensor1d([...values]);
}

function inLayout([n, height, width, channels]: readonly number[], layout: Layout): number[] {
  return layout === 'NCHW' ? [n!, channels!, height!, width!] : [n!, height!, width!, channels!];
}

/** An output's shape as [n, height, width, channels]. */
function asPictures(
  shape: readonly number[],
  layout: Layout,
  { path, outputs }: Model,
  i: number,
): [number, number, number, number] {
  const [n, a = 1, b = 1, c = 1] = shape;
  if (shape.length === 1) return [n!, 1, 1, 1];
  if (shape.length === 2) return [n!, 1, 1, a];
  if (shape.length === 3) return [n!, 1, a, b];
  if (shape.length === 4) return layout === 'NCHW' ? [n!, b, c, a] : [n!, a, b, c];
  const what = `an output ${outputs[i]} of ${shape.length} axes`;
  throw modelMistake(path, `has ${what}; expected a batch of vectors or maps`);
}
