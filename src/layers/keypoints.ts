import * as v from 'valibot';
import { boolean, choice, described, expects, number, options } from '../core/options.ts';
import type { Shape } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { outputNamed, pixelFrame, requireValues, tableOf } from './detection/outputs.ts';
import { POINT_VALUES, type Point, pointRows } from './detection/point.ts';
import type { NamedOutput } from './kind.ts';

const ONE_NAME = expects('the name of an output');

const keypointOptions = options({
  keypoints: described(
    'The output with the points. Default: the only output of the model.',
    v.optional(v.pipe(v.string(ONE_NAME), v.nonEmpty(ONE_NAME))),
  ),
  format: described(
    'The numbers of a point: its column x and its row y, and its score s. heatmaps: each channel is a map, and its point the middle of the cell with the largest value, which is its score (of equal cells the first).',
    v.optional(choice(['xy', 'yx', 'xys', 'yxs', 'heatmaps']), 'xy'),
  ),
  normalized: described(
    'true: x and y are shares of the width and the height of the picture. false: they are pixels.',
    v.optional(boolean(), false),
  ),
  threshold: described(
    'Points with a score that is not above it are left out. Default: none is.',
    v.optional(number()),
  ),
});

/**
 * The points that a network finds in a picture, always in the same order, such as corners of the eyes: [n, 1, P, 4]. A
 * row is x, y in pixels of the image, the score (1 where the network gives none), and 1; or zeros, for a point that is
 * left out.
 *
 * @example
 * layers: [{ type: model, path: movenet/model.json }, { type: keypoints, format: yxs, normalized: true }]
 */
export const keypoints = defineLayer({
  title: 'The points that a network finds in a picture, from an output of the model before it.',
  options: keypointOptions,
  pools: false,
  tolerance: 0,
  reads({ keypoints, format, normalized, threshold = Number.NEGATIVE_INFINITY }, outputs, scene) {
    const { picture, stride } = scene;
    const at = outputNamed(outputs, keypoints, 'keypoints');
    const { shape } = outputs[at]!;
    const scale = normalized || format === 'heatmaps' ? picture : ([1, 1] as const);
    const [down, across] = [scale[0] * stride[0], scale[1] * stride[1]];
    const found = format === 'heatmaps' ? peaks(shape) : writtenPoints(format, outputs[at]!);
    return {
      shape: [1, found.count, POINT_VALUES],
      detects: { points: { frame: pixelFrame(scene) } },
      read(values) {
        const points = Array.from({ length: found.count }, (_, point) => {
          const { x, y, score } = found.point(values[at]!, point);
          return score > threshold ? { x: x * across, y: y * down, score } : undefined;
        });
        return pointRows(points);
      },
    };
  },
  apply() {
    throw new TypeError('The outputs of a model are read by `reads`.');
  },
});

/** How many points an output gives, and each of them, in shares of the picture or in the numbers of the model. */
interface PointSource {
  count: number;
  point(values: Float32Array, point: number): Point;
}

/** Points that are written as numbers: rows of two or three, or all in one row. */
function writtenPoints(format: 'xy' | 'yx' | 'xys' | 'yxs', output: NamedOutput): PointSource {
  const { rows, columns } = tableOf(output.shape);
  const [each, total] = [format.length, rows * columns];
  const fits = columns === each || (rows === 1 && total % each === 0);
  requireValues(fits, output, 'format', `points of ${each} numbers each`);
  const [x, y, s] = ['x', 'y', 's'].map((letter) => format.indexOf(letter)) as [number, number, number];
  return {
    count: total / each,
    point(values, point) {
      const from = point * each;
      return { x: values[from + x]!, y: values[from + y]!, score: s < 0 ? 1 : values[from + s]! };
    },
  };
}

/** The largest cell of each channel. */
function peaks([height, width, channels]: Shape): PointSource {
  return {
    count: channels,
    point(values, channel) {
      let most = channel;
      for (let i = channel; i < values.length; i += channels) if (values[i]! > values[most]!) most = i;
      const cell = (most - channel) / channels;
      const [row, column] = [Math.floor(cell / width), cell % width];
      return { x: (column + 0.5) / width, y: (row + 0.5) / height, score: values[most]! };
    },
  };
}
