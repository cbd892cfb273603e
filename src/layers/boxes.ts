import * as v from 'valibot';
import { either } from '../core/error.ts';
import { boolean, checkAt, choice, described, expects, number, options, whole } from '../core/options.ts';
import { defineLayer } from './define.ts';
import { BOX_VALUES, boxRows } from './detection/box.ts';
import { type BoxLayout, boxFormats, boxLayouts, candidates } from './detection/candidates.ts';
import { pixelFrame } from './detection/outputs.ts';
import { suppressed } from './detection/suppress.ts';

const layoutNames = Object.keys(boxLayouts) as [BoxLayout, ...BoxLayout[]];
const OUTPUT_NAME = expects('the name of an output');
const oneOutput = v.pipe(v.string(OUTPUT_NAME), v.nonEmpty(OUTPUT_NAME));
const CLASSES = expects('the name of an output, or a number of classes');
const fraction = number({ min: 0, max: 1 });
const layoutTitles = Object.entries(boxLayouts).map(([name, { title }]) => `${name}: ${title}.`);

const boxOptions = v.pipe(
  options({
    boxes: described(
      'The output with the boxes. Default: the only output of the model.',
      v.optional(oneOutput),
    ),
    scores: described(
      'The output with the scores of those boxes: one for each, or one for each and every class. Default: they are beside the boxes, as the layout says.',
      v.optional(oneOutput),
    ),
    classes: described(
      'The output with the class numbers of those boxes; or the number of classes, where a box has further values after the scores of its classes. Default: a box has the class of its highest score.',
      v.optional(v.union([oneOutput, whole({ min: 1 })], CLASSES)),
    ),
    format: described(
      'The four numbers of a box: xyxy, its left, upper, right and lower edge; yxyx, its upper, left, lower and right edge; cxcywh, the x and y of its centre, its width and its height. Default: cxcywh for yolov5 and yolov8, else xyxy.',
      v.optional(choice(boxFormats)),
    ),
    normalized: described(
      'true: these numbers are shares of the width and the height of the picture. false: they are pixels.',
      v.optional(boolean(), false),
    ),
    layout: described(
      `How the output is arranged. ${layoutTitles.join(' ')} Default: separate, if scores is written.`,
      v.optional(choice(layoutNames)),
    ),
    background: described(
      'The class that stands for no object, from 0: its scores are left out. Default: there is none.',
      v.optional(whole({ min: 0 })),
    ),
    threshold: described('Boxes with a score that is not above it are left out.', v.optional(fraction, 0.25)),
    nms: described(
      'Of boxes of one class that overlap by more than this intersection over union, only the one with the highest score stays. none: all stay. Default: 0.45 for yolov5 and 0.7 for yolov8, as Ultralytics has it, else none.',
      v.optional(v.union([fraction, v.literal('none')], expects('a number from 0 to 1, or none'))),
    ),
    iou: described(
      'The least intersection over union at which the measure boxes takes two boxes for one object.',
      v.optional(fraction, 0.5),
    ),
  }),
  checkAt(
    'layout',
    ({ layout, scores }) => layout !== undefined || scores !== undefined,
    expects(`${either(layoutNames)}, unless scores names an output`),
  ),
  v.transform(({ layout = 'separate', format, nms, ...rest }) => ({
    ...rest,
    layout,
    format: format ?? boxLayouts[layout].format,
    nms: nms ?? boxLayouts[layout].nms,
  })),
);

/**
 * The boxes that a detector finds: a set that may vary in number, [n, 1, K, 6]. Its rows are boxes in falling score: x1,
 * y1, x2, y2 in pixels of the image, score, class. K is how many boxes the model can give; a row without a box holds
 * zeros, and the class -1.
 *
 * The layer stands behind a model and reads one or several of its outputs by name. Boxes are suppressed within a class.
 *
 * @example
 * layers: [{ type: model, path: yolov8n.onnx }, { type: boxes, layout: yolov8 }]
 */
export const boxes = defineLayer({
  title: 'The boxes that a detector finds, from outputs of the model before it.',
  options: boxOptions,
  pools: false,
  tolerance: 0,
  reads(given, outputs, scene) {
    const { iou, threshold, nms } = given;
    const frame = pixelFrame(scene);
    const { count, decode } = candidates({ ...given, ...scene }, outputs);
    return {
      shape: [1, count, BOX_VALUES],
      detects: { boxes: { frame, iou } },
      read(values) {
        // Sorting is stable: of equal scores the earlier candidate comes first.
        const found = decode(values, threshold).sort((a, b) => b.score - a.score);
        return boxRows(nms === 'none' ? found : suppressed(found, nms), count);
      },
    };
  },
  apply() {
    throw new TypeError('The outputs of a model are read by `reads`.');
  },
});
