import { expect, test } from 'vitest';
import { labelMistake, outputsOf, positionWarning } from '../../../src/experiment/variants/class_numbers.ts';

const steps = (...shapes: [number, number, number][]) => shapes.map((shape) => ({ shape })) as never;

test('a stack decides among the channels of its last output of a single cell', () => {
  expect(outputsOf(steps([8, 8, 3], [1, 1, 10]))).toBe(10);
  expect(outputsOf(steps([8, 8, 3], [1, 1, 10], [1, 1, 1]))).toBe(10);
  expect(outputsOf(steps([8, 8, 3], [1, 1, 64], [1, 1, 10]))).toBe(10);
  expect(outputsOf(steps([8, 8, 3], [4, 4, 3]))).toBeUndefined();
});

const list = [{ name: 'boot/1.png', label: 0 }, { name: 'cat/1.png', label: 12 }, { name: 'loose.png' }];

test('a label without an output is a mistake that names the picture', () => {
  const classes = Object.assign([], { 0: 'boot', 12: 'cat' }) as string[];
  expect(labelMistake({ list, classes }, 13)).toBeUndefined();
  expect(labelMistake({ list, classes }, 12)).toBe(
    'the class 12 (cat) of "cat/1.png" has no output: the network has 12, 0 to 11',
  );
});

test('classes by position that are fewer than the outputs are worth a warning', () => {
  const set = { list, classes: ['boot', 'cat'], byPosition: true };
  expect(positionWarning(set, 2)).toBeUndefined();
  expect(positionWarning({ ...set, byPosition: false }, 10)).toBeUndefined();
  expect(positionWarning(set, 10)).toBe(
    '2 classes are numbered from 0 by position, but the network has 10 outputs; classes in image says which output each is',
  );
});
