import { mapValues } from '../core/map_values.ts';
import type { Scheduler } from '../core/scheduler.ts';
import { windowImage } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { boxesInRows, type DetectedBox } from '../layers/detection/box.ts';
import { defineMeasure } from './kind.ts';
import { pairBoxes } from './outputs/pairing.ts';

/** Sums over trials, and of the last two over reference boxes: hidden columns, from which the others of a set follow. */
const BOX_SUMS = {
  box_pairs: 'pairs of boxes',
  box_iou_sum: 'intersections over union',
  box_distance: 'distances between centres',
  box_references: 'reference boxes',
  box_lost: 'reference boxes without a pair',
  box_found: 'boxes of shifted pictures',
  box_new: 'boxes without a pair',
  box_scored: 'reference boxes with a score',
  box_range: 'ranges of scores',
};

type Sums = Record<keyof typeof BOX_SUMS, number>;

/** A value for each sum. */
function forEachSum<Value>(value: (what: string) => Value): Record<keyof Sums, Value> {
  return mapValues(BOX_SUMS, value) as Record<keyof Sums, Value>;
}

/**
 * How the boxes of a detector follow a shift. The boxes of the unshifted picture, moved by (dy, dx), are paired with those
 * of the shifted picture, within a class and in falling intersection over union, down to the `iou` of the layer `boxes`.
 * Moved boxes of which nothing is left in the frame are left out.
 */
export const boxesMeasure = defineMeasure({
  title: 'Whether the boxes of a detector follow the shift, and how nearly.',
  when: 'asked',
  columns: {
    box_iou: {
      type: 'number',
      unit: '1',
      better: 'higher',
      description:
        'Mean intersection over union of the pairs of boxes, over all pairs of all trials. Empty without a pair, and at steps without boxes.',
      formula: 'Σ IoU(moved b, b′) / pairs',
      over: { sum: 'box_iou_sum', of: 'box_pairs' },
    },
    lost_rate: {
      type: 'rate',
      unit: '1',
      better: 'lower',
      description:
        'Share of the reference boxes, moved with the picture, that have no pair, over all trials. Those that the shift moves out of the frame do not count.',
      formula: 'unpaired reference boxes / reference boxes',
      over: { sum: 'box_lost', of: 'box_references' },
    },
    new_rate: {
      type: 'rate',
      unit: '1',
      better: 'lower',
      description: 'Share of the boxes of shifted pictures that have no pair, over all trials.',
      formula: 'unpaired boxes / boxes',
      over: { sum: 'box_new', of: 'box_found' },
    },
    centre_error: {
      type: 'number',
      unit: 'pixels',
      better: 'lower',
      description: 'Mean distance between the centres of the pairs of boxes, over all pairs of all trials.',
      formula: 'Σ ‖centre(moved b) - centre(b′)‖ / pairs',
      over: { sum: 'box_distance', of: 'box_pairs' },
    },
    score_range: {
      type: 'number',
      unit: '1',
      better: 'lower',
      description:
        'Mean over reference boxes of the largest minus the smallest score of their pairs over the drawn shifts; the score is 0 where a box has none.',
      formula: 'mean over b of max_s score - min_s score',
      over: { sum: 'box_range', of: 'box_scored' },
    },
    ...forEachSum(hiddenSum),
  },
  read: boxSums,
  measure(_, read) {
    const sums = read as Sums | undefined;
    return {
      box_iou: ratio(sums?.box_iou_sum, sums?.box_pairs),
      lost_rate: ratio(sums?.box_lost, sums?.box_references),
      new_rate: ratio(sums?.box_new, sums?.box_found),
      centre_error: ratio(sums?.box_distance, sums?.box_pairs),
      score_range: ratio(sums?.box_range, sums?.box_scored),
      ...(sums ?? forEachSum(() => null)),
    };
  },
});

function hiddenSum(what: string) {
  return {
    type: 'number',
    unit: '1',
    description: `The sum of ${what} over trials.`,
    formula: 'Σ_s m_s …',
    over: 'sum',
    hidden: true,
  } as const;
}

function ratio(sum: number | undefined, of: number | undefined): number | null {
  return sum === undefined || !of ? null : sum / of;
}

async function boxSums(step: Measured, scheduler: Scheduler): Promise<Sums | undefined> {
  const { detects, shifts, reference, output } = step;
  if (!detects?.boxes) return undefined;
  const { frame, iou: least } = detects.boxes;
  const references = boxesInRows(reference.data);
  const scores = references.map(() => ({ least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY }));
  const sums: Sums = forEachSum(() => 0);
  for (const [s, trials] of shifts.trials.entries()) {
    if (trials === 0) continue;
    const found = boxesInRows(windowImage(await output(s)).data);
    const moved = references.map((box) => movedBox(box, shifts.dy[s]!, shifts.dx[s]!));
    const inside = moved.flatMap((box, at) => (isInside(box, frame) ? [at] : []));
    const pairs = pairBoxes(
      inside.map((at) => moved[at]!),
      found,
      least,
    );
    const scoreOf = new Map(pairs.map(({ reference, box }) => [inside[reference]!, found[box]!.score]));
    for (const at of inside) {
      const score = scoreOf.get(at) ?? 0;
      scores[at]!.least = Math.min(scores[at]!.least, score);
      scores[at]!.most = Math.max(scores[at]!.most, score);
    }
    for (const { reference, box, iou } of pairs) {
      sums.box_iou_sum += trials * iou;
      sums.box_distance += trials * centreError(moved[inside[reference]!]!, found[box]!);
    }
    sums.box_pairs += trials * pairs.length;
    sums.box_references += trials * inside.length;
    sums.box_lost += trials * (inside.length - pairs.length);
    sums.box_found += trials * found.length;
    sums.box_new += trials * (found.length - pairs.length);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  for (const { least, most } of scores) {
    if (most < least) continue;
    sums.box_scored++;
    sums.box_range += most - least;
  }
  return sums;
}

function movedBox({ x1, y1, x2, y2, ...rest }: DetectedBox, dy: number, dx: number): DetectedBox {
  return { x1: x1 + dx, y1: y1 + dy, x2: x2 + dx, y2: y2 + dy, ...rest };
}

/** Whether something of a box is in the frame. */
function isInside({ x1, y1, x2, y2 }: DetectedBox, [height, width]: readonly [number, number]): boolean {
  return x2 > 0 && y2 > 0 && x1 < width && y1 < height;
}

/** Pixels. */
function centreError(a: DetectedBox, b: DetectedBox): number {
  return Math.hypot((a.y1 + a.y2 - b.y1 - b.y2) / 2, (a.x1 + a.x2 - b.x1 - b.x2) / 2);
}
