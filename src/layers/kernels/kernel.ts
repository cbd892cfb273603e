import * as v from 'valibot';
import { count, grouped } from '../../core/error.ts';
import { unknownName } from '../../core/mistake.ts';
import { checkAt, described, expects, number, options, says, size, whole } from '../../core/options.ts';
import { type Seed, stream } from '../../core/random.ts';
import { type Pair, type Shape, valueCount } from '../../core/tensor.ts';
import type { PrepareContext } from '../kind.ts';
import type { paddingOption } from '../windows/pool_options.ts';
import { kernels } from './named_kernels.ts';

/** The kernels of all filters. */
export interface Weights {
  values: Float32Array;
  /** [height, width, input channels, output channels] */
  shape: [number, number, number, number];
}

type Rows = number[][];

const kernelNames = Object.keys(kernels) as [keyof typeof kernels, ...(keyof typeof kernels)[]];
const named = v.picklist(
  [...kernelNames, 'random'],
  says(({ input }) =>
    typeof input === 'string'
      ? unknownName('kernel', input, [...kernelNames, 'random'])
      : { expected: 'a name, rows of numbers, a list of such kernels, or random' },
  ),
);
/** Which row of a kernel is not as long as the first, in words; undefined where all are. */
function unevenRow([first, ...others]: Rows): string | undefined {
  const at = others.findIndex((row) => row.length !== first!.length);
  if (at === -1) return undefined;
  return `the rows differ in length; row 1 has ${count(first!.length, 'number')}, row ${at + 2} has ${others[at]!.length}`;
}

const ROWS = expects('rows of numbers, all of one length');
const rows = v.pipe(
  v.array(v.pipe(v.array(number(), ROWS), v.minLength(1, ROWS)), ROWS),
  v.minLength(1, ROWS),
  v.check(
    (given) => unevenRow(given) === undefined,
    says(({ input }) => ({ problem: unevenRow(input as Rows)! })),
  ),
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

type PaddingSchema = ReturnType<typeof paddingOption>;
type OutputPaddingSchema = v.OptionalSchema<ReturnType<typeof size>, undefined>;
type TransposeSchema = ReturnType<typeof kernelSchema>;

/** The schema of a layer with kernels. @param padding the schema of that option */
export function kernelOptions(padding: PaddingSchema) {
  return kernelSchema(padding) as unknown as v.GenericSchema<
    Omit<v.InferInput<TransposeSchema>, 'output_padding'>,
    Omit<v.InferOutput<TransposeSchema>, 'output_padding'>
  >;
}

/** The schema of a layer with kernels that has `output_padding`. The parameters are the schemas of these options. */
export function transposeOptions(padding: PaddingSchema, output_padding: OutputPaddingSchema) {
  return kernelSchema(padding, output_padding);
}

function kernelSchema(padding: PaddingSchema, output_padding?: OutputPaddingSchema) {
  return v.pipe(
    options({
      kernel: described(
        `A name (${kernelNames.join(', ')}), rows of numbers, a list of such kernels (one output channel each), or random.`,
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
      seed: described(
        'Of a random kernel: a number or a text. Default: the seed of the experiment.',
        v.optional(v.union([number(), v.string()], expects('a number or a text'))),
      ),
      strides: described(
        'Cells from one window to the next: n, or [height, width].',
        v.optional(size({ max: 16_000_000 }), 1),
      ),
      padding,
      ...((output_padding && { output_padding }) as { output_padding: OutputPaddingSchema }),
      bias: described(
        'Added to every output: a number, or one per output channel.',
        v.optional(
          v.union([number(), v.array(number())], expects('a number, or a list of one per output channel')),
          0,
        ),
      ),
    }),
    onlyIfRandom('filters'),
    onlyIfRandom('kernel_size'),
    onlyIfRandom('seed'),
    v.transform((given) =>
      given.kernel === 'random'
        ? {
            ...given,
            filters: given.filters ?? 1,
            kernel_size: given.kernel_size ?? ([3, 3] as [number, number]),
          }
        : given,
    ),
    checkAt(
      'bias',
      ({ bias, ...rest }) => typeof bias === 'number' || bias.length === filtersOf(rest),
      expects('one number per output channel'),
    ),
  );
}

/** Refuses an option of a random kernel for another. */
function onlyIfRandom<Given extends KernelOptions>(option: 'filters' | 'kernel_size' | 'seed') {
  return checkAt<Given>(
    option,
    (given) => given.kernel === 'random' || given[option] === undefined,
    expects('only with kernel: random'),
  );
}

/** The options that say which kernels a layer has. */
export interface KernelOptions {
  kernel: string | Rows | Rows[];
  filters?: number | undefined;
  kernel_size?: Pair | undefined;
  seed?: Seed | undefined;
}

/** The kernels that a file writes, one for each output channel; undefined if they are drawn. */
function writtenKernels({ kernel }: KernelOptions): Rows[] | undefined {
  if (kernel === 'random') return undefined;
  if (typeof kernel === 'string') return [kernels[kernel as keyof typeof kernels]];
  return Array.isArray(kernel[0]![0]) ? (kernel as Rows[]) : [kernel as Rows];
}

/** How many output channels there are: one for each written kernel, 1 for a named one, else `filters`. */
export function filtersOf(options: KernelOptions): number {
  return writtenKernels(options)?.length ?? options.filters!;
}

/** [height, width] of the kernels. */
export function kernelSize(options: KernelOptions): Pair {
  const [first] = writtenKernels(options) ?? [];
  return first ? [first.length, first[0]!.length] : options.kernel_size!;
}

/** Why a layer with kernels would be too large, after its name; undefined if it is not. */
export function kernelMisfit(options: KernelOptions, channels: number, output: Shape): string | undefined {
  const [height, width] = kernelSize(options);
  const weights = height * width * channels * filtersOf(options);
  if (weights > MAX_WEIGHTS)
    return `has ${grouped(weights)} weights, more than the ${grouped(MAX_WEIGHTS)} allowed`;
  const values = valueCount(output);
  if (values <= MAX_WEIGHTS) return undefined;
  return `gives ${grouped(values)} values, more than the ${grouped(MAX_WEIGHTS)} allowed`;
}

/** The most weights, and the most values of an output: as many as the largest image has. */
const MAX_WEIGHTS = 16_000_000;

/**
 * The weights of a layer. A kernel of rows is repeated for every input channel. Random ones are He-normal,
 * √(2 / (height · width · channels)) · N(0, 1), from the stream
 * `` `${seed} ${purpose} ${JSON.stringify([step, [height, width, channels, filters]])}` ``, row-major, each by
 * Box–Muller from two numbers u, v: √(-2 ln(1 - u)) · cos(2π v), rounded to float32.
 *
 * @param purpose the name of the layer
 *
 * Source: He et al. 2015, "Delving deep into rectifiers"; Box & Muller 1958.
 */
export function kernelWeights(
  options: KernelOptions,
  purpose: string,
  { input: [, , channels], step, random }: PrepareContext,
): Weights {
  const filters = filtersOf(options);
  const given = writtenKernels(options);
  const [height, width] = kernelSize(options);
  const shape: Weights['shape'] = [height, width, channels, filters];
  if (given) {
    const values: number[] = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) values.push(...given.map((one) => one[y]![x]!));
      }
    }
    return { values: Float32Array.from(values), shape };
  }
  const key = [step, shape];
  const next = options.seed === undefined ? random(purpose, key) : stream(options.seed, purpose, key);
  const deviation = Math.sqrt(2 / (height * width * channels));
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const length = height * width * channels * filters;
  return { values: Float32Array.from({ length }, () => deviation * normal()), shape };
}
