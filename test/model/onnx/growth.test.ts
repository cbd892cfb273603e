import { expect, test } from 'vitest';
import { joined } from '../../../src/core/joined.ts';
import { ELEMENTS, GRAPH, MODEL, TENSOR } from '../../../src/model/onnx/fields.ts';
import { readOnnx } from '../../../src/model/onnx/file.ts';
import { requireSmallConstants } from '../../../src/model/onnx/growth.ts';
import { lengthDelimited, varintField } from '../../../src/model/onnx/wire.ts';

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

test('growth by Concat is counted: a value beside itself, 31 times', () => {
  const steps = Array.from({ length: 31 }, (_, i) => node('Concat', [`v${i}`, `v${i}`], `v${i + 1}`));
  expect(() => read(steps, 'v31')).toThrow('makes 2,147,483,648 values of constants at v31 (Concat)');
  expect(() => read(steps, 'v30')).not.toThrow();
});

test.each([
  ['in its own field', { float_data: true }],
  ['as bytes', { float_data: false }],
])('Range of float32 that are stored %s is counted', (_, { float_data }) => {
  const constants = { start: 0, end: 3e10, step: 1 };
  const ofFloat = (value: number) => {
    const bytes = new Uint8Array(Float32Array.of(value).buffer);
    return lengthDelimited(float_data ? TENSOR.float32 : TENSOR.raw, bytes);
  };
  const initializers = Object.entries(constants).map(([name, value]) =>
    lengthDelimited(
      GRAPH.initializer,
      joined([
        varintField(TENSOR.type, ELEMENTS.float32),
        lengthDelimited(TENSOR.name, name),
        ofFloat(value),
      ]),
    ),
  );
  const model = lengthDelimited(MODEL.graph, joined(initializers));
  const { numbers } = readOnnx(model, 'm');
  expect(numbers.get('end')).toEqual([Math.fround(3e10)]);
  const nodes = [node('Range', Object.keys(constants), 'y')];
  expect(() => requireSmallConstants('m', { nodes, numbers }, ['y'])).toThrow('makes 30,000,001,024 values');
});

test('what no output follows from does not count, nor what is not known', () => {
  expect(() => read([node('Expand', ['one', 'square'], 'a'), node('Relu', ['x'], 'y')], 'y')).not.toThrow();
  expect(() => read([node('Expand', ['x', 'computed'], 'y')], 'y')).not.toThrow();
  expect(() => read([node('Range', ['zero', 'end', 'zero'], 'y')], 'y')).not.toThrow();
});
