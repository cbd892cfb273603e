import { expect, test } from 'vitest';
import { graphModel } from '../../../src/model/graph/graph_model.ts';
import { backendsThere } from '../../support/backends.ts';

const SHAPE = [2, 3, 4, 2];

/** A graph of one Prelu. */
function slopesModel(shape: readonly number[], values: Float32Array) {
  const attr = { T: { type: 'DT_FLOAT' }, dtype: { type: 'DT_FLOAT' } };
  const dim = [-1, ...SHAPE.slice(1)].map((size) => ({ size: String(size) }));
  const node = [
    { name: 'x', op: 'Placeholder', attr: { ...attr, shape: { shape: { dim } } } },
    { name: 'slopes', op: 'Const', attr },
    { name: 'y', op: 'Prelu', input: ['x', 'slopes'], attr },
  ];
  const weights = [{ name: 'slopes', shape: [...shape], dtype: 'float32' }];
  const given = { path: 'm', outputs: [], constants: {} };
  return graphModel(given, { topology: { node }, rest: {} } as never, [
    { weights, bytes: new Uint8Array(values.buffer) },
  ]);
}

test.each(
  backendsThere.flatMap((backend) =>
    [[2], [1, 1, 2], [3, 4, 2], [3, 4, 1], [3, 1, 2], [1, 4, 1]].map(
      (shape) => [backend.name, shape, backend] as const,
    ),
  ),
)('on %s: slopes of %j belong to the places that they are spread over', async (_, shape, backend) => {
  const [rows, columns, channels] = [...Array<number>(3 - shape.length).fill(1), ...shape] as [
    number,
    number,
    number,
  ];
  const slopes = Float32Array.from({ length: rows * columns * channels }, (_, i) => (i + 1) / 8);
  const x = Float32Array.from({ length: 48 }, (_, i) => ((i * 7) % 11) - 5);
  const model = await slopesModel(shape, slopes);
  const [output] = await model.run(x, SHAPE, async () => backend);
  const expected = x.map((value, i) => {
    const [row, column, channel] = [Math.floor(i / 8) % 3, Math.floor(i / 2) % 4, i % 2];
    const at = ((row % rows) * columns + (column % columns)) * channels + (channel % channels);
    return value > 0 ? value : value * slopes[at]!;
  });
  expect(output!.data).toEqual(expected);
  model.dispose();
});

const FLOAT = { type: 'DT_FLOAT' };

/** A graph of x · w with a bias and what follows within one operation, as TensorFlow's optimizer writes an LSTM. */
function fusedProduct(bias: object[], weights: { name: string; shape: number[] }[], activation: string[]) {
  const attr = { T: FLOAT, dtype: FLOAT };
  const dim = [-1, 2].map((size) => ({ size: String(size) }));
  const s = ['BiasAdd', ...activation].map((one) => btoa(one));
  const fused = { ...attr, fused_ops: { list: { s } }, num_args: { i: '1' } };
  const node = [
    { name: 'x', op: 'Placeholder', attr: { ...attr, shape: { shape: { dim } } } },
    { name: 'w', op: 'Const', attr },
    ...bias,
    { name: 'y', op: '_FusedMatMul', input: ['x', 'w', 'bias'], attr: fused },
  ];
  const all = [{ name: 'w', shape: [2, 2] }, ...weights].map((one) => ({ ...one, dtype: 'float32' }));
  const values = Float32Array.of(1, 2, 3, 4, 10, -20).slice(0, 4 + (weights[0]?.shape[0] ?? 0));
  const given = { path: 'm', outputs: [], constants: {} };
  return graphModel(given, { topology: { node }, rest: {} } as never, [
    { weights: all as never, bytes: new Uint8Array(values.buffer) },
  ]);
}

const attr = { T: FLOAT, dtype: FLOAT };
const square = [{ name: 'bias', op: 'MatMul', input: ['x', 'w'], attr }];
const constant = [{ name: 'bias', op: 'Const', attr }];

// x · w of [[1, -1], [0, 2]] · [[1, 2], [3, 4]] = [[-2, -2], [6, 8]].
test.each(
  backendsThere.flatMap((backend) => [
    [backend.name, 'a product', square, [], [], [-4, -4, 12, 16], backend] as const,
    [backend.name, 'a product, with Relu', square, [], ['Relu'], [0, 0, 12, 16], backend] as const,
    [
      backend.name,
      'one value',
      constant,
      [{ name: 'bias', shape: [1] }],
      [],
      [8, 8, 16, 18],
      backend,
    ] as const,
    [
      backend.name,
      'channels',
      constant,
      [{ name: 'bias', shape: [2] }],
      [],
      [8, -22, 16, -12],
      backend,
    ] as const,
  ]),
)('on %s: _FusedMatMul adds %s', async (_, _name, bias, weights, activation, expected, backend) => {
  const model = await fusedProduct(bias, weights as never, activation as never);
  const [output] = await model.run(Float32Array.of(1, -1, 0, 2), [2, 2], async () => backend);
  expect([...output!.data]).toEqual(expected);
  model.dispose();
});
