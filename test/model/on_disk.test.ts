import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { filesBelow } from '../../src/experiment/disk/disk.ts';
import { modelBytes, openModel } from '../../src/model/open.ts';
import { project } from '../support/files.ts';
import { filesOf, networks } from '../support/model/networks.ts';

const small = join(project, 'test/fixtures/onnx_models');
const scratch = mkdtempSync(join(tmpdir(), 'coincide-disk-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The first output for a picture, with the file opened on the disk. */
async function outputOnDisk(folder: string, path: string, size: number) {
  const { open, read } = filesBelow(folder);
  const content = await modelBytes(await open(path), path);
  const given = { path, ...content, open, read, outputs: [], constants: {}, replacements: [] };
  return { content, output: await outputOf(given, size) };
}

async function outputOf(given: Parameters<typeof openModel>[0], size: number): Promise<number[]> {
  const model = await openModel(given);
  const picture = Float32Array.from({ length: size * size }, (_, i) => Math.sin(i));
  const [output] = await model.run(picture, [1, 1, size, size], async () => {
    throw new Error('no backend is needed');
  });
  model.dispose();
  return [...output!.data];
}

describe('a model on the disk, whose weights the runtime reads itself', () => {
  test.each([
    ['max.onnx', networks, 36],
    ['stride.onnx', networks, 36],
    ['ext.onnx', small, 16],
  ])('%s gives what it gives in memory, bit for bit', async (path, folder, size) => {
    const { content, output } = await outputOnDisk(folder, path, size);
    expect(content.place).toBe(join(folder, path));
    expect(output).toEqual(await outputOf(filesOf(path, { folder }), size));
  });

  test('is not read as a whole', async () => {
    const { content } = await outputOnDisk(networks, 'max.onnx', 36);
    expect(content.bytes.length).toBeLessThan(readFileSync(join(networks, 'max.onnx')).length / 2);
  });

  test('may have weights behind a link, which are read into memory', async () => {
    copyFileSync(join(small, 'ext.onnx'), join(scratch, 'ext.onnx'));
    copyFileSync(join(small, 'ext.onnx.data'), join(scratch, 'blob'));
    symlinkSync('blob', join(scratch, 'ext.onnx.data'));
    const { output } = await outputOnDisk(scratch, 'ext.onnx', 16);
    expect(output).toEqual(await outputOf(filesOf('ext.onnx', { folder: small }), 16));
  });

  test('has its weights whole', async () => {
    const cut = mkdtempSync(join(scratch, 'cut-'));
    copyFileSync(join(small, 'ext.onnx'), join(cut, 'ext.onnx'));
    const weights = readFileSync(join(small, 'ext.onnx.data'));
    writeFileSync(join(cut, 'ext.onnx.data'), weights.subarray(0, weights.length / 2));
    await expect(outputOnDisk(cut, 'ext.onnx', 16)).rejects.toThrow(
      'which the file beside it does not hold whole; copy both files again, or export with external_data=False.',
    );
  });

  test.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['no model', () => Buffer.from('\x08\x07text, and nothing else')],
  ])('that is %s is refused', async (name, change) => {
    writeFileSync(join(scratch, 'bad.onnx'), change(readFileSync(join(networks, 'max.onnx'))));
    await expect(outputOnDisk(scratch, 'bad.onnx', 36), name).rejects.toThrow(
      'the model bad.onnx is not an ONNX file, or truncated.',
    );
  });

  test('is hashed, and refused once it has changed', async () => {
    const { createHash } = await import('node:crypto');
    const path = join(scratch, 'changing.onnx');
    copyFileSync(join(networks, 'max.onnx'), path);
    const files = filesBelow(scratch);
    await files.open('changing.onnx');
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    expect(files.named()).toEqual([{ path: 'changing.onnx', bytes: readFileSync(path).length, sha256 }]);
    writeFileSync(path, 'other');
    await expect(files.open('changing.onnx')).rejects.toThrow('"changing.onnx" has changed meanwhile');
  });
});
