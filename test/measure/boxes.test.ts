import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScheduler } from '../../src/core/scheduler.ts';
import { windowOfImage } from '../../src/core/tensor.ts';
import type { Measured } from '../../src/engine/engine.ts';
import {
  boxesInRows,
  boxRows,
  type DetectedBox,
  intersectionOverUnion,
} from '../../src/layers/detection/box.ts';
import { suppressed } from '../../src/layers/detection/suppress.ts';
import { boxesMeasure } from '../../src/measure/boxes.ts';
import { pairBoxes } from '../../src/measure/outputs/pairing.ts';
import { overImages } from '../../src/measure/sets/over_images.ts';

const frame = [20, 20] as const;

/** Whole edges, so that areas are counted cell by cell below. */
const anyBox: fc.Arbitrary<DetectedBox> = fc
  .tuple(fc.nat(12), fc.nat(12), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.nat(1))
  .chain(([x1, y1, width, height, label]) =>
    fc.integer({ min: 1, max: 64 }).map((score) => ({
      ...{ x1, y1, x2: x1 + width, y2: y1 + height, label },
      score: score / 64,
    })),
  );
const anyBoxes = fc.array(anyBox, { maxLength: 6 });

function cellsOf({ x1, y1, x2, y2 }: DetectedBox): Set<string> {
  const cells = new Set<string>();
  for (let x = x1; x < x2; x++) for (let y = y1; y < y2; y++) cells.add(`${x} ${y}`);
  return cells;
}

/** By counting the cells that both cover, and those that one of them covers. */
function countedOverlap(a: DetectedBox, b: DetectedBox): number {
  const [first, second] = [cellsOf(a), cellsOf(b)];
  const both = [...first].filter((cell) => second.has(cell)).length;
  return both / (first.size + second.size - both);
}

test('the intersection over union of two boxes is that of their cells', () => {
  fc.assert(
    fc.property(anyBox, anyBox, (a, b) => {
      expect(intersectionOverUnion(a, b)).toBe(countedOverlap(a, b));
    }),
  );
});

test('a box is suppressed if one of its class with a higher score stays and overlaps it', () => {
  fc.assert(
    fc.property(anyBoxes, fc.constantFrom(0, 0.25, 0.5, 1), (boxes, most) => {
      const sorted = [...boxes].sort((a, b) => b.score - a.score);
      const kept = suppressed(sorted, most);
      for (const [i, box] of sorted.entries()) {
        const before = sorted.slice(0, i).filter((other) => kept.includes(other));
        const covered = before.some(
          (other) => other.label === box.label && countedOverlap(other, box) > most,
        );
        expect(kept.includes(box)).toBe(!covered);
      }
    }),
  );
});

/** The best pair that is left, again and again. */
function pairsOneByOne(
  references: readonly DetectedBox[],
  boxes: readonly DetectedBox[],
  least: number,
): [number, number][] {
  const pairs: [number, number][] = [];
  for (;;) {
    let best: [number, number] | undefined;
    let most = 0;
    for (const [r, reference] of references.entries()) {
      for (const [b, box] of boxes.entries()) {
        if (pairs.some(([one, other]) => one === r || other === b) || reference.label !== box.label) continue;
        const overlap = countedOverlap(reference, box);
        if (overlap >= least && overlap > most) [best, most] = [[r, b], overlap];
      }
    }
    if (!best) return pairs;
    pairs.push(best);
  }
}

test('boxes are paired in falling overlap', () => {
  fc.assert(
    fc.property(anyBoxes, anyBoxes, fc.constantFrom(0, 0.3, 0.5), (references, boxes, least) => {
      const found = pairBoxes(references, boxes, least).map(({ reference, box }) => [reference, box]);
      expect(found).toEqual(pairsOneByOne(references, boxes, least));
    }),
  );
});

test('boxes go into rows and out again', () => {
  fc.assert(
    fc.property(anyBoxes, fc.nat(3), (boxes, more) => {
      expect(boxesInRows(boxRows(boxes, boxes.length + more))).toEqual(boxes);
    }),
  );
});

/** A step with the boxes of each shift; shift 0 is the reference. */
function stepOf(
  boxes: readonly (readonly DetectedBox[])[],
  dx: readonly number[],
  trials: readonly number[],
): Measured {
  const images = boxes.map((list) => ({ shape: [1, 6, 6] as const, data: boxRows(list, 6) }));
  return {
    detects: { boxes: { frame, iou: 0.5 } },
    reference: images[0]!,
    shifts: {
      ...{ dy: new Float64Array(dx.length), dx: Float64Array.from(dx), trials: Float64Array.from(trials) },
      ...{ total: trials.reduce((a, b) => a + b), all: false, neighbours: () => [] },
    },
    output: async (s: number) => windowOfImage(images[s]!),
  } as unknown as Measured;
}

const measured = async (step: Measured) =>
  boxesMeasure.measure(step, await boxesMeasure.read!(step, createScheduler()));

const box = (x1: number, score: number, label = 0): DetectedBox => ({
  x1,
  y1: 2,
  x2: x1 + 4,
  y2: 6,
  score,
  label,
});

describe('a step', () => {
  test('counts trials: a shift that was drawn twice counts twice, one that was not drawn does not', async () => {
    const step = stepOf([[box(2, 0.5)], [box(3, 0.75)], [], [box(9, 1)]], [0, 1, 2, 3], [0, 2, 1, 0]);
    expect(await measured(step)).toMatchObject({
      box_iou: 1,
      lost_rate: 1 / 3,
      new_rate: 0,
      centre_error: 0,
      score_range: 0.75,
    });
  });

  test('pairs no boxes of different classes', async () => {
    const step = stepOf([[box(2, 1, 0)], [box(2, 1, 1)]], [0, 0], [0, 1]);
    expect(await measured(step)).toMatchObject({
      box_iou: null,
      lost_rate: 1,
      new_rate: 1,
      centre_error: null,
    });
  });

  test('has nothing to say of a picture without boxes, nor of a step that has none', async () => {
    const nothing = { box_iou: null, lost_rate: null, new_rate: null, centre_error: null, score_range: null };
    expect(await measured(stepOf([[], []], [0, 1], [1, 1]))).toMatchObject(nothing);
    const other = { ...stepOf([[box(2, 1)]], [0], [1]), detects: undefined };
    expect(await measured(other)).toMatchObject({ ...nothing, box_pairs: null });
  });
});

test('a set has the sums of its pictures, so that a picture with more boxes counts more', async () => {
  const one = await measured(stepOf([[box(2, 1)], []], [0, 1], [0, 1]));
  const three = await measured(
    stepOf(
      [
        [box(0, 1), box(5, 1), box(10, 1)],
        [box(1, 1), box(6, 1), box(11, 1)],
      ],
      [0, 1],
      [0, 1],
    ),
  );
  const columns = Object.keys(boxesMeasure.columns) as (keyof typeof one)[];
  const values = new Map(
    columns.map((name) => [name, Float64Array.of(one[name] ?? Number.NaN, three[name] ?? Number.NaN)]),
  );
  expect(overImages(boxesMeasure.columns, values)).toMatchObject({
    lost_rate: 1 / 4,
    box_iou: 1,
    score_range: 0,
  });
});
