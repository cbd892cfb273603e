import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { loadModel } from '../../../src/model/loaded.ts';
import { asTheyAre, filesOf } from '../../support/model/networks.ts';

const given = filesOf('max-tfjs-graph/model.json');

/** The model with a change in its JSON. */
function changed(from: string, to: string) {
  const text = new TextDecoder().decode(given.bytes);
  expect(text).toContain(from);
  return { ...given, path: 'm', bytes: new TextEncoder().encode(text.replaceAll(from, to)) };
}

const load = (from: string, to: string) => loadModel(changed(from, to), [28, 28, 1], asTheyAre);

test('an operation that fails is an error of the model, and leaves no rejected promise behind', async () => {
  const left: unknown[] = [];
  const note = (reason: unknown) => left.push(reason);
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
  onTestFinished(() => {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  });
  // Base64 of VALID, of the pools, and of SAMO.
  await expect(load('"VkFMSUQ="', '"U0FNTw=="')).rejects.toThrow(
    'the model m cannot be run: Unknown padding parameter: samo.',
  );
  await setTimeout(20);
  expect(left).toEqual([]);
});

test('a message of TensorFlow.js about a value that it did not expect is not passed on', async () => {
  // It says `transposeA=[object Object] and transposeB=false must match`.
  const transposed = load('"transpose_a":{"b":false}', '"transpose_a":{"b":{}}');
  await expect(transposed).rejects.toThrow(
    'the model m cannot be run: it is damaged, or of a form that is not supported.',
  );
});

test('a type that TensorFlow.js does not know, and a shape that is none', async () => {
  const placeholder = '{"size":"1"}]}},"dtype":{"type":"DT_FLOAT"}}}';
  await expect(load(placeholder, placeholder.replace('"DT_FLOAT"', 'null'))).rejects.toThrow(
    'the model m takes values of the type unknown at its input input, which is not supported.',
  );
  await expect(load(placeholder, placeholder.replace('"1"', '{}'))).rejects.toThrow(
    'the model m has the input "input", whose shape is not of whole numbers.',
  );
});

test('an operation that the backend does not have names the ways out', async () => {
  await expect(load('"op":"_FusedMatMul"', '"op":"Real"')).rejects.toThrow(
    "the model m cannot be run: Kernel 'Real' not registered for backend 'wasm'; the backend cpu or tensorflow may have it, or export the model as ONNX.",
  );
});
