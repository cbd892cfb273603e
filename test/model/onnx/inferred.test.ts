import { readFileSync } from 'node:fs';
import * as runtime from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/model/onnx/file.ts';
import { inferredShapes } from '../../../src/model/onnx/inferred.ts';

const bytes = new Uint8Array(readFileSync('experiments/models/aps.onnx'));
const { outputs, nodes } = readOnnx(bytes, 'aps.onnx', 'weights');
const wanted = nodes.flatMap((node) => node.outputs);
const input = { name: 'input', type: 'float32' };

type Create = (graph: Uint8Array, options?: runtime.InferenceSession.SessionOptions) => Promise<object>;

const shapesBy = (create: Create) =>
  inferredShapes(
    {
      ...{ path: 'aps.onnx', folder: undefined, external: [], settings: {}, opset: 17 },
      runtime: { ...runtime, InferenceSession: { create } } as never,
    },
    ...([bytes, outputs, input, [3, 1, 36, 36], wanted] as const),
  );

test('lengths that are not known have no number, also where the runtime of browsers says -1 without its sign', async () => {
  const { create } = runtime.InferenceSession;
  const inBrowser: Create = async (...given) => {
    const session = await create(...given);
    const outputMetadata = session.outputMetadata.map((one) =>
      one.isTensor ? { ...one, shape: one.shape.map((length) => length || 2 ** 32 - 1) } : one,
    );
    return { outputMetadata, release: () => session.release() };
  };
  const known = await shapesBy(create);
  // The size that adaptive polyphase sampling leaves follows from values.
  expect(known.get('/7/Relu_output_0')).toEqual([3, 64, '', '']);
  expect(await shapesBy(inBrowser)).toEqual(known);
});
