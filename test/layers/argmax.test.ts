import { describe, expect, test } from 'vitest';
import { argmax } from '../../src/layers/argmax.ts';
import { softmax } from '../../src/layers/softmax.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { noise, outputOf, picture, rowsOf, stepOf } from '../support/layers/output.ts';

const whole = (random: number) => Math.floor(4 * random) - 2;

describe.each(backendsThere)('argmax on $name', (backend) => {
  test('gives the place of the largest channel, and of a tie the first, for any number of channels', () => {
    for (let channels = 2; channels <= 40; channels++) {
      for (const [i, value] of [undefined, whole].entries()) {
        const image = noise([3, 5, channels], `${channels} ${i}`, value);
        expect(outputOf(backend, argmax, image)).toEqual(layerOracles.argmax(gridOf(image)));
      }
    }
  });

  test('on a small picture', () => {
    const image = picture([
      [
        [1, 3, 2],
        [7, 7, 7],
        [-3, -1, -1],
        [0, -0, -1],
      ],
    ]);
    expect(rowsOf(outputOf(backend, argmax, image))).toEqual([[1, 0, 1, 0]]);
  });

  test('of one channel says what is above the threshold', () => {
    const image = picture([[0.5, Math.fround(0.1), 0.09, -1, 0.7]]);
    const above = (threshold: number) => rowsOf(outputOf(backend, argmax, image, { threshold }));
    expect(above(0.5)).toEqual([[0, 0, 0, 0, 1]]);
    // As float32, 0.1 is the value itself.
    expect(above(0.1)).toEqual([[1, 0, 0, 0, 1]]);
    expect(above(0)).toEqual([[1, 1, 1, 0, 1]]);
  });

  test('decides about probabilities as about what they are made of', () => {
    const image = noise([6, 7, 5], 'decide');
    const probable = picture(outputOf(backend, softmax, image));
    expect(outputOf(backend, argmax, probable)).toEqual(outputOf(backend, argmax, image));
  });
});

test('argmax has one channel', () => {
  expect(stepOf(argmax, [4, 5, 7], {})).toMatchObject({ shape: [4, 5, 1], depth: 0 });
});

test('argmax counts the cells whose largest channels tie, and says by how much the closest was decided', () => {
  const chosen = (cells: number[][]) => {
    const image = picture([cells]);
    const { ties, margin } = argmax.choices!(image, {});
    return [ties, margin];
  };
  expect(
    chosen([
      [4, 1, 1],
      [2, 8, 0],
    ]),
  ).toEqual([0, 3 / 4]);
  expect(
    chosen([
      [4, 3, 1],
      [0, 8, 8],
      [5, 5, 5],
    ]),
  ).toEqual([2, 0]);
  expect(chosen([[0, -0]])).toEqual([1, 0]);
});

test('of one value the largest says nothing, so a threshold is needed; of several channels none is taken', () => {
  expect(stepOf(argmax, [1, 1, 1], {})).toBe(
    'has one value as its input, which is always the largest; write { type: argmax, threshold: 0.5 } for a probability, or threshold: 0 for a logit',
  );
  expect(stepOf(argmax, [2, 1, 1], {})).toMatchObject({ shape: [2, 1, 1] });
  expect(stepOf(argmax, [1, 1, 1], { threshold: 0.5 })).toMatchObject({ shape: [1, 1, 1] });
  expect(stepOf(argmax, [1, 1, 2], { threshold: 0.5 })).toBe(
    'has a threshold, which is for an input of one channel, not of 2; leave it out',
  );
});

test('argmax with a threshold says how near it was, and whether it was met', () => {
  const { ties, margin } = argmax.choices!(picture([[0.5, 2, 0.4]]), { threshold: 0.5 });
  expect(ties).toBe(1);
  expect(margin).toBe(0);
  expect(argmax.choices!(picture([[1, 0.25]]), { threshold: 0.5 })).toEqual({ ties: 0, margin: 0.5 });
});

test('argmax of one channel without a threshold chooses nothing, so nothing ties', () => {
  for (const values of [[0, 0], [-3, 2], [5]])
    expect(argmax.choices!(picture([values]), {})).toEqual({ ties: 0, margin: 1 });
});
