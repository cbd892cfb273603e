import { expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { parseModelJson } from '../../src/model/model_json.ts';

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const weights = [{ name: 'w', shape: [2], dtype: 'float32' }];
const groups = [{ paths: ['w.bin'], weights }];
const layers = { class_name: 'Sequential' };

function refusal(value: unknown): string {
  try {
    parseModelJson(bytes(value), 'm.json');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).kind).toBe('run');
    return (error as UserError).message;
  }
  throw new Error('It was not refused.');
}

test('the format tells Layers from Graph models; where it is missing, the topology does', () => {
  const of = (given: object) => parseModelJson(bytes({ weightsManifest: groups, ...given }), 'm.json').format;
  expect(of({ format: 'layers-model', modelTopology: layers })).toBe('layers-model');
  expect(of({ format: 'graph-model', modelTopology: { node: [] } })).toBe('graph-model');
  expect(of({ modelTopology: layers })).toBe('layers-model');
  expect(of({ modelTopology: { node: [] } })).toBe('graph-model');
});

test('a merge conflict is named with its line', () => {
  const marked = '{\n"format": null,\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}\n';
  expect(refusal(marked)).toBe('the model m.json has a merge conflict at line 3; resolve it.');
  expect(refusal(`<<<<<<< HEAD\n{}\n=======\n{ }\n>>>>>>> b\n`)).toContain('conflict at line 1; resolve it.');
});

test('what it does not take apart stays as it is', () => {
  const given = {
    modelTopology: layers,
    weightsManifest: groups,
    signature: { inputs: {} },
    userDefinedMetadata: 1,
  };
  expect(parseModelJson(bytes(given), 'm.json')).toEqual({
    format: 'layers-model',
    topology: layers,
    groups,
    rest: { signature: { inputs: {} }, userDefinedMetadata: 1 },
  });
});

test.each<[unknown, string]>([
  ['{', 'is not JSON'],
  ['\xff', 'holds no JSON object'.replace('holds no JSON object', 'is not JSON')],
  ['[]', 'holds no JSON object'],
  ['null', 'holds no JSON object'],
  [{}, 'has no modelTopology, so it is no model of TensorFlow.js'],
  [
    { class_name: 'Functional', config: {} },
    'holds the layers of a Keras model without its weights; write both as a model.json, as docs/five_minutes.md shows',
  ],
  [{ modelTopology: [] }, 'has no modelTopology, so it is no model of TensorFlow.js'],
  [
    { modelTopology: layers, format: 'keras' },
    'has the format "keras"; expected layers-model or graph-model',
  ],
  [{ modelTopology: layers, format: 'graph-model' }, 'is a graph without nodes'],
  [{ modelTopology: layers }, 'has no weightsManifest, so its weights cannot be found'],
  ...[null, {}, { paths: [1], weights }, { paths: [''], weights }, { paths: ['w.bin'] }].map(
    (group): [unknown, string] => [
      { modelTopology: layers, weightsManifest: [group] },
      'has a weightsManifest that does not list paths and weights',
    ],
  ),
  ...(
    [
      [null, 'lists a weight without a name'],
      [{ shape: [1], dtype: 'float32' }, 'lists a weight without a name'],
      [{ name: 'w', dtype: 'float32' }, 'lists the weight "w" with the shape nothing'],
      [{ name: 'w', shape: [-1], dtype: 'float32' }, 'lists the weight "w" with the shape [-1]'],
      [{ name: 'w', shape: [1.5], dtype: 'float32' }, 'lists the weight "w" with the shape [1.5]'],
      [{ name: 'w', shape: [1] }, 'lists the weight "w" without a dtype'],
    ] as [unknown, string][]
  ).map(([weight, why]): [unknown, string] => [
    { modelTopology: layers, weightsManifest: [{ paths: ['w.bin'], weights: [weight] }] },
    why,
  ]),
])('%j is refused', (given, why) => {
  expect(refusal(given)).toBe(`the model m.json ${why}.`);
});
