import { type Breather, breathe } from '../breathe.ts';
import type { Layer } from '../layers/stack.ts';
import { modulo } from '../shift/fill.ts';
import { view } from '../shift/move.ts';
import type { Fill } from '../shift/options.ts';
import type { Backend, Image, OutputMap, Pair, Shape, Shifts, Tensor4D, TensorFlow } from '../tensor.ts';
import { type Plan, reachOf } from './plan.ts';

/**
 * One pass over one image that gives the outputs for all shifts. Each layer runs at stride 1, and its result is
 * split into its phases, which become the batch: so it stays one image's worth of values however many shifts there
 * are, and the outputs for a shift lie in one phase.
 */
export interface SharedPass {
  /** Applies one more layer. */
  next(layer: Layer): void;
  /** The outputs of the step it has come to, for those shifts. */
  outputs(shape: Shape, members: Int32Array): Promise<OutputMap>;
  dispose(): void;
}

/** Begins at the image, extended as far as its shifts reach (on a torus: as it is). */
export async function sharedPass(
  { tf, activate }: Backend,
  image: Image,
  shifts: Shifts,
  { torus }: Plan,
  fill: Fill,
  breath: Breather,
): Promise<SharedPass> {
  const [height, width, channels] = image.shape;
  const reach = torus ? { y: [0, 0] as Pair, x: [0, 0] as Pair } : reachOf(shifts);
  const size: Pair = [height + reach.y[1] - reach.y[0], width + reach.x[1] - reach.x[0]];
  const extended = new Float32Array(size[0] * size[1] * channels);
  await breathe(view(image, [reach.y[0], reach.x[0]], size, fill, extended), breath);

  activate();
  let x: Tensor4D = tf.tensor4d(extended, [1, ...size, channels]);
  let dilation: Pair = [1, 1];
  let phases: Pair[] = [[0, 0]];

  return {
    next({ kind, options }) {
      activate();
      const { strides } = kind.window!(options);
      const dense = { ...options, strides: [1, 1], padding: torus ? 'circular' : 'valid' };
      const result = tf.tidy(() => split(tf, kind.apply(tf, x, dense), strides));
      x.dispose();
      x = result;
      phases = splitPhases(phases, strides, dilation);
      dilation = [dilation[0] * strides[0], dilation[1] * strides[1]];
    },

    async outputs(shape, members) {
      const values = (await x.data()) as Float32Array;
      const rows = Int32Array.from(members, (s) =>
        origin(shifts.dy[s]!, reach.y, torus ? height : undefined),
      );
      const columns = Int32Array.from(members, (s) =>
        origin(shifts.dx[s]!, reach.x, torus ? width : undefined),
      );
      const [, h, w] = x.shape;
      const whole: Pair = [h * dilation[0], w * dilation[1]];
      const needed: Pair = [
        rows.reduce((a, b) => Math.max(a, b), 0) + (shape[0] - 1) * dilation[0] + 1,
        columns.reduce((a, b) => Math.max(a, b), 0) + (shape[1] - 1) * dilation[1] + 1,
      ];
      const data = weave(values, [h, w, shape[2]], phases, dilation, whole, torus ? needed : whole);
      return { data, width: torus ? needed[1] : whole[1], dilation, shape, rows, columns };
    },

    dispose: () => x.dispose(),
  };
}

/** Where a shift's window begins: the content moves down, so the frame moves up over it. */
function origin(shift: number, [first]: Pair, period: number | undefined): number {
  return period === undefined ? 0 - shift - first : modulo(-shift, period);
}

/** [p, h, w, c] → [s·s·p, ⌈h/s⌉, ⌈w/s⌉, c]: cells s apart become neighbours. What is added at the end is never read. */
function split(tf: TensorFlow, x: Tensor4D, [down, across]: Pair): Tensor4D {
  if (down === 1 && across === 1) return x;
  const [p, h, w, c] = x.shape;
  const [rows, columns] = [Math.ceil(h / down), Math.ceil(w / across)];
  const whole = tf.pad(x, [
    [0, 0],
    [0, rows * down - h],
    [0, columns * across - w],
    [0, 0],
  ]);
  const cells = tf.transpose(tf.reshape(whole, [p, rows, down, columns, across, c]), [2, 4, 0, 1, 3, 5]);
  return tf.reshape(cells, [down * across * p, rows, columns, c]);
}

/** The place of each phase's first cell in the undecimated map. */
function splitPhases(phases: readonly Pair[], [down, across]: Pair, dilation: Pair): Pair[] {
  const split: Pair[] = [];
  for (let a = 0; a < down; a++) {
    for (let b = 0; b < across; b++) {
      for (const [y, x] of phases) split.push([y + a * dilation[0], x + b * dilation[1]]);
    }
  }
  return split;
}

/**
 * The undecimated map of a batch of phases.
 *
 * @param whole its size, [height, width]
 * @param needed the size wanted; what is beyond `whole` is read from the beginning again, as on a torus
 */
function weave(
  values: Float32Array,
  [h, w, channels]: Shape,
  phases: readonly Pair[],
  dilation: Pair,
  whole: Pair,
  needed: Pair,
): Float32Array {
  if (phases.length === 1 && whole[0] === needed[0] && whole[1] === needed[1]) return values;
  const data = new Float32Array(needed[0] * needed[1] * channels);
  for (const [phase, [top, left]] of phases.entries()) {
    for (let y = top; y < needed[0]; y += dilation[0]) {
      const row = (phase * h + (((y - top) / dilation[0]) % h)) * w;
      for (let x = left, i = 0; x < needed[1]; x += dilation[1], i++) {
        const from = (row + (i % w)) * channels;
        const to = (y * needed[1] + x) * channels;
        for (let c = 0; c < channels; c++) data[to + c] = values[from + c]!;
      }
    }
  }
  return data;
}
