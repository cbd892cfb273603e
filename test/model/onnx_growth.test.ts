import { expect, test } from 'vitest';
import { requireSmallConstants } from '../../src/model/onnx_growth.ts';

const node = (operation: string, inputs: string[], output: string) => ({
  ...{ operation, inputs, outputs: [output], name: '', numbers: new Map<string, number[]>() },
  ...{ hasGraphs: false, within: new Set<string>() },
});

const numbers = new Map([
  ['zero', [0]],
  ['one', [1]],
  ['end', [30_000_000_000]],
  ['square', [200_000, 200_000]],
  ['some', [1, 40_000]],
]);

const read = (nodes: ReturnType<typeof node>[], ...wanted: string[]) =>
  requireSmallConstants('m', { nodes, numbers }, wanted);

test.each([
  ['Range', ['zero', 'end', 'one'], '30,000,000,000'],
  ['ConstantOfShape', ['square'], '40,000,000,000'],
  ['Expand', ['one', 'square'], '40,000,000,000'],
  ['Tile', ['one', 'square'], '40,000,000,000'],
])('%s of constants that no memory holds is refused before the runtime starts', (operation, inputs, size) => {
  expect(() => read([node(operation, inputs, 'y')], 'y')).toThrow(
    `the model m makes ${size} values of constants at y (${operation}), more than the 1,073,741,824 allowed; output: NAME takes a value that does not need it.`,
  );
});

test('growth in several steps is counted', () => {
  const steps = [
    node('ConstantOfShape', ['some'], 'a'),
    node('Tile', ['a', 'some'], 'b'),
    node('Cast', ['b'], 'c'),
  ];
  expect(() => read(steps, 'c')).toThrow('makes 1,600,000,000 values of constants at b (Tile)');
  expect(() => read(steps, 'a')).not.toThrow();
});

test('what no output follows from does not count, nor what is not known', () => {
  expect(() => read([node('Expand', ['one', 'square'], 'a'), node('Relu', ['x'], 'y')], 'y')).not.toThrow();
  expect(() => read([node('Expand', ['x', 'computed'], 'y')], 'y')).not.toThrow();
  expect(() => read([node('Range', ['zero', 'end', 'zero'], 'y')], 'y')).not.toThrow();
});
