import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { graphModel } from '../../../src/model/graph/graph_model.ts';
import { withoutEmptyWindows } from '../../../src/model/guard.ts';
import { backendsThere } from '../../support/backends.ts';
import { project } from '../../support/files.ts';

interface GraphCase {
  name: string;
  x: number[];
  shape: number[];
  node: unknown[];
  weights: { name: string; shape: number[]; dtype: string }[];
  data: string;
  expected: { shape: number[]; data: number[] }[];
}

/** Graphs of one operation, and what TensorFlow gives. See make.py beside it. */
const cases = JSON.parse(
  readFileSync(join(project, 'test/fixtures/graph_models/cases.json'), 'utf8'),
) as GraphCase[];

/** Operations that TensorFlow.js has no kernel for on native TensorFlow. */
const LACKING = /^(?:ImageProjectiveTransformV3|MaxPoolWithArgmax)/;

test.each(
  backendsThere.flatMap((backend) => cases.map((one) => [backend.name, one.name, backend, one] as const)),
)('on %s as in TensorFlow: %s', async (_, name, backend, { x, shape, node, weights, data, expected }) => {
  const outputs = expected.map((_, i) => `out${i}`);
  const groups = [{ weights, bytes: new Uint8Array(Buffer.from(data, 'base64')) }];
  const json = { topology: { node }, rest: {} } as never;
  const model = await graphModel({ path: 'm', outputs, constants: {} }, json, groups);
  try {
    const run = () => model.run(Float32Array.from(x), shape, async () => backend);
    if (backend.name === 'tensorflow' && LACKING.test(name)) {
      await expect(run()).rejects.toThrow('; the backend cpu or wasm may have it');
      return;
    }
    const given = await withoutEmptyWindows(backend.tf, run);
    expect(given.map((one) => one.shape)).toEqual(expected.map((one) => one.shape));
    for (const [i, one] of expected.entries()) {
      const largest = Math.max(...one.data.map(Math.abs), 1e-3);
      const error = Math.max(...one.data.map((value, at) => Math.abs(value - given[i]!.data[at]!)));
      expect(error / largest).toBeLessThan(1e-5);
    }
  } finally {
    model.dispose();
  }
});

test('a value that the memory of WebAssembly does not hold is refused, whatever computes it', async () => {
  const attr = { T: { type: 'DT_FLOAT' }, dtype: { type: 'DT_FLOAT' } };
  const [wasm] = backendsThere.filter(({ name }) => name === 'wasm');
  const large = async (
    op: string,
    values: readonly [shape: number[], dtype: string, ...numbers: number[]][],
  ) => {
    const names = values.map((_, i) => `w${i}`);
    const node = [
      { name: 'x', op: 'Placeholder', attr: { ...attr, shape: { shape: { dim: [{ size: '-1' }] } } } },
      ...names.map((name) => ({ name, op: 'Const', attr })),
      { name: 'large', op, input: names, attr: { T: { type: 'DT_FLOAT' }, Tidx: { type: 'DT_FLOAT' } } },
      { name: 'y', op: 'Rank', input: ['large'] },
    ];
    const parts = values.map(([, dtype, ...numbers]) =>
      Buffer.from((dtype === 'int32' ? Int32Array : Float32Array).from(numbers).buffer),
    );
    const weights = values.map(([shape, dtype], i) => ({ name: names[i]!, shape, dtype }));
    const groups = [{ weights, bytes: new Uint8Array(Buffer.concat(parts)) }];
    const json = { topology: { node }, rest: {} } as never;
    const model = await graphModel({ path: 'm', outputs: ['y'], constants: {} }, json, groups);
    try {
      return await model.run(Float32Array.of(1), [1], async () => wasm!);
    } finally {
      model.dispose();
    }
  };
  const tooLarge =
    'the model m cannot be run: a value of 50000×60000 is too large for the memory of WebAssembly';
  const size = [[2], 'int32', 50_000, 60_000] as [number[], string, ...number[]];
  const one = [[1, 1], 'float32', 1] as [number[], string, ...number[]];
  await expect(large('Fill', [size, [[], 'float32', 1]])).rejects.toThrow(tooLarge);
  await expect(large('Tile', [one, size])).rejects.toThrow(tooLarge);
  await expect(large('BroadcastTo', [one, size])).rejects.toThrow(tooLarge);
  const range = [0, 1e18, 1].map((value) => [[], 'float32', value] as [number[], string, ...number[]]);
  await expect(large('Range', range)).rejects.toThrow(
    /^the model m cannot be run: the operation Range gives 9{6}\d+ values, more than the memory of WebAssembly holds\.$/,
  );
  const line = [...range.slice(0, 2), [[], 'int32', 2e9] as [number[], string, ...number[]]];
  await expect(large('LinSpace', line)).rejects.toThrow(
    'the model m cannot be run: the operation LinSpace gives 2000000000 values, more than the memory of WebAssembly holds',
  );
});
