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
