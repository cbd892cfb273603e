import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { joined } from '../../../src/core/joined.ts';
import { loadModel } from '../../../src/model/loaded.ts';
import { withoutCalls } from '../../../src/model/onnx/calls.ts';
import { FUNCTION, GRAPH, MODEL, NODE } from '../../../src/model/onnx/fields.ts';
import { readOnnx } from '../../../src/model/onnx/file.ts';
import { lengthDelimited } from '../../../src/model/onnx/wire.ts';
import { onnxPackage } from '../../../src/model/packages.ts';
import { asTheyAre } from '../../support/model/networks.ts';

const fixture = (name: string) => new Uint8Array(readFileSync(`test/fixtures/onnx_models/${name}.onnx`));

const loading = (bytes: Uint8Array) => {
  const read = async () => new Uint8Array(0);
  const given = { path: 'm', bytes, read, outputs: [], constants: {}, replacements: [] };
  return loadModel(given, [8, 8, 1], asTheyAre);
};

test('functions in place of their calls compute what ONNX Runtime computes by calling them', async () => {
  const bytes = fixture('nested_functions');
  const flat = withoutCalls(bytes, 'm');
  const { InferenceSession, Tensor } = await onnxPackage('m');
  const [calling, called] = [await InferenceSession.create(bytes), await InferenceSession.create(flat)];
  for (const scale of [-3, -0.1, 0.1, 3]) {
    const values = Float32Array.from({ length: 20 }, (_, i) => scale * Math.sin(1 + i * i));
    const x = new Tensor('float32', values, [1, 1, 4, 5]);
    const [{ y: expected }, { y: found }] = [await calling.run({ x }), await called.run({ x })];
    expect(found!.data).toEqual(expected!.data);
  }
  const { operations, bodies } = readOnnx(flat, 'm');
  expect([...operations].filter((name) => /chosen|scaled/.test(name))).toEqual([]);
  expect(bodies).toHaveLength(4);
});

test('a model without functions stays as it is', () => {
  const bytes = fixture('branch');
  expect(withoutCalls(bytes, 'm')).toBe(bytes);
});

test.each(['written', 'taken', 'asked', 'calling'])(
  'a function that makes a huge value of constants is refused: %s',
  async (name) => {
    await expect(loading(fixture(`huge_${name}`))).rejects.toThrow(
      /^the model m makes 1,073,741,832 values of constants at \w+#\d+\/big \(ConstantOfShape\), more than the 1,073,741,824 allowed;/,
    );
  },
);

test('functions that come to too many nodes are refused, and so are those that call themselves', async () => {
  await expect(loading(fixture('many_functions'))).rejects.toThrow(
    'the model m has functions that come to more than the 262,144 nodes or 268,435,456 bytes allowed; export it without functions.',
  );
  const call = joined([lengthDelimited(NODE.input, 'x'), lengthDelimited(NODE.operation, 'f')]);
  const own = joined([lengthDelimited(FUNCTION.name, 'f'), lengthDelimited(FUNCTION.node, call)]);
  const graph = lengthDelimited(GRAPH.node, call);
  const bytes = joined([lengthDelimited(MODEL.graph, graph), lengthDelimited(MODEL.function, own)]);
  expect(() => withoutCalls(bytes, 'm')).toThrow(
    'the model m has functions within functions, more than 16 deep',
  );
});
