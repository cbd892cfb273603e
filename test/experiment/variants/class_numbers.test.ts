import { expect, test } from 'vitest';
import { labelMistake, outputsOf, positionWarning } from '../../../src/experiment/variants/class_numbers.ts';

type Described = [shape: [number, number, number], layer?: string, hidden?: boolean];

/** Steps of these shapes. Those of one layer have its name; argmax decides. */
function steps(...all: Described[]): Parameters<typeof outputsOf>[0] {
  const known = new Map(all.map(([, name]) => [name, name && { kind: { classifies: name === 'argmax' } }]));
  return all.map(([shape, name, hidden], index) => ({
    ...{ index, shape, layer: known.get(name), hidden },
  })) as never;
}

const picture: Described = [[8, 8, 3]];

test('a stack decides among the channels of its last output of a single cell', () => {
  expect(outputsOf(steps(picture, [[1, 1, 10], 'model']))).toEqual([10]);
  expect(outputsOf(steps(picture, [[1, 1, 10], 'model'], [[1, 1, 1], 'argmax']))).toEqual([10]);
  expect(outputsOf(steps(picture, [[1, 1, 64], 'pool'], [[1, 1, 10], 'model']))).toEqual([10]);
  expect(outputsOf(steps(picture, [[4, 4, 3], 'model']))).toEqual([]);
  expect(outputsOf(steps(picture, [[4, 4, 3], 'model'], [[4, 4, 1], 'argmax']))).toEqual([]);
});

test('a single value decides between two classes once there is a threshold, whatever came before', () => {
  expect(outputsOf(steps(picture, [[1, 1, 64], 'pool'], [[1, 1, 1], 'model']))).toEqual([]);
  const decided = steps(picture, [[1, 1, 64], 'model'], [[1, 1, 1], 'model'], [[1, 1, 1], 'argmax']);
  expect(outputsOf(decided)).toEqual([2]);
});

test('each vector of a model with several outputs counts, but hidden ones', () => {
  const several = steps(picture, [[1, 1, 10], 'model'], [[4, 4, 3], 'model'], [[1, 1, 64], 'model']);
  expect(outputsOf(several)).toEqual([10, 64]);
  expect(outputsOf(steps(picture, [[1, 1, 10], 'model'], [[1, 1, 64], 'model', true]))).toEqual([10]);
});

const list = [{ name: 'boot/1.png', label: 0 }, { name: 'cat/1.png', label: 12 }, { name: 'loose.png' }];

test('a label without an output is a mistake that names the picture', () => {
  const classes = Object.assign([], { 0: 'boot', 12: 'cat' }) as string[];
  expect(labelMistake({ list, classes }, [13])).toBeUndefined();
  expect(labelMistake({ list, classes }, [12])).toBe(
    'the class 12 (cat) of "cat/1.png" has no output: the network has 12, 0 to 11',
  );
  expect(labelMistake({ list, classes }, [12, 64])).toBeUndefined();
  expect(labelMistake({ list, classes }, [])).toBeUndefined();
});

test('classes by position that are fewer than the outputs are worth a warning', () => {
  const set = { list, classes: ['boot', 'cat'], byPosition: true };
  expect(positionWarning(set, [2])).toBeUndefined();
  expect(positionWarning({ ...set, byPosition: false }, [10])).toBeUndefined();
  expect(positionWarning(set, [10])).toBe(
    '2 classes are numbered from 0 by position, but the network has 10 outputs; classes in image says which output each is',
  );
  expect(positionWarning(set, [64, 2])).toBeUndefined();
  expect(positionWarning(set, [])).toBeUndefined();
  expect(positionWarning({ ...set, classes: ['boot'] }, [10, 64])).toBe(
    'one class is numbered from 0 by position, but the network has 10 or 64 outputs; classes in image says which output each is',
  );
});
