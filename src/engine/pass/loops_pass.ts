import { runWork, type Scheduler, type Work } from '../../core/scheduler.ts';
import type { Image, Pair, Shape } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { requireImageOutput } from '../layer_shape.ts';
import { extentOf } from './frames.ts';
import type { ExtendedImage, SharedPass } from './shared_pass.ts';

/** A shared pass in plain loops over undecimated maps. Releases the arena of the image when it is disposed of. */
export function loopsPass(extended: ExtendedImage, scheduler: Scheduler): SharedPass {
  const { images, torus, arena, frames } = extended;
  const area = extended.data.length / images;
  let maps: Image[] = Array.from({ length: images }, (_, i) => ({
    shape: extended.shape,
    data: extended.data.subarray(i * area, (i + 1) * area),
  }));
  let dilation: Pair = [1, 1];
  // Where windows begin: those that read padding begin before the frame.
  let from: Pair = [0, 0];

  function* nextMaps(step: Step): Work<void> {
    const { layer, axes } = step;
    const { size, strides } = layer!.kind.window!(layer!.options);
    const further: Pair = [(size[0] - 1) * dilation[0], (size[1] - 1) * dilation[1]];
    const results: Image[] = [];
    for (const map of maps) {
      const [height, width] = map.shape;
      const whole = torus ? tiled(map, [height + further[0], width + further[1]]) : map;
      const top = arena?.top() ?? 0;
      const { shape, data } = yield* inBands(whole, step, further, dilation);
      results.push({ shape, data: arena ? arena.resetKeeping(top, data) : data });
    }
    maps = results;
    from = [from[0] - axes![0].before * dilation[0], from[1] - axes![1].before * dilation[1]];
    dilation = [dilation[0] * strides[0], dilation[1] * strides[1]];
  }

  return {
    area: images * extended.shape[0] * extended.shape[1],

    next: (step) => runWork(nextMaps(step), scheduler),

    outputs(shape, members) {
      const [height, width] = torus
        ? extentOf(frames.windows(members, { height: 0, from }), shape, dilation)
        : maps[0]!.shape;
      return {
        data: stacked(torus ? maps.map((map) => tiled(map, [height, width])) : maps),
        width,
        dilation,
        shape,
        ...frames.windows(members, { height, from }),
      };
    },

    dispose: () => arena?.release(),
  };
}

/** Values that the windows of a band read: enough to be fast, few enough to yield often. */
const BAND_VALUES = 2 ** 23;

/** The same for layers with many multiply-adds for each value. */
const HEAVY_BAND = 2 ** 21;

/**
 * Computes a layer at stride 1, a band of rows at a time.
 *
 * @param further cells of a window [below, right of] its first
 */
function* inBands(x: Image, of: Step, [further, right]: Pair, dilation: Pair): Work<Image> {
  const { kind, options, prepared } = of.layer!;
  const [height, width, channels] = x.shape;
  const undecimated = { ...options, strides: [1, 1], padding: 'valid' };
  const line = width * channels;
  const rows = height - further;
  const { size } = kind.window!(options);
  const step = Math.max(
    1,
    Math.ceil((kind.loops!.computeBound ? HEAVY_BAND : BAND_VALUES) / (line * size[0] * size[1])),
  );
  const band = (first: number) => {
    const last = Math.min(first + step, rows) + further;
    const shape: Shape = [last - first, width, channels];
    const input = { shape, data: x.data.subarray(first * line, last * line) };
    const output = kind.loops!.apply(input, undecimated, dilation, prepared);
    requireImageOutput(of, output, [shape[0] - further, width - right, of.shape[2]]);
    return output;
  };
  const top = band(0);
  if (step >= rows) return top;
  const result = new Float32Array((top.data.length / step) * rows);
  result.set(top.data);
  for (let first = step; first < rows; first += step) {
    yield;
    result.set(band(first).data, (top.data.length / step) * first);
  }
  return { shape: [rows, top.shape[1], top.shape[2]], data: result };
}

/** The map, repeated as on a torus to that size. */
function tiled({ shape, data }: Image, [height, width]: Pair): Image {
  if (shape[0] === height && shape[1] === width) return { shape, data };
  const [line, channels] = [shape[1] * shape[2], shape[2]];
  const result = new Float32Array(height * width * channels);
  for (let row = 0; row < height; row++) {
    const from = (row % shape[0]) * line;
    for (let column = 0; column < width; column += shape[1]) {
      const count = Math.min(width - column, shape[1]) * channels;
      result.set(data.subarray(from, from + count), (row * width + column) * channels);
    }
  }
  return { shape: [height, width, channels], data: result };
}

function stacked(maps: readonly Image[]): Float32Array {
  if (maps.length === 1) return maps[0]!.data;
  const length = maps[0]!.data.length;
  const data = new Float32Array(maps.length * length);
  for (const [i, map] of maps.entries()) data.set(map.data, i * length);
  return data;
}
