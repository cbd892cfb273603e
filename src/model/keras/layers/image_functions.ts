import * as v from 'valibot';
import { choice, size, whole } from '../../../core/options.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { type DataFormat, layerInFormat, padded, samePadding, slidLength } from '../geometry.ts';
import { dataFormat, type KerasClass, type KerasLayer, type Lengths, readConfig } from '../kind.ts';

/** Functions of `keras.ops.image`. */

/** The window at each place, its values one after the other: [n, h, w, c] → [n, h', w', rows · columns · c]. */
export const ExtractPatches: KerasClass = (config) => {
  const options = readConfig(config, {
    size: size(),
    strides: v.optional(v.nullable(size()), null),
    dilation_rate: v.optional(size(), 1),
    padding: v.optional(choice(['valid', 'same']), 'valid'),
    data_format: dataFormat(),
  });
  const { size: window, dilation_rate: dilation, padding, data_format } = options;
  const strides = options.strides ?? window;
  const shape = ([n, ...rest]: Lengths) => {
    const [rows, columns] = window.map((length, axis) =>
      slidLength(rest[axis]!, length, strides[axis]!, padding, dilation[axis]!),
    );
    return [n!, rows!, columns!, window[0] * window[1] * rest[2]!];
  };
  return layerInFormat(data_format, {
    shape,
    apply(tf, input) {
      const [, height, width, c] = input.shape as [number, number, number, number];
      const [n, rows, columns] = shape(input.shape) as [number, number, number];
      const tiles =
        window.every((length, axis) => length === strides[axis]) && dilation.every((one) => one === 1);
      if (tiles && rows * window[0] === height && columns * window[1] === width) {
        const split = tf.reshape(input, [n * rows, window[0], columns, window[1] * c]);
        return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [n, rows, columns, -1]);
      }
      const around = [height, width].map((length, axis) =>
        padding === 'same' ? samePadding(length, window[axis]!, strides[axis]!, dilation[axis]!) : [0, 0],
      ) as [[number, number], [number, number]];
      const all = padded(tf, input, ...around);
      const parts: Tensor[] = [];
      for (let row = 0; row < window[0]; row++)
        for (let column = 0; column < window[1]; column++) {
          const [top, left] = [row * dilation[0], column * dilation[1]];
          const end = [n, top + (rows - 1) * strides[0] + 1, left + (columns - 1) * strides[1] + 1, c];
          parts.push(tf.stridedSlice(all, [0, top, left, 0], end, [1, ...strides, 1]));
        }
      return parts.length === 1 ? parts[0]! : tf.concat(parts, 3);
    },
  });
};

/** 0.2989 · red + 0.587 · green + 0.114 · blue, as TensorFlow has it. */
export const RGBToGrayscale: KerasClass = (config) => {
  const { data_format } = readConfig(config, { data_format: dataFormat() });
  return layerInFormat(data_format, {
    shape(x) {
      if (x[3] !== 3) throw new Error(`makes grey of ${x[3]} channels; expected 3`);
      return x.with(3, 1);
    },
    apply: (tf, x) => tf.sum(tf.mul(x, tf.tensor1d([0.2989, 0.587, 0.114])), 3, true),
  });
};

const cellsAtEnd = v.optional(v.nullable(whole({ min: 0 })), null);

/** Zeros around: as many as it says, or as the size that it asks for has more. */
export const PadImages: KerasClass = (config) => {
  const options = readConfig(config, {
    top_padding: cellsAtEnd,
    bottom_padding: cellsAtEnd,
    target_height: cellsAtEnd,
    left_padding: cellsAtEnd,
    right_padding: cellsAtEnd,
    target_width: cellsAtEnd,
    data_format: dataFormat(),
  });
  return aroundPlaces(options.data_format, ([height, width]) => [
    beforeAndAfter(height, options.top_padding, options.bottom_padding, options.target_height),
    beforeAndAfter(width, options.left_padding, options.right_padding, options.target_width),
  ]);
};

/** Without some cells of each side: as many as it says, or as the size that it asks for has less. */
export const CropImages: KerasClass = (config) => {
  const options = readConfig(config, {
    top_cropping: cellsAtEnd,
    bottom_cropping: cellsAtEnd,
    target_height: cellsAtEnd,
    left_cropping: cellsAtEnd,
    right_cropping: cellsAtEnd,
    target_width: cellsAtEnd,
    data_format: dataFormat(),
  });
  const cut = (length: number, before: number | null, after: number | null, target: number | null) =>
    beforeAndAfter(-length, before, after, target === null ? null : -target).map((one) => -one) as [
      number,
      number,
    ];
  return aroundPlaces(options.data_format, ([height, width]) => [
    cut(height, options.top_cropping, options.bottom_cropping, options.target_height),
    cut(width, options.left_cropping, options.right_cropping, options.target_width),
  ]);
};

/** How many before and after an axis, of which one may follow from the length that is wanted. */
function beforeAndAfter(
  length: number,
  before: number | null,
  after: number | null,
  target: number | null,
): [number, number] {
  if (target === null) return [before ?? 0, after ?? 0];
  const more = target - length;
  return before === null ? [more - (after ?? 0), after ?? 0] : [before, more - before];
}

/** Cells more at both ends of rows and columns, or less where they are below 0. */
function aroundPlaces(
  format: DataFormat,
  amounts: (places: [number, number]) => [[number, number], [number, number]],
): KerasLayer {
  const shape = ([n, height, width, c]: Lengths) => {
    const [rows, columns] = amounts([height!, width!]);
    return [n!, height! + rows[0] + rows[1], width! + columns[0] + columns[1], c!];
  };
  return layerInFormat(format, {
    shape,
    apply(tf, x) {
      const [rows, columns] = amounts(x.shape.slice(1, 3) as [number, number]);
      if ([...rows, ...columns].every((one) => one >= 0)) return padded(tf, x, rows, columns);
      return tf.slice(x, [0, -rows[0], -columns[0], 0], shape(x.shape));
    },
  });
}
