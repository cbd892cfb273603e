import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worst } from '../../src/measure/worst.ts';
import { distancesOf, randomTrials, trialsOf } from '../support/measure/trials.ts';
import { runFile } from '../support/running.ts';

const at = (relativeL2: number) => ({ cosine: 1, relativeL2, maxAbs: 0 });

/** Few distances, so that some are the largest together; or none, where the norm of the reference is 0. */
const farness = fc.oneof(
  fc.array(fc.constantFrom(0, 0.5, 0.75, 3), { minLength: 13, maxLength: 13 }),
  fc.constant(new Array<number>(13).fill(Number.NaN)),
);

test('is, of the drawn shifts that lie farthest, the first by dy, then dx', () => {
  fc.assert(
    fc.property(randomTrials, farness, ({ measured, list }, far) => {
      const { dy, dx } = measured.shifts;
      const distanceOf = new Map(Array.from(dy, (y, s) => [`${y} ${dx[s]}`, far[s]!]));
      const [first] = list
        .map((trial) => ({ ...trial, l2: distanceOf.get(`${trial.dy} ${trial.dx}`)! }))
        .filter(({ l2 }) => !Number.isNaN(l2))
        .sort((a, b) => b.l2 - a.l2 || a.dy - b.dy || a.dx - b.dx);
      const distances = Array.from(dy, (_, s) => at(far[s]!));
      expect(worst.measure({ ...measured, ...distancesOf(distances) })).toEqual({
        worst_dy: first?.dy ?? null,
        worst_dx: first?.dx ?? null,
        worst_l2: first?.l2 ?? null,
      });
    }),
  );
});

test('is the first of exact ties, whichever of their sums rounds up: under wrap ‖x_d - r‖ is ‖x_-d - r‖', async () => {
  for (let seed = 0; seed < 12; seed++) {
    const file = {
      ...{ seed, image: { type: 'noise', size: 20 }, trials: 'all', layers: ['relu'], measures: ['worst'] },
      shift: { x: [-2, 2], fill_mode: 'wrap' },
    };
    const { table } = await runFile(file, { loops: true });
    for (const { worst_dx } of table.rows) expect(worst_dx, `seed ${seed}`).toBeLessThan(0);
  }
});

test('is no shift that was not drawn, however far', () => {
  const { measured } = trialsOf(
    [
      [0, 0],
      [-1, 0],
      [1, 0],
    ],
    [0, 3, 2],
    [0, 0, 0],
  );
  const distances = [at(9), at(0.25), at(0.5)];
  expect(worst.measure({ ...measured, ...distancesOf(distances) })).toEqual({
    worst_dy: 1,
    worst_dx: 0,
    worst_l2: 0.5,
  });
});

test('is none where nothing was drawn, or no distance is defined', () => {
  const none = { worst_dy: null, worst_dx: null, worst_l2: null };
  const { measured } = trialsOf(
    [
      [0, 0],
      [1, 0],
    ],
    [0, 0],
    [0, 0],
  );
  expect(worst.measure(measured)).toEqual(none);
  const drawn = trialsOf(
    [
      [0, 0],
      [1, 0],
    ],
    [1, 1],
    [0, 0],
  ).measured;
  expect(worst.measure({ ...drawn, ...distancesOf([at(Number.NaN), at(Number.NaN)]) })).toEqual(none);
});
