import { expect, test } from 'vitest';
import { type GraphNode, graphMixesPictures } from '../../../src/model/graph/batch.ts';

const constants: Readonly<Record<string, readonly number[]>> = { rows: [0], columns: [1, 2], last: [-1] };
const mixes = (nodes: readonly GraphNode[], ...wanted: string[]) =>
  graphMixesPictures(nodes, 'x', wanted, (name) => constants[name]);
const node = (name: string, op: string, ...input: string[]): GraphNode => ({ name, op, input });
const x = node('x', 'Placeholder');

test.each([
  ['the mean of all pictures', node('y', 'Mean', 'x', 'rows'), true],
  ['the mean of each picture', node('y', 'Mean', 'x', 'columns'), false],
  ['the largest channel', node('y', 'ArgMax', 'x:0', 'last'), false],
  ['axes that are computed', node('y', 'Max', 'x', 'unknown'), true],
  ['a condition', node('y', 'StatelessIf', 'x'), true],
] as const)('%s: %j', (_, y, expected) => {
  expect(mixes([x, y], 'y')).toBe(expected);
});

test('an operation counts where pictures reach it by their values, and it reaches an output', () => {
  const beside = node('mean', 'Mean', 'x', 'rows');
  expect(mixes([x, beside, node('y', 'Relu', 'x')], 'y')).toBe(false);
  expect(mixes([x, node('size', 'Shape', 'x'), node('sum', 'Sum', 'size', 'rows')], 'sum')).toBe(false);
  expect(mixes([x, node('weights', 'Const'), node('sum', 'Sum', 'weights', 'rows')], 'sum')).toBe(false);
});

test('graphs may be in any order, have circles, and be as deep as they like', () => {
  const chain = Array.from({ length: 50_000 }, (_, i) => node(`n${i + 1}`, 'Relu', `n${i}`));
  const deep = [x, node('n0', 'Mean', 'x', 'rows'), ...chain].reverse();
  expect(mixes(deep, 'n50000')).toBe(true);
  expect(mixes([x, node('a', 'Add', 'x', 'b'), node('b', 'Relu', 'a')], 'b')).toBe(false);
});
