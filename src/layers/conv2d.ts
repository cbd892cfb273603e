import * as v from 'valibot';
import { grouped } from '../error.ts';
import { choice, described, number, options, size, unknownName, whole } from '../options.ts';
import type { Random } from '../random.ts';
import type { Image, Pair, Shape } from '../tensor.ts';
import { kernels } from './kernels.ts';
import { layer } from './kind.ts';
import { fitting, surrounded } from './plain.ts';
import { type LayerWindow, slideShape, wrapAround, zeroPadded } from './window.ts';

type Rows = number[][];

/** Weights, and values of an output: as many as the largest image has. */
const LARGEST = 16_000_000;

const names = Object.keys(kernels) as [keyof typeof kernels, ...(keyof typeof kernels)[]];
const named = v.picklist([...names, 'random'], ({ input }) =>
  typeof input === 'string'
    ? unknownName('kernel', input, [...names, 'random'])
    : 'expected a name, rows of numbers, a list of such kernels, or random',
);
const ROWS = 'expected rows of numbers, all of one length';
const rows = v.pipe(
  v.array(v.pipe(v.array(number(), ROWS), v.minLength(1, ROWS)), ROWS),
  v.minLength(1, ROWS),
  v.check((given) => given.every((row) => row.length === given[0]!.length), ROWS),
);
const KERNELS = 'expected kernels of one size';
const several = v.pipe(
  v.array(rows, KERNELS),
  v.minLength(1, KERNELS),
  v.check(
    (given) =>
      given.every((one) => one.length === given[0]!.length && one[0]!.length === given[0]![0]!.length),
    KERNELS,
  ),
);

/**
 * Cross-correlation with kernels, as in Keras (Conv2D). [n, h, w, c] → [n, h', w', filters], h' as `slide` says.
 * A kernel of rows is applied to every input channel and summed over them. `random` draws He-normal values,
 * √(2 / (kernel height · kernel width · c)) · N(0, 1), from the stream
 * `` `${seed} conv2d ${JSON.stringify([step, [kernel height, kernel width, c, filters]])}` ``, row-major, each by
 * Box–Muller from two numbers u, v: √(-2 ln(1 - u)) · cos(2π v), rounded to float32.
 *
 * Source: He et al. 2015, "Delving deep into rectifiers"; Box & Muller 1958.
 */
export const conv2d = layer({
  title: 'Cross-correlation with kernels, as in Keras.',
  options: v.pipe(
    options({
      kernel: described(
        `A name (${names.join(', ')}), rows of numbers, a list of such kernels (one output channel each), or random.`,
        v.lazy((input) => {
          if (input === undefined) return v.union([named, rows, several]);
          if (!Array.isArray(input)) return named;
          return Array.isArray(input[0]) && Array.isArray(input[0][0]) ? several : rows;
        }) as v.GenericSchema<keyof typeof kernels | 'random' | Rows | Rows[]>,
      ),
      filters: described(
        'Output channels of a random kernel. Default: 1.',
        v.optional(whole({ min: 1, max: 65_536 })),
      ),
      kernel_size: described(
        'Of a random kernel: n, or [height, width]. Default: 3.',
        v.optional(size({ max: 4096 })),
      ),
      strides: described(
        'Cells from one window to the next: n, or [height, width].',
        v.optional(size({ max: 16_000_000 }), 1),
      ),
      padding: described(
        'same: the output has ceil(size / strides) cells, and padding is 0. valid: windows inside the image only. circular: windows read on at the other side.',
        v.optional(choice(['same', 'valid', 'circular']), 'same'),
      ),
      bias: described(
        'Added to every output: a number, or one per output channel.',
        v.optional(
          v.union([number(), v.array(number())], 'expected a number, or a list of one per output channel'),
          0,
        ),
      ),
    }),
    v.forward(
      v.check(
        ({ kernel, filters }) => kernel === 'random' || filters === undefined,
        'expected only with kernel: random',
      ),
      ['filters'],
    ),
    v.forward(
      v.check(
        ({ kernel, kernel_size }) => kernel === 'random' || kernel_size === undefined,
        'expected only with kernel: random',
      ),
      ['kernel_size'],
    ),
    v.transform((given) =>
      given.kernel === 'random'
        ? {
            ...given,
            filters: given.filters ?? 1,
            kernel_size: given.kernel_size ?? ([3, 3] as [number, number]),
          }
        : given,
    ),
    v.forward(
      v.check(
        ({ bias, ...rest }) => typeof bias === 'number' || bias.length === filtersOf(rest),
        'expected one number per output channel',
      ),
      ['bias'],
    ),
  ),
  pools: false,
  local: true,
  mixesChannels: true,
  tolerance: 2e-5,
  heavy: true,
  window: windowOf,
  beyond: () => 0,
  shape(input, options) {
    const window = windowOf(options);
    const [height, width] = slideShape(input, window);
    const filters = filtersOf(options);
    const weights = window.size[0] * window.size[1] * input[2] * filters;
    if (weights > LARGEST)
      return `has ${grouped(weights)} weights, more than the ${grouped(LARGEST)} allowed`;
    const values = height * width * filters;
    if (values > LARGEST) return `gives ${grouped(values)} values, more than the ${grouped(LARGEST)} allowed`;
    return [height, width, filters];
  },
  prepare: (options, { input, step, random }) =>
    weightsOf(options, input, (key) => random('conv2d', [step, key])),
  apply(tf, x, options, prepared) {
    const { values, shape } = prepared as Weights;
    const window = windowOf(options);
    const { bias, strides, padding } = options;
    // XNNPACK, behind wasm, pads by itself in the wrong place where windows leave cells out (4.22).
    const input = padding === 'circular' ? wrapAround(tf, x, window) : zeroPadded(tf, x, window);
    const result = tf.conv2d(input, tf.tensor4d(values, shape), [...strides], 'valid');
    return bias === 0
      ? result
      : tf.add(result, typeof bias === 'number' ? tf.scalar(bias) : tf.tensor1d(bias));
  },
  plain(x, options, dilation, prepared) {
    const around = surrounded(x, windowOf(options), 0);
    return correlation(around, prepared as Weights, options.bias, options.strides, dilation);
  },
});

/** Sums in double precision: the bias, then row by row of the kernel, left to right, channel by channel. */
function correlation(
  { data, shape: [height, width, channels] }: Image,
  { values, shape: [down, across, , filters] }: Weights,
  bias: number | readonly number[],
  strides: Pair,
  dilation: Pair,
): Image {
  const rows = fitting(height, down, strides[0], dilation[0]);
  const columns = fitting(width, across, strides[1], dilation[1]);
  const result = new Float32Array(rows * columns * filters);
  const input: Input = { data, channels, set: setCells(data, channels) };
  // Where the cells of a window lie, from its first.
  const cells = new Int32Array(down * across).map(
    (_, i) => Math.floor(i / across) * dilation[0] * width + (i % across) * dilation[1],
  );
  const together = filters < FEW ? 1 : 8;
  const sumUp = together === 1 ? sum : eightSums;
  for (let first = 0; first < filters; first += together) {
    const count = Math.min(together, filters - first);
    const weights = new Float64Array(cells.length * channels * together);
    for (let from = first, to = 0; to < weights.length; from += filters, to += together)
      weights.set(values.subarray(from, from + count), to);
    const begin = new Float64Array(together);
    for (let f = 0; f < count; f++) begin[f] = typeof bias === 'number' ? bias : bias[first + f]!;
    for (let y = 0, to = first; y < rows; y++) {
      let at = y * strides[0] * width;
      for (let x = 0; x < columns; x++, at += strides[1], to += filters)
        sumUp(input, at, cells, weights, begin, result, to, count);
    }
  }
  return { shape: [rows, columns, filters], data: result };
}

/** With fewer filters, eight sums at once would mostly add up nothing. */
const FEW = 4;

interface Input {
  data: Float32Array;
  channels: number;
  /** Of each cell, whether any of its values is not 0: most of a drawn picture is, and adding nothing takes time. */
  set: Uint8Array;
}

function setCells(data: Float32Array, channels: number): Uint8Array {
  const set = new Uint8Array(data.length / channels);
  for (let cell = 0, i = 0; cell < set.length; cell++) {
    for (const end = i + channels; i < end; i++) if (data[i] !== 0) set[cell] = 1;
  }
  return set;
}

/** One filter over one window. */
function sum(
  { data, channels, set }: Input,
  at: number,
  cells: Int32Array,
  weights: Float64Array,
  begin: Float64Array,
  result: Float32Array,
  to: number,
): void {
  let total = begin[0]!;
  for (let k = 0; k < cells.length; k++) {
    const cell = at + cells[k]!;
    if (set[cell] === 0) continue;
    const [i, w] = [cell * channels, k * channels];
    for (let c = 0; c < channels; c++) total += data[i + c]! * weights[w + c]!;
  }
  result[to] = total;
}

/** Up to eight filters over one window, each sum in a register of its own: three times as fast as in a list. */
function eightSums(
  { data, channels, set }: Input,
  at: number,
  cells: Int32Array,
  weights: Float64Array,
  begin: Float64Array,
  result: Float32Array,
  to: number,
  count: number,
): void {
  let [a, b, c, d] = [begin[0]!, begin[1]!, begin[2]!, begin[3]!];
  let [e, f, g, h] = [begin[4]!, begin[5]!, begin[6]!, begin[7]!];
  for (let k = 0; k < cells.length; k++) {
    const cell = at + cells[k]!;
    if (set[cell] === 0) continue;
    let w = k * channels * 8;
    for (let i = cell * channels, end = i + channels; i < end; i++, w += 8) {
      const value = data[i]!;
      a += value * weights[w]!;
      b += value * weights[w + 1]!;
      c += value * weights[w + 2]!;
      d += value * weights[w + 3]!;
      e += value * weights[w + 4]!;
      f += value * weights[w + 5]!;
      g += value * weights[w + 6]!;
      h += value * weights[w + 7]!;
    }
  }
  result[to] = a;
  if (count > 1) result[to + 1] = b;
  if (count > 2) result[to + 2] = c;
  if (count > 3) result[to + 3] = d;
  if (count > 4) result[to + 4] = e;
  if (count > 5) result[to + 5] = f;
  if (count > 6) result[to + 6] = g;
  if (count > 7) result[to + 7] = h;
}

interface Kernel {
  kernel: string | Rows | Rows[];
  filters?: number | undefined;
  kernel_size?: Pair | undefined;
}

interface Weights {
  values: Float32Array;
  /** [height, width, input channels, output channels] */
  shape: [number, number, number, number];
}

/** The kernels that are written, one per output channel; none where they are drawn. */
function written({ kernel }: Kernel): Rows[] | undefined {
  if (kernel === 'random') return undefined;
  if (typeof kernel === 'string') return [kernels[kernel as keyof typeof kernels]];
  return Array.isArray(kernel[0]![0]) ? (kernel as Rows[]) : [kernel as Rows];
}

function filtersOf(options: Kernel): number {
  return written(options)?.length ?? options.filters!;
}

function windowOf(options: Kernel & { strides: Pair; padding: 'same' | 'valid' | 'circular' }): LayerWindow {
  const [first] = written(options) ?? [];
  const size: Pair = first ? [first.length, first[0]!.length] : options.kernel_size!;
  return { size, strides: options.strides, padding: options.padding };
}

function weightsOf(
  options: Kernel,
  [, , channels]: Shape,
  random: (key: readonly number[]) => Random,
): Weights {
  const filters = filtersOf(options);
  const given = written(options);
  if (given) {
    const [height, width] = [given[0]!.length, given[0]![0]!.length];
    const values: number[] = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) values.push(...given.map((one) => one[y]![x]!));
      }
    }
    return { values: Float32Array.from(values), shape: [height, width, channels, filters] };
  }
  const shape: Weights['shape'] = [...(options.kernel_size as [number, number]), channels, filters];
  const next = random(shape);
  const deviation = Math.sqrt(2 / (shape[0] * shape[1] * channels));
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => deviation * normal()),
    shape,
  };
}
