import { expect, test } from 'vitest';
import { loadModel } from '../../src/model/loaded.ts';
import { backendsThere } from '../support/backends.ts';
import { asTheyAre } from '../support/model/networks.ts';

const backend = backendsThere.find(({ name }) => name === 'wasm')!;
const float = { T: { type: 'DT_FLOAT' } };

/** A Graph model of an input x, [n, 4, 4, 1], of constants, and of nodes. The last node is its output. */
function graphOf(
  constants: Record<string, { dtype: 'int32' | 'float32'; values: number[]; shape: number[] }>,
  nodes: { name: string; op: string; input: string[]; attr?: object }[],
) {
  const dims = [-1, 4, 4, 1].map((size) => ({ size: String(size) }));
  const input = {
    name: 'x',
    op: 'Placeholder',
    attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: dims } } },
  };
  const given = Object.entries(constants);
  const held = given.map(([name, { dtype }]) => ({
    name,
    op: 'Const',
    attr: { dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } },
  }));
  const weights = given.map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const bytes = given.flatMap(([, { dtype, values }]) => [
    ...new Uint8Array((dtype === 'int32' ? Int32Array : Float32Array).from(values).buffer),
  ]);
  const json = {
    format: 'graph-model',
    modelTopology: { node: [input, ...held, ...nodes.map((node) => ({ attr: float, ...node }))] },
    weightsManifest: [{ paths: ['w'], weights }],
  };
  return {
    path: 'model.json',
    bytes: new TextEncoder().encode(JSON.stringify(json)),
    read: async () => Uint8Array.from(bytes),
    outputs: [],
    constants: {},
    replacements: [],
  };
}

const axes = (...values: number[]) => ({ dtype: 'int32' as const, values, shape: [values.length] });
const HUNDRED = { dtype: 'float32' as const, values: [100], shape: [] };

/** Below 100, which no trial reaches, the statistic adds 100. */
const above = (from: string) => [
  { name: 'm', op: 'Maximum', input: [from, 'hundred'] },
  { name: 'y', op: 'AddV2', input: ['x', 'm'] },
];
const reduce = (op: string, over: string, from = 'x') => [
  {
    name: 'r',
    op,
    input: [from, over],
    attr: { ...float, keep_dims: { b: true }, Tidx: { type: 'DT_INT32' } },
  },
];

test.each([
  [
    'over the pictures',
    graphOf({ a: axes(0), hundred: HUNDRED }, [...reduce('Mean', 'a'), ...above('r')]),
    true,
  ],
  [
    'over all',
    graphOf({ a: axes(0, 1, 2, 3), hundred: HUNDRED }, [...reduce('Max', 'a'), ...above('r')]),
    true,
  ],
  [
    'over places',
    graphOf({ a: axes(1, 2), hundred: HUNDRED }, [...reduce('Mean', 'a'), ...above('r')]),
    false,
  ],
  [
    'over channels',
    graphOf({ a: axes(-1), hundred: HUNDRED }, [...reduce('Max', 'a'), ...above('r')]),
    false,
  ],
])('a statistic %s behind a threshold out of reach: one picture at a time is %s', async (_, given, alone) => {
  const pictures = Float32Array.from({ length: 48 }, (__, i) => ((i * 37) % 41) * (i < 32 ? 1 : 50));
  const loaded = await loadModel(given, [4, 4, 1], asTheyAre);
  expect(loaded.alone).toBe(alone);
  const compute = (batch: Float32Array) => loaded.compute(batch, [4, 4, 1], async () => backend);
  const [together] = await compute(pictures);
  for (let i = 0; i < 3; i++) {
    const [single] = await compute(pictures.slice(16 * i, 16 * i + 16));
    expect([...together!.slice(16 * i, 16 * i + 16)]).toEqual([...single!]);
  }
});
