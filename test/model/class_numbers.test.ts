import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { holdsClassNumbers } from '../../src/model/class_numbers.ts';
import { graphModel } from '../../src/model/graph/graph_model.ts';
import { kerasModel } from '../../src/model/keras/keras_model.ts';

const operations = [
  { operation: 'ArgMax', inputs: ['scores'], outputs: ['class'] },
  { operation: 'Cast', inputs: ['class'], outputs: ['cast'] },
  { operation: 'Squeeze', inputs: ['cast', 'axes'], outputs: ['squeezed'] },
  { operation: 'Div', inputs: ['class', 'width'], outputs: ['row'] },
  { operation: 'TopK', inputs: ['scores', 'k'], outputs: ['best', 'places'] },
  { operation: 'LinearClassifier', inputs: ['x'], outputs: ['label', 'probabilities'] },
  { operation: 'ArrayFeatureExtractor', inputs: ['labels', 'cast'], outputs: ['taken'] },
  { operation: 'Identity', inputs: ['round'], outputs: ['about'] },
  { operation: 'Identity', inputs: ['about'], outputs: ['round'] },
];

test.each(['class', 'cast', 'squeezed', 'places', 'label', 'taken'])('%s is class numbers', (name) => {
  expect(holdsClassNumbers(operations, name)).toBe(true);
});

test.each(['scores', 'row', 'best', 'probabilities', 'round', 'elsewhere'])('%s is none', (name) => {
  expect(holdsClassNumbers(operations, name)).toBe(false);
});

const given = { path: 'm', outputs: [], constants: {}, replacements: [] };

test.each(['argmax (Keras 3)', 'argmax keepdims (Keras 3)'])('%s of a Keras model is', (name) => {
  const file = new URL('../fixtures/keras_models/function_cases.json', import.meta.url);
  const cases: { name: string; topology: Record<string, unknown> }[] = JSON.parse(readFileSync(file, 'utf8'));
  const { topology } = cases.find((one) => one.name === name)!;
  expect(kerasModel(given, { topology }, []).classNumbers).toEqual([true]);
});

test('ArgMax of a Graph model is, and what it takes is not', async () => {
  const node = [
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' } } },
    { name: 'axis', op: 'Const', attr: { dtype: { type: 'DT_INT32' } } },
    { name: 'best', op: 'ArgMax', input: ['x', 'axis'], attr: { output_type: { type: 'DT_INT32' } } },
    { name: 'y', op: 'Cast', input: ['best:0'], attr: { DstT: { type: 'DT_FLOAT' } } },
    { name: 'z', op: 'Relu', input: ['x'], attr: {} },
  ];
  const weights = [{ name: 'axis', shape: [], dtype: 'int32' }];
  const json = { topology: { node }, rest: {} } as never;
  const groups = [{ weights, bytes: new Uint8Array(Int32Array.of(3).buffer) }];
  const model = await graphModel({ ...given, outputs: ['y', 'z'] }, json, groups);
  expect(model.classNumbers).toEqual([true, false]);
  model.dispose();
});
