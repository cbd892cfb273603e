import type { Backend, Pair, Shape, Tensor4D, TensorFlow } from '../../core/tensor.ts';
import { requireShape } from '../layer_shape.ts';
import { extentOf } from './frames.ts';
import type { ExtendedImage, SharedPass } from './shared_pass.ts';

/**
 * A shared pass on a backend. Each layer runs at stride 1; its result is split into phases, which become the batch. The
 * output for a shift is a window of one phase.
 */
export function phasePass({ tf, activate }: Backend, extended: ExtendedImage): SharedPass {
  const { images, shape, data, torus, frames } = extended;
  activate();
  let x: Tensor4D = tf.tensor4d(data, [images, ...shape]);
  let dilation: Pair = [1, 1];
  let phases: BatchPhase[] = Array.from({ length: images }, (_, source) => ({ source, top: 0, left: 0 }));

  return {
    area: images * shape[0] * shape[1],

    async next(step) {
      activate();
      const { kind, options, prepared } = step.layer!;
      const { size, strides } = kind.window!(options);
      const undecimated = { ...options, strides: [1, 1], padding: torus ? 'circular' : 'valid' };
      const result = tf.tidy(() => {
        const map = kind.apply(tf, x, undecimated, prepared);
        const around = torus ? [0, 0] : [size[0] - 1, size[1] - 1];
        const [rows, columns] = [x.shape[1] - around[0]!, x.shape[2] - around[1]!];
        requireShape(step, map, [rows, columns, step.shape[2]]);
        return split(tf, map, strides);
      });
      x.dispose();
      x = result;
      phases = splitPhases(phases, strides, dilation);
      dilation = [dilation[0] * strides[0], dilation[1] * strides[1]];
    },

    async outputs(shape, members) {
      const values = (await x.data()) as Float32Array;
      const [, h, w] = x.shape;
      const whole: Pair = [h * dilation[0], w * dilation[1]];
      const needed: Pair = torus ? extentOf(frames.windows(members, { height: 0 }), shape, dilation) : whole;
      const data = weave(values, [h, w, shape[2]], phases, images, dilation, whole, needed);
      return {
        data,
        width: needed[1],
        dilation,
        shape,
        ...frames.windows(members, { height: needed[0] }),
      };
    },

    dispose: () => x.dispose(),
  };
}

/** Where an image of the batch is in the undecimated maps: in which map, and its first cell. */
interface BatchPhase {
  source: number;
  top: number;
  left: number;
}

/** [p, h, w, c] → [s·s·p, ⌈h/s⌉, ⌈w/s⌉, c]: cells s apart become neighbours. The cells added at the end are never read. */
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

function splitPhases(phases: readonly BatchPhase[], [down, across]: Pair, dilation: Pair): BatchPhase[] {
  const split: BatchPhase[] = [];
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
 * @param needed the size to return; beyond `whole` it repeats, as on a torus
 */
function weave(
  values: Float32Array,
  [h, w, channels]: Shape,
  phases: readonly BatchPhase[],
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
