import { expect, test } from 'vitest';
import { loadModel } from '../../../src/model/loaded.ts';
import { openModel } from '../../../src/model/open.ts';
import { backendsThere } from '../../support/backends.ts';
import { asTheyAre } from '../../support/model/networks.ts';

const backend = backendsThere.find(({ name }) => name === 'wasm')!;
const float = { type: 'DT_FLOAT' };
const pictures = { dim: [{ size: '-1' }, { size: '2' }, { size: '2' }, { size: '1' }] };
const x = { name: 'x', op: 'Placeholder', attr: { dtype: float, shape: { shape: pictures } } };
const node = (name: string, op: string, ...input: string[]) => ({ name, op, input, attr: { T: float } });
const number = (name: string) => ({ name, op: 'Const', attr: { dtype: { type: 'DT_INT32' } } });
const enter = (name: string, from: string) => ({
  ...node(name, 'Enter', from),
  attr: { frame_name: { s: btoa('loop') }, is_constant: { b: name === 'end' } },
});

/** The picture, doubled five times. */
const loop = [
  ...[x, number('zero'), number('one'), number('five')],
  ...[enter('i', 'zero'), enter('values', 'x'), enter('end', 'five')],
  ...[node('turn', 'Merge', 'i', 'next_turn'), node('value', 'Merge', 'values', 'next_value')],
  ...[node('less', 'Less', 'turn', 'end'), node('goes_on', 'LoopCond', 'less')],
  ...[node('turns', 'Switch', 'turn', 'goes_on'), node('either', 'Switch', 'value', 'goes_on')],
  ...[node('sum', 'AddV2', 'turns:1', 'one'), node('twice', 'AddV2', 'either:1', 'either:1')],
  ...[node('next_turn', 'NextIteration', 'sum'), node('next_value', 'NextIteration', 'twice')],
  ...[node('last', 'Exit', 'either'), node('y', 'Neg', 'last')],
];

/** Twice the picture where the largest of its values is above 5, else its negative. */
const condition = [
  ...[x, number('axes'), number('five'), node('largest', 'Max', 'x', 'axes')],
  ...[{ ...node('limit', 'Cast', 'five'), attr: { SrcT: { type: 'DT_INT32' }, DstT: float } }],
  ...[node('above', 'Greater', 'largest', 'limit'), node('either', 'Switch', 'x', 'above')],
  ...[node('negative', 'Neg', 'either'), node('twice', 'AddV2', 'either:1', 'either:1')],
  node('y', 'Merge', 'negative', 'twice'),
];

const lists = [
  ...[x, number('zero'), number('one')],
  ...[{ ...node('list', 'TensorArrayV3', 'one'), attr: { dtype: float } }],
  node('written', 'TensorArrayWriteV3', 'list', 'zero', 'x', 'list:1'),
  { ...node('read', 'TensorArrayReadV3', 'list', 'zero', 'written'), attr: { dtype: float } },
  node('y', 'Neg', 'read'),
];

/** A graph whose constants are numbers by their names. */
const given = (nodes: readonly { name: string; op: string }[], outputs: string[]) => {
  const values: Record<string, number[]> = { zero: [0], one: [1], five: [5], axes: [0, 1, 2, 3] };
  const weights = nodes
    .filter(({ op }) => op === 'Const')
    .map(({ name }) => ({ name, shape: values[name]!.length === 1 ? [] : [4], dtype: 'int32' }));
  const json = {
    format: 'graph-model',
    modelTopology: { node: nodes },
    signature: {
      inputs: { x: { name: 'x', dtype: 'DT_FLOAT', tensorShape: pictures } },
      outputs: { y: { name: 'y' } },
    },
    weightsManifest: [{ paths: ['weights'], weights }],
  };
  const bytes = new Uint8Array(Int32Array.from(weights.flatMap(({ name }) => values[name]!)).buffer);
  return {
    ...{ path: 'm', bytes: new TextEncoder().encode(JSON.stringify(json)), outputs },
    ...{ read: async () => bytes, constants: {}, replacements: [] },
  } as never;
};

const outputsOf = async (nodes: readonly { name: string; op: string }[], ...outputs: string[]) => {
  const loaded = await loadModel(given(nodes, outputs), [2, 2, 1], asTheyAre);
  const found = await loaded.compute(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 1], async () => backend);
  loaded.hold()();
  return found.map((values) => [...values]);
};

test('loops and conditions of TensorFlow 1 are computed, and leave nothing in memory', async () => {
  const { tf } = await backend;
  const before = tf.memory().numTensors;
  expect(await outputsOf(loop)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8].map((value) => -32 * value)]);
  expect(await outputsOf(condition)).toEqual([[-1, -2, -3, -4, 10, 12, 14, 16]]);
  for (const [nodes, names] of [
    [loop, ['last', 'y']],
    [condition, ['largest', 'limit', 'above', 'y']],
  ] as const) {
    const model = await openModel(given(nodes, []));
    const values = await model.values([1, 2, 2, 1]);
    expect(values.map(({ name }) => name)).toEqual(names);
    expect(values.at(-1)!.shape).toEqual([1, 2, 2, 1]);
    model.dispose();
  }
  await Promise.resolve();
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['loop', 'twice', 'AddV2', loop],
  ['loop', 'either:1', 'Switch', loop],
  ['condition', 'negative', 'Neg', condition],
])('a node within a %s is refused by its name: %s', async (_, name, operation, nodes) => {
  const { tf } = await backend;
  const before = tf.memory().numTensors;
  await expect(outputsOf(nodes, name)).rejects.toThrow(
    `the model m has the node "${name.replace(':1', '')}" (${operation}) within a loop or a condition, where it has a value for each turn, or none; output: NAME takes a node before that or behind it.`,
  );
  expect(tf.memory().numTensors).toBe(before);
});

test('a list of tensors is refused as an output, and read as a step before one', async () => {
  const { tf } = await backend;
  expect(await outputsOf(lists)).toEqual([[-1, -2, -3, -4, -5, -6, -7, -8]]);
  const before = tf.memory().numTensors;
  for (const name of ['list', 'written'])
    await expect(outputsOf(lists, name)).rejects.toThrow(
      'which holds tensors and is none; output: NAME takes a node that reads them.',
    );
  expect(tf.memory().numTensors).toBe(before);
});
