import { expect, test } from 'vitest';
import type { OpenFile } from '../../src/core/files.ts';
import { modelBytes, openModel } from '../../src/model/open.ts';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** The header of a zip archive's first file. */
const zip = (name: string) => ascii(`PK\u0003\u0004${'\0'.repeat(26)}${name}`);

/** A file on a disk with such bytes. */
const onDisk = (bytes: Uint8Array) =>
  ({
    size: bytes.length,
    place: '/nowhere',
    read: async (from: number, length: number) => bytes.subarray(from, from + length),
  }) as unknown as OpenFile;

test.each([
  ['a TensorFlow Lite file', ascii('\x1c\0\0\0TFL3'), 'python -m tf2onnx.convert --tflite'],
  ['a Keras model in HDF5', ascii('\x89HDF\r\n\x1a\n'), 'export it as ONNX.'],
  ['a Keras model', zip('metadata.json'), 'write it as a model.json, as docs/five_minutes.md shows'],
  ['a PyTorch file', zip('archive/data.pkl'), 'torch.onnx.export.'],
  ['a PyTorch file', zip('net/data/0'), 'torch.onnx.export.'],
  ['a zip archive', zip('model.onnx'), 'name the model in it.'],
  ['a pickle', Uint8Array.of(0x80, 2, 0x8a), 'torch.onnx.export.'],
  ['weights alone', ascii('{\x01\0\0\0\0\0\0{"a":{}}'), 'as safetensors; export the model as ONNX'],
  ['a language model in GGUF', ascii('GGUF\x03\0\0\0'), 'expected a model of pictures'],
])('%s is refused with what to do', async (what, bytes, remedy) => {
  const given = { path: 'm', bytes, outputs: [], constants: {}, replacements: [] };
  for (const refused of [modelBytes(onDisk(bytes), 'm'), openModel({ ...given, read: async () => bytes })]) {
    const message = await refused.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain(what);
    expect(message).toContain(remedy);
  }
});
