import { type Breather, breathe } from '../breathe.ts';
import type { Layer } from '../layers/stack.ts';
import { modulo } from '../shift/fill.ts';
import { type Fill, view } from '../shift/move.ts';
import type { Backend, Image, OutputMap, Pair, Shape, Shifts, Tensor4D, TensorFlow } from '../tensor.ts';
import { frameOrigin, partsOf, reachOf } from './parts.ts';
import type { Plan } from './plan.ts';

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

/**
 * Begins at the image, extended as far as its shifts reach (on a torus: as it is); at one such image for each part of
 * a pixel by which it is shifted.
 *
 * @param frame [height, width] of what is seen of the image
 */
export async function sharedPass(
  { tf, activate }: Backend,
  image: Image,
  frame: Pair,
  shifts: Shifts,
  { torus }: Plan,
  fill: Fill,
  breath: Breather,
): Promise<SharedPass> {
  const channels = image.shape[2];
  const parts = partsOf(shifts);
  const reach = torus ? { y: [0, 0] as Pair, x: [0, 0] as Pair } : reachOf(parts);
  const size: Pair = [frame[0] + reach.y[1] - reach.y[0], frame[1] + reach.x[1] - reach.x[0]];
  const area = size[0] * size[1] * channels;
  const extended = new Float32Array(parts.list.length * area);
  const [top, left] = frameOrigin(image.shape, frame);
  for (const [i, [y, x]] of parts.list.entries()) {
    await breathe(
      view(image, [top + reach.y[0] - y, left + reach.x[0] - x], size, fill, extended, i * area),
      breath,
    );
  }

  activate();
  let x: Tensor4D = tf.tensor4d(extended, [parts.list.length, ...size, channels]);
  let dilation: Pair = [1, 1];
  let phases: Phase[] = parts.list.map((_, source) => ({ source, top: 0, left: 0 }));

  return {
    next({ kind, options, prepared }) {
      activate();
      const { strides } = kind.window!(options);
      const dense = { ...options, strides: [1, 1], padding: torus ? 'circular' : 'valid' };
      const result = tf.tidy(() => split(tf, kind.apply(tf, x, dense, prepared), strides));
      x.dispose();
      x = result;
      phases = splitPhases(phases, strides, dilation);
      dilation = [dilation[0] * strides[0], dilation[1] * strides[1]];
    },

    async outputs(shape, members) {
      const values = (await x.data()) as Float32Array;
      const tops = members.map((s) => origin(parts.down[s]!, reach.y, torus ? frame[0] : undefined));
      const columns = members.map((s) => origin(parts.right[s]!, reach.x, torus ? frame[1] : undefined));
      const [, h, w] = x.shape;
      const whole: Pair = [h * dilation[0], w * dilation[1]];
      const reached: Pair = [
        tops.reduce((a, b) => Math.max(a, b), 0) + (shape[0] - 1) * dilation[0] + 1,
        columns.reduce((a, b) => Math.max(a, b), 0) + (shape[1] - 1) * dilation[1] + 1,
      ];
      const needed = torus ? reached : whole;
      const data = weave(values, [h, w, shape[2]], phases, parts.list.length, dilation, whole, needed);
      const rows = tops.map((row, i) => row + parts.part[members[i]!]! * needed[0]);
      return { data, width: needed[1], dilation, shape, rows, columns };
    },

    dispose: () => x.dispose(),
  };
}

/** Where the batch's images lie in the undecimated maps: in which one, and their first cell there. */
interface Phase {
  source: number;
  top: number;
  left: number;
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

function splitPhases(phases: readonly Phase[], [down, across]: Pair, dilation: Pair): Phase[] {
  const split: Phase[] = [];
  for (let a = 0; a < down; a++) {
    for (let b = 0; b < across; b++) {
      for (const { source, top, left } of phases) {
        split.push({ source, top: top + a * dilation[0], left: left + b * dilation[1] });
      }
    }
  }
  return split;
}

/**
 * The undecimated maps of a batch of phases, one below the other.
 *
 * @param whole the size of one, [height, width]
 * @param needed the size wanted; what is beyond `whole` is read from the beginning again, as on a torus
 */
function weave(
  values: Float32Array,
  [h, w, channels]: Shape,
  phases: readonly Phase[],
  sources: number,
  dilation: Pair,
  whole: Pair,
  needed: Pair,
): Float32Array {
  if (phases.length === sources && whole[0] === needed[0] && whole[1] === needed[1]) return values;
  const data = new Float32Array(sources * needed[0] * needed[1] * channels);
  for (const [phase, { source, top, left }] of phases.entries()) {
    for (let y = top; y < needed[0]; y += dilation[0]) {
      const row = (phase * h + (((y - top) / dilation[0]) % h)) * w;
      for (let x = left, i = 0; x < needed[1]; x += dilation[1], i++) {
        const from = (row + (i % w)) * channels;
        const to = ((source * needed[0] + y) * needed[1] + x) * channels;
        for (let c = 0; c < channels; c++) data[to + c] = values[from + c]!;
      }
    }
  }
  return data;
}
