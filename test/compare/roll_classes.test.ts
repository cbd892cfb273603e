import { expect, test } from 'vitest';
import type { Image } from '../../src/core/tensor.ts';
import { someRoll } from '../support/compare/rolled.ts';
import { outputsOf } from '../support/running.ts';

test.each([
  ['rolls of one noise', { type: 'noise', size: 6 }, 0],
  ['rolls within a third of the largest value', { type: 'noise', size: [4, 6], channels: 2 }, 1 / 3],
  [
    'two dots in few cells',
    {
      type: 'dots',
      size: 8,
      at: [
        [1, 1],
        [4, 6],
      ],
    },
    0,
  ],
])(
  'a shift joins the first class whose first output is its own but for a roll: %s',
  async (_, image, relative) => {
    const layers = [{ type: 'max_pool', padding: 'circular' }];
    const shift = { max: [2, 3], fill_mode: 'wrap' };
    const file = { image, shift, trials: 'all', compare: { type: 'roll', relative }, layers };
    const steps = await outputsOf(file);
    expect(steps).toHaveLength(2);
    for (const { classOf, outputs, reference } of steps) {
      const tolerance = relative * Math.max(...reference.data);
      const firsts: Image[] = [];
      for (const [s, output] of outputs.entries()) {
        let place = firsts.findIndex((first) => someRoll(output, first, tolerance));
        if (place === -1) place = firsts.push(output) - 1;
        expect(classOf[s]).toBe(place);
      }
      expect(firsts.length).toBeLessThan(outputs.length);
    }
  },
);

test.each([
  ['the first', 'first', [9, 9, 9, 49]],
  ['the canonical one', 'canonical', [49, 49, 49, 49]],
])(
  'on the course’s circle, of ±3 circular shifts, adaptive sampling by %s of equals',
  async (_, tie, expected) => {
    const pool = { type: 'adaptive_polyphase', tie, depth: 4 };
    const shift = { max: 3, fill_mode: 'wrap' };
    const steps = await outputsOf({ image: 'circle', shift, trials: 'all', compare: 'roll', pool });
    expect(steps.slice(1).map(({ trialsOf }) => trialsOf[0])).toEqual(expected);
  },
);

test('against another image, outputs agree where some roll of one is the other', async () => {
  const dot = (...at: number[]) => ({ type: 'dots', size: 6, at: [at] });
  const both = {
    type: 'dots',
    size: 6,
    at: [
      [2, 2],
      [2, 3],
    ],
  };
  const agreeing = async (against: object, compare: string) => {
    const shift = { max: 1, fill_mode: 'wrap' };
    const file = { image: dot(2, 2), against, shift, trials: 'all', compare, layers: ['relu'] };
    const steps = await outputsOf(file);
    return steps.map(({ agrees }) => agrees!.filter(Boolean).length);
  };
  expect(await agreeing(dot(4, 1), 'roll')).toEqual([9, 9]);
  expect(await agreeing(dot(4, 1), 'close')).toEqual([0, 0]);
  expect(await agreeing(both, 'roll')).toEqual([0, 0]);
});
