import * as v from 'valibot';
import { unknownName } from '../../core/mistake.ts';
import { expects, type MistakenIssue, optionEntries, says } from '../../core/options.ts';
import type { Pair, Shape, Tensor4D, TensorFlow } from '../../core/tensor.ts';
import type { Substitute } from '../../model/replace.ts';
import type { LayerKind } from '../kind.ts';
import { LOWEST_FLOAT32 } from '../ops/pool.ts';
import { outputGrid } from '../windows/output_grid.ts';
import { windowMisfit } from '../windows/window.ts';

/** A replacement as an experiment writes it: a kind of layer, and some of its options. */
export interface LayerReplacement {
  type: string;
  [option: string]: unknown;
}

/** Takes the name of a kind, or an object with `type` and some of its options. The replaced layer gives the others. */
export function replacement(
  kinds: Record<string, LayerKind>,
): v.GenericSchema<string | LayerReplacement, LayerReplacement> {
  const names = Object.keys(kinds);
  const expected = 'the name of a layer that pools, or an object with type';
  const name = v.picklist(
    names,
    says(({ input }) => (typeof input === 'string' ? unknownName('layer', input, names) : { expected })),
  );
  const short = v.pipe(
    name,
    v.transform((type): LayerReplacement => ({ type })),
  );
  const whole = v.pipe(
    v.looseObject({ type: name }, expects(expected)),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { type, ...given } = dataset.value;
      for (const issue of v.safeParse(kinds[type]!.options, given).issues ?? []) {
        const { message, mistake, input, path } = issue as MistakenIssue;
        const passedOn = says(() => mistake ?? { problem: message });
        addIssue({ message: passedOn, input, ...(path && { path: path as never }) });
      }
    }),
  );
  const either = v.union([short, whole]);
  return v.lazy((input) => {
    if (input === undefined) return either;
    return typeof input === 'object' && input !== null ? whole : short;
  }) as unknown as v.GenericSchema<string | LayerReplacement, LayerReplacement>;
}

/**
 * Makes the layer that replaces another. It keeps the size of the output: a window and its padding are those of the
 * replaced pool, and where the kind has no such option, the input is cropped or padded to the same effect.
 *
 * @param config of the replaced layer, as Keras writes it
 */
export function substituteFor(
  kinds: Record<string, LayerKind>,
  { type, ...written }: LayerReplacement,
  config: Record<string, unknown>,
): Substitute {
  const kind = kinds[type]!;
  const { padding, ...own } = inherited(kind, config);
  // Only where `same` is a choice does `valid` mean what it means in Keras.
  const inherits = padding !== undefined && v.is(kind.options, { ...own, padding: 'same' });
  const options = v.parse(kind.options, { ...own, ...(inherits && { padding }), ...written });
  const frame = inherits || written.padding !== undefined ? NO_FRAME : frameOf(config, 'pool_size' in own);
  return {
    shape(input) {
      const [height, width, channels] = input;
      const framed: Shape = [height + frame[0][0] + frame[0][1], width + frame[1][0] + frame[1][1], channels];
      const window = kind.window?.(options);
      const misfit = window && windowMisfit(framed, window);
      if (misfit !== undefined) throw new Error(`${type} ${misfit}; take larger pictures`);
      const grid = outputGrid({ kind, options }, framed);
      if (typeof grid === 'string')
        throw new Error(`${type} ${grid}; take pictures of another size, or max_blur_pool, which takes any`);
      return grid.shape;
    },
    apply: (tf, x) => kind.apply(tf, padOrCrop(tf, x, frame), options),
  };
}

/** Cells to add before and after each axis; negative ones are cut off. */
type Frame = readonly [Pair, Pair];

const NO_FRAME: Frame = [
  [0, 0],
  [0, 0],
];

/**
 * The cells to add to the input (or to crop, if negative) so that a layer without the pool's padding gives the size of
 * the pool's output. A maximum at stride 1 needs k - 1 cells more for the size of `same`; a layer without a window needs
 * k - 1 cells fewer for the size of `valid`.
 */
function frameOf({ pool_size, padding = 'valid' }: Record<string, unknown>, hasWindow: boolean): Frame {
  if (pool_size === undefined || (padding === 'same') !== hasWindow) return NO_FRAME;
  const sizes = typeof pool_size === 'number' ? [pool_size, pool_size] : (pool_size as [number, number]);
  const sign = hasWindow ? 1 : -1;
  const [rows, columns] = sizes.map((k): Pair => {
    const before = Math.floor((k - 1) / 2);
    return [sign * before || 0, sign * (k - 1 - before) || 0];
  });
  return [rows!, columns!];
}

function padOrCrop(tf: TensorFlow, x: Tensor4D, [rows, columns]: Frame): Tensor4D {
  const cells = [...rows, ...columns];
  if (cells.every((n) => n === 0)) return x;
  if (cells.every((n) => n >= 0))
    return tf.pad(x, [[0, 0], [...rows], [...columns], [0, 0]] as [number, number][], LOWEST_FLOAT32);
  const [n, height, width, channels] = x.shape;
  const kept = [n, height + rows[0] + rows[1], width + columns[0] + columns[1], channels];
  return tf.slice(x, [0, -rows[0], -columns[0], 0], kept);
}

/** The options that a replacement takes over: strides, and the window and its padding if it has one itself. */
function inherited({ options }: LayerKind, config: Record<string, unknown>): Record<string, unknown> {
  const entries = optionEntries(options);
  const keys = 'pool_size' in entries ? ['pool_size', 'strides', 'padding'] : ['strides'];
  const known: Record<string, unknown> = { ...config, strides: config.strides ?? config.pool_size };
  return Object.fromEntries(
    keys
      .filter((key) => key in entries && known[key] !== undefined && known[key] !== null)
      .map((key) => [key, known[key]]),
  );
}
