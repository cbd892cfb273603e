import * as v from 'valibot';
import { grouped } from '../core/error.ts';
import { unknownName } from '../core/mistake.ts';
import { described, expects, number, options, says, size, whole } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Pair, Shape } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { correlation, type Weights } from './loops/correlation.ts';
import { extended } from './loops/padding.ts';
import { kernels } from './named_kernels.ts';
import * as ops from './ops/padding.ts';
import type { PaddingName } from './padding.ts';
import { paddingOption } from './pool_options.ts';
import { type LayerWindow, slideShape } from './window.ts';

type Rows = number[][];

/** Weights, and values of an output: as many as the largest image has. */
const LARGEST = 16_000_000;

const names = Object.keys(kernels) as [keyof typeof kernels, ...(keyof typeof kernels)[]];
const named = v.picklist(
  [...names, 'random'],
  says(({ input }) =>
    typeof input === 'string'
      ? unknownName('kernel', input, [...names, 'random'])
      : { expected: 'a name, rows of numbers, a list of such kernels, or random' },
  ),
);
const ROWS = expects('rows of numbers, all of one length');
const rows = v.pipe(
  v.array(v.pipe(v.array(number(), ROWS), v.minLength(1, ROWS)), ROWS),
  v.minLength(1, ROWS),
  v.check((given) => given.every((row) => row.length === given[0]!.length), ROWS),
);
const KERNELS = expects('kernels of one size');
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
export const conv2d = defineLayer({
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
      padding: paddingOption('The padding of same and full is 0.'),
      bias: described(
        'Added to every output: a number, or one per output channel.',
        v.optional(
          v.union([number(), v.array(number())], expects('a number, or a list of one per output channel')),
          0,
        ),
      ),
    }),
    v.forward(
      v.check(
        ({ kernel, filters }) => kernel === 'random' || filters === undefined,
        expects('only with kernel: random'),
      ),
      ['filters'],
    ),
    v.forward(
      v.check(
        ({ kernel, kernel_size }) => kernel === 'random' || kernel_size === undefined,
        expects('only with kernel: random'),
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
        expects('one number per output channel'),
      ),
      ['bias'],
    ),
  ),
  pools: false,
  mixesChannels: true,
  tolerance: 2e-5,
  window: windowOf,
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
    const { bias, strides } = options;
    // XNNPACK, behind wasm, pads by itself in the wrong place where windows leave cells out (4.22).
    const input = ops.extended(tf, x, window);
    const result = tf.conv2d(input, tf.tensor4d(values, shape), [...strides], 'valid');
    return bias === 0
      ? result
      : tf.add(result, typeof bias === 'number' ? tf.scalar(bias) : tf.tensor1d(bias));
  },
  loops: {
    apply(x, options, dilation, prepared) {
      const around = extended(x, windowOf(options), 0);
      return correlation(around, prepared as Weights, options.bias, options.strides, dilation);
    },
    computeBound: true,
  },
});

interface Kernel {
  kernel: string | Rows | Rows[];
  filters?: number | undefined;
  kernel_size?: Pair | undefined;
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

function windowOf(options: Kernel & { strides: Pair; padding: PaddingName }): LayerWindow {
  const [first] = written(options) ?? [];
  const size: Pair = first ? [first.length, first[0]!.length] : options.kernel_size!;
  return { size, strides: options.strides, padding: options.padding, paddingValue: 0 };
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
