import { describe, expect, test } from 'vitest';
import { filesBelow } from '../../src/experiment/disk/disk.ts';
import { loadModel } from '../../src/model/loaded.ts';
import { modelBytes } from '../../src/model/open.ts';
import { backendsThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';

const backend = backendsThere[0]!;

/** x · kernel + bias for each pixel, with weights in one file as they are stored. */
function files(stored: readonly (readonly [quantization: object, bytes: Uint8Array])[]) {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 1, 2, 1] } },
    { class_name: 'Conv2D', config: { name: 'one', filters: 1, kernel_size: 1 } },
  ];
  const weights = ['kernel', 'bias'].map((name, i) => ({
    name: `one/${name}`,
    shape: name === 'kernel' ? [1, 1, 1, 1] : [1],
    dtype: 'float32',
    quantization: stored[i]![0],
  }));
  return {
    'model.json': JSON.stringify({
      format: 'layers-model',
      modelTopology: {
        keras_version: '2.15.0',
        model_config: { class_name: 'Sequential', config: { name: 'm', layers } },
      },
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    }),
    'weights.bin': new Uint8Array(stored.flatMap(([, bytes]) => [...bytes])),
  };
}

/** Its output for the pixels 0 and 1: the bias, and the bias and the kernel. */
async function outputOf(
  all: ReturnType<typeof files>,
  reading: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Promise<number[]> {
  const disk = filesBelow(folder(all));
  const content = await modelBytes(await disk.open('model.json'), 'model.json');
  const read = async (path: string) => reading(await disk.read(path));
  const given = { path: 'model.json', ...content, read, outputs: [], constants: {}, replacements: [] };
  const model = await loadModel(given as never, [1, 2, 1], { scale: 1, mean: 0, std: 1 });
  const [output] = await model.compute(Float32Array.of(0, 1), [1, 2, 1], async () => backend);
  return [...output!];
}

const bytesOf = (array: Uint16Array) => new Uint8Array(array.buffer);

describe.each([
  // The kernel is 4 · 0.5 - 1, the bias 6 · 2 + 1.
  [
    'uint8',
    files([
      [{ dtype: 'uint8', scale: 0.5, min: -1 }, Uint8Array.of(4)],
      [{ dtype: 'uint8', scale: 2, min: 1 }, Uint8Array.of(6)],
    ]),
  ],
  [
    'uint16',
    files([
      [{ dtype: 'uint16', scale: 0.5, min: -1 }, bytesOf(Uint16Array.of(4))],
      [{ dtype: 'uint16', scale: 2, min: 1 }, bytesOf(Uint16Array.of(6))],
    ]),
  ],
  // 1 and 13 as float16.
  [
    'float16',
    files([
      [{ dtype: 'float16' }, bytesOf(Uint16Array.of(0x3c00))],
      [{ dtype: 'float16' }, bytesOf(Uint16Array.of(0x4a80))],
    ]),
  ],
])('weights of %s in one file', (_, all) => {
  test('are those of the file', async () => {
    expect(await outputOf(all)).toEqual([13, 14]);
  });

  test('also where the bytes are a part of a Buffer', async () => {
    const inBuffer = (bytes: Uint8Array) =>
      Buffer.concat([Buffer.from([9, 9, 9]), bytes, Buffer.from([9])]).subarray(3, -1);
    expect(await outputOf(all, inBuffer)).toEqual([13, 14]);
  });
});
