import * as v from 'valibot';
import { described, number, options } from '../core/options.ts';
import { squared } from '../core/power.ts';
import { type Image, type Pair, type Window, windowOfImage } from '../core/tensor.ts';
import { cellsOf } from '../shift/cells.ts';
import { defineMeasure, type MeasureColumn, type MeasureKind } from './kind.ts';
import { cellClasses, compareClasses } from './outputs/cell_classes.ts';

const alignedOptions = options({
  threshold: described(
    'For maps of one channel: a cell is of class 1 where its value is above this, else of class 0.',
    v.optional(number()),
  ),
});

type AlignedColumns = Record<'cell_agreement' | 'mean_iou' | 'aligned_l2' | 'aligned_cosine', MeasureColumn>;

/** The values of one trial, as far as they are defined. */
type TrialValues = Partial<Record<keyof AlignedColumns, number>>;

/** By column, the sum over the trials for which it is defined, and how many they are. */
type TrialSums = Map<string, { sum: number; trials: number }>;

const OVER =
  'over the trials whose shift is whole in cells, each in the cells that both maps have in the frame.';
const EMPTY_CLASSES =
  'Empty for a map of one channel that has no threshold and is not of whole numbers, and where nothing can be compared.';

/**
 * How well a dense output moves with its picture: segmentation, feature maps. Each output x is compared with the reference
 * moved by as many cells, r[y - dy/s, x - dx/s], in the cells that the moved reference has in the frame. Of several
 * channels the class of a cell is the largest (the first, if several are equal).
 *
 * @example
 * measures: [{ type: aligned, threshold: 0.3 }]   # a map of probabilities of text
 */
function alignedWith({ threshold }: v.InferOutput<typeof alignedOptions>): MeasureKind<AlignedColumns> {
  return defineMeasure({
    title: 'How well a map moves with its picture, cell by cell.',
    when: 'asked',
    options: alignedOptions,
    configure: alignedWith,
    columns: {
      cell_agreement: {
        type: 'rate',
        unit: '1',
        description: `Mean share of cells whose class is that of the reference moved, ${OVER} The class is the largest channel; of one channel its whole number, or with a threshold whether it is above. ${EMPTY_CLASSES}`,
        formula: 'mean_s #{class x[y, x] = class r[y - dy/s, x - dx/s]} / #{cells}',
        better: 'higher',
      },
      mean_iou: {
        type: 'rate',
        unit: '1',
        description: `Mean intersection over union of the classes that are in the output or in the reference moved, ${OVER} ${EMPTY_CLASSES}`,
        formula: 'mean_s mean_{c in X ∪ R} #{class x = c and class r = c} / #{class x = c or class r = c}',
        source: 'Everingham et al. 2010, "The Pascal visual object classes (VOC) challenge"',
        better: 'higher',
      },
      aligned_l2: {
        type: 'number',
        unit: '1',
        description: `Mean distance from the reference moved, relative to its norm, ${OVER} Trials where that norm is 0 do not count. Empty where none is left, and for class numbers.`,
        formula: "mean_s ‖x - r'‖ / ‖r'‖, r'[y, x] = r[y - dy/s, x - dx/s]",
        better: 'lower',
      },
      aligned_cosine: {
        type: 'number',
        unit: '1',
        description: `Mean cosine similarity to the reference moved, ${OVER} Trials where a norm is 0 do not count. Empty where none is left, and for class numbers.`,
        formula: "mean_s x·r' / (‖x‖ ‖r'‖)",
        better: 'higher',
      },
    },
    async read({ shifts, stride, reference, classNumbers, output }, scheduler): Promise<TrialSums> {
      const r = windowOfImage(reference);
      const classes = cellClasses(r, threshold);
      const sums: TrialSums = new Map();
      for (const [s, cells] of cellsOf(shifts, stride).entries()) {
        const trials = shifts.trials[s]!;
        if (!cells || trials === 0) continue;
        const x = await output(s);
        if (!classNumbers) add(sums, distancesMoved(sharedCells(x, r, cells)), trials);
        add(sums, classesMoved(classes && cellClasses(x, threshold), classes, cells), trials);
        if (scheduler.due()) await scheduler.yieldNow();
      }
      return sums;
    },
    measure(_, read) {
      const mean = (name: keyof AlignedColumns) => {
        const { sum = 0, trials = 0 } = (read as TrialSums).get(name) ?? {};
        return sum / trials;
      };
      return {
        cell_agreement: mean('cell_agreement'),
        mean_iou: mean('mean_iou'),
        aligned_l2: mean('aligned_l2'),
        aligned_cosine: mean('aligned_cosine'),
      };
    },
  });
}

export const alignedMeasure = alignedWith({ threshold: undefined });

function add(sums: TrialSums, values: TrialValues, trials: number): void {
  for (const [name, value] of Object.entries(values)) {
    const before = sums.get(name) ?? { sum: 0, trials: 0 };
    sums.set(name, { sum: before.sum + trials * value, trials: before.trials + trials });
  }
}

function distancesMoved(shared: readonly [x: Window, r: Window] | undefined): TrialValues {
  if (!shared) return {};
  const [x, r] = shared;
  const [height, width, channels] = r.shape;
  // V8 looks up fields of objects anew for each value.
  const [xs, rs] = [x.data, r.data];
  let [xx, rr, product, squares] = [0, 0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const i = x.offset + row * x.rowStep + column * x.columnStep;
      const j = r.offset + row * r.rowStep + column * r.columnStep;
      for (let c = 0; c < channels; c++) {
        const a = xs[i + c]!;
        const b = rs[j + c]!;
        xx += a * a;
        rr += b * b;
        product += a * b;
        squares += squared(a - b);
      }
    }
  }
  return {
    ...(rr > 0 && { aligned_l2: Math.sqrt(squares / rr) }),
    ...(rr > 0 && xx > 0 && { aligned_cosine: product / Math.sqrt(xx * rr) }),
  };
}

/** Without classes in one of both, the columns are not defined for any trial: NaN stays NaN in a sum. */
function classesMoved(x: Image | undefined, r: Image | undefined, cells: Pair): TrialValues {
  if (!x || !r) return { cell_agreement: Number.NaN, mean_iou: Number.NaN };
  const shared = sharedCells(windowOfImage(x), windowOfImage(r), cells);
  if (!shared) return {};
  const { agreement, meanIou } = compareClasses(...shared);
  return { cell_agreement: agreement, mean_iou: meanIou };
}

/**
 * The cells that an output and the reference moved have both: windows of one shape on the same values.
 *
 * @param by whole cells that the reference is moved, down and to the right
 * @returns [the output's, the reference's]; undefined where they share no cell
 * @example
 * sharedCells(x, r, [1, 0]); // rows 1 to the last of x, rows 0 to the last but one of r
 */
function sharedCells(x: Window, r: Window, [down, right]: Pair): [Window, Window] | undefined {
  const [height, width, channels] = r.shape;
  const shape = [height - Math.abs(down), width - Math.abs(right), channels] as const;
  if (shape[0] <= 0 || shape[1] <= 0) return undefined;
  const from = (window: Window, row: number, column: number): Window => ({
    ...window,
    shape,
    offset: window.offset + row * window.rowStep + column * window.columnStep,
  });
  return [from(x, Math.max(0, down), Math.max(0, right)), from(r, Math.max(0, -down), Math.max(0, -right))];
}
