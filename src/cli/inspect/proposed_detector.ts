import { type Shape, valueCount } from '../../core/tensor.ts';
import type { InspectedOutput } from '../../model/inspect.ts';
import type { Proposal } from './proposal.ts';

/** An output that has a size. */
type Sized = InspectedOutput & { shape: Shape };

/**
 * How the one output of a detector is read, by its size: a YOLO has a row, or a column, for each cell of the grids of 8,
 * 16 and 32 pixels; version 5 three for each. One that suppresses boxes itself has hundreds of rows of 6 values.
 * Undefined for other models.
 */
export function yoloLayout([one, rows, columns]: Shape, [height, width]: Shape): string | undefined {
  if (one !== 1) return undefined;
  const cells = [8, 16, 32].reduce((sum, pixels) => sum + (height / pixels) * (width / pixels), 0);
  if (columns === cells && rows > 4) return 'yolov8';
  if (rows === 3 * cells && columns > 5) return 'yolov5';
  return rows % 100 === 0 && columns === 6 ? 'end2end' : undefined;
}

/** How boxes are read from several outputs: those with masks of a YOLO, or boxes and their scores. */
export function detectorLayer(outputs: readonly InspectedOutput[], picture: Shape): Proposal | undefined {
  const sized = outputs.filter((one): one is Sized => one.shape !== undefined);
  return withMasks(sized, picture) ?? withScores(sized, picture);
}

/** A YOLO that segments has a second output of prototypes, and a box has a number for each behind its scores. */
function withMasks([boxes, prototypes, third]: readonly Sized[], picture: Shape): Proposal | undefined {
  if (!boxes || !prototypes || third) return undefined;
  const layout = yoloLayout(boxes.shape, picture);
  const [, rows, columns] = boxes.shape;
  const classes = (layout === 'yolov8' ? rows - 4 : columns - 5) - prototypes.shape[2];
  if (layout === undefined || layout === 'end2end' || classes < 1) return undefined;
  return {
    measures: 'boxes',
    layer: `{ type: boxes, boxes: ${JSON.stringify(boxes.name)}, layout: ${layout}, classes: ${classes} }`,
  };
}

const BOX_OUTPUTS = /box|rect|loc/i;
const SCORE_OUTPUTS = /score|conf|prob|logit/i;
const LABEL_OUTPUTS = /label|class|cls/i;

/** Boxes of four numbers in one output, and in another one score for each, or one for each and every class. */
function withScores(outputs: readonly Sized[], [height, width]: Shape): Proposal | undefined {
  const tables = outputs.filter(({ shape: [one, rows, four] }) => one === 1 && rows > 4 && four === 4);
  const boxes =
    tables.find(({ name }) => name === 'detection_boxes') ??
    (tables.length > 1 ? tables.find(({ name }) => BOX_OUTPUTS.test(name)) : tables[0]);
  if (!boxes) return undefined;
  const count = valueCount(boxes.shape) / 4;
  const beside = outputs.filter(
    (one) =>
      one !== boxes &&
      valueCount(one.shape) % count === 0 &&
      /raw_/.test(one.name) === /raw_/.test(boxes.name),
  );
  const isClass = ({ name, type = '', shape }: Sized) =>
    valueCount(shape) === count &&
    (/^u?int/.test(type) || (LABEL_OUTPUTS.test(name) && !SCORE_OUTPUTS.test(name)));
  const classes = beside.find(isClass);
  const rest = beside.filter((one) => one !== classes);
  const scores =
    rest.find(({ name }) => SCORE_OUTPUTS.test(name)) ?? (rest.length === 1 ? rest[0] : undefined);
  if (!scores) return undefined;
  const isTensorFlow = boxes.name === 'detection_boxes';
  const most = boxes.traits?.range[1];
  const normalized =
    isTensorFlow || (most !== undefined && most > 0 && most <= 2 && Math.min(height, width) > 2);
  const format = isTensorFlow ? 'yxyx' : boxes.traits?.edges === false && !found(boxes) ? 'cxcywh' : 'xyxy';
  const each = valueCount(scores.shape) / count;
  const layer = [
    `{ type: boxes, boxes: ${JSON.stringify(boxes.name)}, scores: ${JSON.stringify(scores.name)}`,
    ...(classes ? [`classes: ${JSON.stringify(classes.name)}`] : []),
    ...(format === 'xyxy' ? [] : [`format: ${format}`]),
    ...(normalized ? ['normalized: true'] : []),
    ...(each > 1 && scores.traits?.shares ? ['background: 0'] : []),
    ...(each > 1 ? ['nms: 0.45'] : []),
  ].join(', ');
  const [least = 0, largest = 1] = scores.traits?.range ?? [];
  // Rows without a box hold -1.
  if (largest > 1.01 || (least < 0 && least !== -1))
    return {
      assumed: `The scores are no probabilities; export it with a softmax or a sigmoid, and write - ${layer} }`,
    };
  const numbers = { xyxy: 'x1, y1, x2, y2', yxyx: 'y1, x1, y2, x2', cxcywh: 'x, y, width, height' }[format];
  return {
    measures: 'boxes',
    assumed: `Taken for ${numbers} in ${normalized ? 'shares of the picture' : 'pixels'}${layer.includes('background') ? ', and class 0 for no object' : ''}; format, normalized and background say otherwise.`,
    layer: `${layer} }`,
  };
}

/** Whether the number of its rows depends on the picture, so that some hold no box. */
function found({ traits }: Sized): boolean {
  return traits?.range[0] === -1;
}
