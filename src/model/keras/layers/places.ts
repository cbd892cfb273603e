import * as v from 'valibot';
import { boolean, choice, number, size, whole } from '../../../core/options.ts';
import type { Resampling } from '../../../core/resampling.ts';
import type { Tensor, Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import { type DataFormat, layerInFormat } from '../geometry.ts';
import { dataFormat, type KerasClass, type KerasLayer, type Lengths, only, readConfig } from '../kind.ts';
import { alongOneAxis } from '../one_axis.ts';
import { resampled } from '../resample.ts';

type Sides = [[number, number], [number, number]];

const amount = whole({ min: 0 });
const twoSides = v.strictTuple([amount, amount]);
const SIDES = 'expected n, [height, width] or [[top, bottom], [left, right]]';
const sides = v.pipe(
  v.union([amount, twoSides, v.strictTuple([twoSides, twoSides])], SIDES),
  v.transform((given): Sides => {
    const [rows, columns] = typeof given === 'number' ? [given, given] : given;
    return [
      typeof rows === 'number' ? [rows, rows] : rows,
      typeof columns === 'number' ? [columns, columns] : columns,
    ];
  }),
);
const ends = v.pipe(
  v.union([amount, twoSides], 'expected n, or [before, after]'),
  v.transform((given): [number, number] => (typeof given === 'number' ? [given, given] : given)),
);

/** Zeros around: [n, h, w, c] → [n, h + top + bottom, w + left + right, c]. */
export const ZeroPadding2D: KerasClass = (config) => {
  const options = readConfig(config, { padding: v.optional(sides, 1), data_format: dataFormat() });
  const [rows, columns] = options.padding;
  return resizing(
    options.data_format,
    ([h, w]) => [h + sumOfPair(rows), w + sumOfPair(columns)],
    (tf, x) => tf.pad(x, [[0, 0], rows, columns, [0, 0]]),
  );
};

/** [n, l, c] → [n, before + l + after, c] */
export const ZeroPadding1D = alongOneAxis(ZeroPadding2D, { padding: v.optional(ends, 1) }, ({ padding }) => ({
  padding: [[0, 0], padding],
}));

/** Without some cells of each side: [n, h, w, c] → [n, h - top - bottom, w - left - right, c]. */
export const Cropping2D: KerasClass = (config) => {
  const options = readConfig(config, { cropping: v.optional(sides, 0), data_format: dataFormat() });
  const [rows, columns] = options.cropping;
  return resizing(
    options.data_format,
    ([h, w]) => [h - sumOfPair(rows), w - sumOfPair(columns)],
    (tf, x, kept) => tf.slice(x, [0, rows[0], columns[0], 0], [x.shape[0]!, ...kept, x.shape[3]!]),
  );
};

/** [n, l, c] → [n, l - before - after, c] */
export const Cropping1D = alongOneAxis(Cropping2D, { cropping: v.optional(ends, 1) }, ({ cropping }) => ({
  cropping: [[0, 0], cropping],
}));

/** Every row and column several times, or values between them: [n, h, w, c] → [n, h · s, w · s, c]. */
export const UpSampling2D: KerasClass = (config) => {
  const options = readConfig(config, {
    size: v.optional(size(), 2),
    data_format: dataFormat(),
    interpolation: interpolation('nearest'),
    tabled: v.optional(boolean(), false),
  });
  const [rows, columns] = options.size;
  return resizing(
    options.data_format,
    ([height, width]) => [height * rows, width * columns],
    (tf, x, to) => resizedPlaces(tf, x, to, options.interpolation, false, options.tabled),
  );
};

/** Every place several times: [n, l, c] → [n, l · size, c]. */
export const UpSampling1D = alongOneAxis(
  UpSampling2D,
  { size: v.optional(whole({ min: 1 }), 2) },
  ({ size }) => ({ size: [1, size] }),
);

/**
 * Another size: [n, h, w, c] → [n, height, width, c]. To keep proportions, what is too much of one axis is cut off at both
 * ends before, or as many values are added at both ends as are missing.
 */
export const Resizing: KerasClass = (config) => {
  const options = readConfig(config, {
    height: whole({ min: 1 }),
    width: whole({ min: 1 }),
    interpolation: interpolation('bilinear'),
    tabled: v.optional(boolean(), false),
    crop_to_aspect_ratio: v.optional(boolean(), false),
    pad_to_aspect_ratio: v.optional(boolean(), false),
    antialias: v.optional(boolean(), false),
    fill_mode: only('constant'),
    fill_value: v.optional(number(), 0),
    data_format: dataFormat(),
  });
  const to: [number, number] = [options.height, options.width];
  const { crop_to_aspect_ratio: crops, pad_to_aspect_ratio: pads } = options;
  return resizing(
    options.data_format,
    () => to,
    (tf, x) => {
      const inProportion = crops ? cutTo(tf, x, proportionalPart(x.shape, to)) : x;
      const filled = pads ? padTo(tf, inProportion, to, options.fill_value) : inProportion;
      return resizedPlaces(tf, filled, to, options.interpolation, options.antialias, options.tabled);
    },
  );
};

/** `keras.ops.image.resize`: Resizing, with the size as one option. */
export const Resize: KerasClass = ({ size, ...config }, layerOf) => {
  const [height, width] = Array.isArray(size) ? size : [];
  return Resizing({ ...config, height, width }, layerOf);
};

/**
 * The middle, from ⌊(h - height) / 2⌋ on: [n, h, w, c] → [n, height, width, c]. Of a smaller picture it is the largest part
 * of that proportion, enlarged.
 */
export const CenterCrop: KerasClass = (config) => {
  const options = readConfig(config, {
    height: whole({ min: 1 }),
    width: whole({ min: 1 }),
    data_format: dataFormat(),
  });
  const to: [number, number] = [options.height, options.width];
  return resizing(
    options.data_format,
    () => to,
    (tf, x) => {
      const [, height, width] = x.shape as [number, number, number];
      if (height >= to[0] && width >= to[1]) return cutTo(tf, x, to);
      return resizedPlaces(tf, cutTo(tf, x, proportionalPart(x.shape, to)), to, 'bilinear', false);
    },
  );
};

/** The largest part of [n, h, w, c] that has the proportion of a size. */
function proportionalPart([, h, w]: Lengths, [height, width]: readonly [number, number]): [number, number] {
  const [rows, columns] = [Math.trunc((w! * height) / width), Math.trunc((h! * width) / height)];
  return [Math.max(1, Math.min(h!, rows)), Math.max(1, Math.min(w!, columns))];
}

/** The middle of [n, h, w, c]. */
function cutTo(tf: TensorFlow, x: Tensor, [height, width]: readonly [number, number]): Tensor {
  const [n, h, w, c] = x.shape as [number, number, number, number];
  const [top, left] = [Math.floor((h - height) / 2), Math.floor((w - width) / 2)];
  return tf.slice(x, [0, top, left, 0], [n, height, width, c]);
}

/** Values at both ends of rows or columns of [n, h, w, c], for the proportion of a size. An odd one is left out. */
function padTo(tf: TensorFlow, x: Tensor, [height, width]: readonly [number, number], value: number): Tensor {
  const [, h, w] = x.shape as [number, number, number];
  const missing = (length: number, wanted: number) =>
    Math.floor((Math.max(length, Math.trunc(wanted)) - length) / 2);
  const [rows, columns] = [missing(h, (w * height) / width), missing(w, (h * width) / height)];
  return tf.pad(
    x,
    [
      [0, 0],
      [rows, rows],
      [columns, columns],
      [0, 0],
    ],
    value,
  );
}

function interpolation(missing: 'nearest' | 'bilinear') {
  const known = [
    'nearest',
    'bilinear',
    'bicubic',
    'lanczos3',
    'lanczos5',
    'area',
    'gaussian',
    'mitchellcubic',
  ];
  return v.optional(choice(known as ['nearest', ...Resampling[]]), missing);
}

/** With the centres of cells half a cell from the edge, as TensorFlow 2 has them. @param tabled as in `resampledAxis` */
function resizedPlaces(
  tf: TensorFlow,
  x: Tensor,
  to: [number, number],
  how: 'nearest' | Resampling,
  antialias: boolean,
  tabled = false,
): Tensor {
  if (how === 'nearest') return tf.image.resizeNearestNeighbor(x as Tensor4D, to, false, true);
  return how === 'bilinear' && !antialias
    ? tf.image.resizeBilinear(x as Tensor4D, to, false, true)
    : resampled(tf, x, to, how, antialias, tabled && how === 'bicubic' && !antialias);
}

/** A layer that gives another height and width. @param action gets them too */
function resizing(
  format: DataFormat,
  size: (places: [number, number]) => [number, number],
  action: (tf: TensorFlow, x: Tensor, to: [number, number]) => Tensor,
): KerasLayer {
  const to = ([, height, width]: Lengths) => size([height!, width!]);
  return layerInFormat(format, {
    shape: (x) => [x[0]!, ...to(x), x[3]!],
    apply: (tf, x) => action(tf, x, to(x.shape)),
  });
}

function sumOfPair([a, b]: readonly [number, number]): number {
  return a + b;
}
