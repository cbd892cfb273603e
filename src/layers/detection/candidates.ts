import { valueCount } from '../../core/tensor.ts';
import type { NamedOutput, ReaderScene } from '../kind.ts';
import type { DetectedBox } from './box.ts';
import { outputNamed, requireValues, tableOf } from './outputs.ts';

/** The four numbers of a box in an output, as its edges. */
const edgesByFormat = {
  xyxy: (a: number, b: number, c: number, d: number) => [a, b, c, d] as const,
  yxyx: (a: number, b: number, c: number, d: number) => [b, a, d, c] as const,
  cxcywh: (x: number, y: number, w: number, h: number) =>
    [x - w / 2, y - h / 2, x + w / 2, y + h / 2] as const,
};

export type BoxFormat = keyof typeof edgesByFormat;

export const boxFormats = Object.keys(edgesByFormat) as [BoxFormat, ...BoxFormat[]];

/** Where a box, its scores and its class are in the outputs. */
interface LayoutKind {
  title: string;
  format: BoxFormat;
  /** The threshold of non-maximum suppression; `none` if the model has done that already. */
  nms: number | 'none';
  /** Whether each box is a column of its output, and not a row. */
  turned?: boolean;
  /** Columns of the boxes' output before those with a score for each class. Undefined: it has no such columns. */
  scoresFrom?: 4 | 5;
}

export const boxLayouts = {
  yolov5: {
    title:
      'each row is a box, the score of its being any object, and the scores of its classes; they are multiplied',
    format: 'cxcywh',
    nms: 0.45,
    scoresFrom: 5,
  },
  yolov8: {
    title: 'each column is a box, and the scores of its classes',
    format: 'cxcywh',
    nms: 0.7,
    turned: true,
    scoresFrom: 4,
  },
  end2end: {
    title:
      'each row is a box, its score and its class, or a box and its score; the model has suppressed some',
    format: 'xyxy',
    nms: 'none',
  },
  separate: {
    title: 'each row is a box; scores names the output with their scores',
    format: 'xyxy',
    nms: 'none',
  },
} satisfies Record<string, LayoutKind>;

export type BoxLayout = keyof typeof boxLayouts;

/** Which outputs hold boxes, and how. */
export interface BoxReading extends ReaderScene {
  boxes?: string | undefined;
  scores?: string | undefined;
  classes?: string | number | undefined;
  format: BoxFormat;
  normalized: boolean;
  layout: BoxLayout;
  background?: number | undefined;
}

/** The value of a candidate's box, score or class, by its index. */
type Of<T> = (values: readonly Float32Array[], candidate: number) => T;

/**
 * All boxes that outputs can give, before any is left out.
 *
 * @returns how many there are, and a function that reads those with a score above a threshold, in order
 * @throws OutputProblem
 */
export function candidates(
  reading: BoxReading,
  outputs: readonly NamedOutput[],
): { count: number; decode(values: readonly Float32Array[], threshold: number): DetectedBox[] } {
  const at = outputNamed(outputs, reading.boxes, 'boxes');
  const layout: LayoutKind = boxLayouts[reading.layout];
  const table = tableOf(outputs[at]!.shape);
  // A single column is read as a row.
  const turned = layout.turned === true && table.rows > 1;
  const [count, columns] = turned ? [table.columns, table.rows] : [table.rows, table.columns];
  const [boxStep, columnStep] = turned ? [1, count] : [columns, 1];
  const value = (values: readonly Float32Array[], box: number, column: number) =>
    values[at]![box * boxStep + column * columnStep]!;
  const boxes = { at, count, columns, value };
  const classOf = classesFrom(reading, outputs, boxes);
  const scoreOf = scoresFrom(reading, outputs, boxes, classOf);
  const [down, across] = reading.normalized ? reading.picture : [1, 1];
  const scaleY = down * reading.stride[0];
  const scaleX = across * reading.stride[1];
  const edges = edgesByFormat[reading.format];
  return {
    count,
    decode(values, threshold) {
      const found: DetectedBox[] = [];
      for (let box = 0; box < count; box++) {
        const { score, label } = scoreOf(values, box);
        if (!(score > threshold)) continue;
        const four = [0, 1, 2, 3].map((column) => value(values, box, column)) as [
          number,
          number,
          number,
          number,
        ];
        const [x1, y1, x2, y2] = edges(...four);
        found.push({ x1: x1 * scaleX, y1: y1 * scaleY, x2: x2 * scaleX, y2: y2 * scaleY, score, label });
      }
      return found;
    },
  };
}

interface BoxTable {
  /** The index of the output. */
  at: number;
  count: number;
  columns: number;
  value(values: readonly Float32Array[], box: number, column: number): number;
}

/** The class of a candidate, where the model states it. */
function classesFrom(
  { classes, layout }: BoxReading,
  outputs: readonly NamedOutput[],
  { at, count, columns, value }: BoxTable,
): Of<number> | undefined {
  if (typeof classes === 'string') {
    const index = outputNamed(outputs, classes, 'classes');
    requireValues(
      valueCount(outputs[index]!.shape) === count,
      outputs[index]!,
      'classes',
      `a class for each of ${count} boxes`,
    );
    return (values, box) => values[index]![box]!;
  }
  if (layout !== 'end2end') return undefined;
  const expected = 'rows of a box, its score and its class, 6 numbers; or 5 without the class';
  requireValues(columns === 5 || columns === 6, outputs[at]!, 'layout', expected);
  return columns === 6 ? (values, box) => value(values, box, 5) : () => 0;
}

/** The score and the class of a candidate: those that the model states, or its best class. */
function scoresFrom(
  reading: BoxReading,
  outputs: readonly NamedOutput[],
  { at, count, columns, value }: BoxTable,
  classOf: Of<number> | undefined,
): Of<{ score: number; label: number }> {
  const { scores, background, classes } = reading;
  const layout: LayoutKind = boxLayouts[reading.layout];
  const from = layout.scoresFrom;
  if (reading.layout === 'end2end')
    return best(1, background, classOf, (values, box) => value(values, box, 4));
  if (from === undefined) {
    const index = outputNamed(outputs, scores, 'scores');
    requireValues(columns === 4, outputs[at]!, 'boxes', 'boxes of 4 numbers');
    const { rows, columns: width } = tableOf(outputs[index]!.shape);
    const each = valueCount(outputs[index]!.shape) / count;
    requireValues(Number.isInteger(each) && each > 0, outputs[index]!, 'scores', `scores of ${count} boxes`);
    const scored = typeof classes === 'number' ? classes : each;
    requireValues(each >= scored, outputs[index]!, 'scores', `${scored} scores for each of ${count} boxes`);
    const [boxStep, classStep] = rows !== count && width === count ? [1, count] : [each, 1];
    return best(
      scored,
      background,
      classOf,
      (values, box, c) => values[index]![box * boxStep + c * classStep]!,
    );
  }
  const all = columns - from;
  const most = typeof classes === 'number' ? classes : all;
  const least = from === 5 ? 0 : 1;
  const expected = `boxes of ${from} numbers and ${typeof classes === 'number' ? classes : 'some'} scores`;
  requireValues(
    all >= Math.max(least, typeof classes === 'number' ? classes : 0),
    outputs[at]!,
    'layout',
    expected,
  );
  if (from === 4) return best(most, background, classOf, (values, box, c) => value(values, box, 4 + c));
  // A model of one class may have no column for it.
  if (most === 0) return (values, box) => ({ score: value(values, box, 4), label: 0 });
  return best(
    most,
    background,
    classOf,
    (values, box, c) => value(values, box, 4) * value(values, box, 5 + c),
  );
}

/**
 * The highest of a candidate's scores, and its class: the first of those that are equal, unless the model states the
 * class. The background has no score, nor has a box whose stated class it is.
 */
function best(
  classes: number,
  background: number | undefined,
  classOf: Of<number> | undefined,
  score: (values: readonly Float32Array[], box: number, label: number) => number,
): Of<{ score: number; label: number }> {
  return (values, box) => {
    let found = { score: Number.NEGATIVE_INFINITY, label: -1 };
    const stated = classOf?.(values, box);
    if (stated !== undefined && stated === background) return found;
    for (let label = 0; label < classes; label++) {
      // The one score of a box whose class is stated is that of its class.
      if (label === background && (classes > 1 || stated === undefined)) continue;
      const one = score(values, box, label);
      if (one > found.score) found = { score: one, label };
    }
    return stated === undefined ? found : { ...found, label: stated };
  };
}
