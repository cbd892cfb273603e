import { expect, test } from 'vitest';
import { createScheduler } from '../../src/core/scheduler.ts';
import { windowOfImage } from '../../src/core/tensor.ts';
import type { Measured } from '../../src/engine/engine.ts';
import { parseExperiment } from '../../src/experiment/read.ts';
import { type Point, pointRows, pointsInRows } from '../../src/layers/detection/point.ts';
import { keypointsMeasure } from '../../src/measure/keypoints.ts';

const at = (y: number, x: number): Point => ({ x, y, score: 0.5 });

/** The reference, then the points of shifts by (1, dx). */
function stepOf(points: readonly (readonly (Point | undefined)[])[], dx: readonly number[]): Measured {
  const images = points.map((list) => ({ shape: [1, list.length, 4] as const, data: pointRows(list) }));
  const trials = Float64Array.from(dx, (_, s) => s);
  return {
    detects: { points: { frame: [10, 10] } },
    reference: images[0]!,
    shifts: { dy: Float64Array.from(dx, (_, s) => Number(s > 0)), dx: Float64Array.from(dx), trials },
    output: async (s: number) => windowOfImage(images[s]!),
  } as unknown as Measured;
}

const measured = async (step: Measured, points: unknown) => {
  const kind = keypointsMeasure.configure!({ points });
  return kind.measure(step, await kind.read!(step, createScheduler())) as Record<string, number | null>;
};

test('points go into rows and out again, also those that are left out', () => {
  const points = [at(1, 2), undefined, at(0, 0)];
  expect(pointsInRows(pointRows(points))).toEqual(points);
});

test('distances are means over trials, of each point and of all', async () => {
  // Shift 1 is drawn once, shift 2 twice. The second point leaves the frame under shift 2, the third one is left out.
  const step = stepOf(
    [
      [at(2, 2), at(5, 6), at(3, 3)],
      [at(3, 3), at(6, 10), undefined],
      [at(3, 7), at(6, 9), undefined],
    ],
    [0, 1, 5],
  );
  expect(await measured(step, ['first', 'second', 'third'])).toMatchObject({
    keypoint_error_first: (0 + 2 * 0) / 3,
    keypoint_error_second: 3,
    keypoint_error_third: null,
    keypoint_error: 3 / 4,
  });
  expect(await measured(step, 2)).toMatchObject({ keypoint_error_0: 0, keypoint_error_1: 3 });
});

test('a step without points has no distance', async () => {
  const step = { ...stepOf([[at(1, 1)]], [0]), detects: undefined };
  expect(await measured(step, [])).toMatchObject({ keypoint_error: null });
});

test('an expectation may name the column of a point that is asked for, and no other', () => {
  const text = (metric: string) =>
    `image: circle
shift: { max: 1 }
pool: max_pool
measures: [{ type: keypoints, points: [nose, eye] }]
expect: [{ metric: ${metric}, max: 3 }]`;
  expect(() => parseExperiment(text('keypoint_error_nose'))).not.toThrow();
  expect(() => parseExperiment(text('keypoint_error_ear'))).toThrow(
    /^experiment:5:20: expect\.0\.metric: unknown metric "keypoint_error_ear"; did you mean "keypoint_error_eye"\?$/,
  );
  expect(() => parseExperiment(text('keypoint_error_'))).toThrow('did you mean "keypoint_error"?');
  expect(() => parseExperiment(text('keypoint_error').replace(/measures.*\n/, ''))).toThrow(
    'keypoint_error needs measures: [keypoints]',
  );
});
