import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import type { WeightFiles } from '../../src/model/model_json.ts';
import { readWeights } from '../../src/model/weights.ts';

const group = (
  paths: string[],
  ...weights: [shape: number[], dtype: string, stored?: string][]
): WeightFiles => ({
  paths,
  weights: weights.map(([shape, dtype, stored], i) => ({
    name: `w${i}`,
    shape,
    dtype,
    ...(stored !== undefined && { quantization: { dtype: stored } }),
  })),
});

/** Reads from files that are there; notes which were asked for. */
function readerOf(files: Record<string, number[]>) {
  const asked: string[] = [];
  return {
    asked,
    read: async (path: string) => {
      asked.push(path);
      return Uint8Array.from(files[path]!);
    },
  };
}

async function refusal(groups: WeightFiles[], files: Record<string, number[]> = {}): Promise<string> {
  const { read, asked } = readerOf(files);
  const error = await readWeights(groups, 'm.json', read).then(
    () => undefined,
    (cause) => cause,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error.kind).toBe('run');
  // A path that leads out of the folder is not even tried.
  expect(asked.every((path) => path in files)).toBe(true);
  return error.message;
}

test('files of a group follow each other, and groups do', async () => {
  const { read, asked } = readerOf({ 'a.bin': [1, 2, 3], 'b/b.bin': [4], 'c.bin': [5, 6] });
  const groups = [group(['a.bin', 'b/b.bin'], [[1], 'float32']), group(['c.bin'], [[2], 'bool'])];
  const found = await readWeights(groups, 'm.json', read);
  expect(found.map(({ bytes }) => [...bytes])).toEqual([
    [1, 2, 3, 4],
    [5, 6],
  ]);
  expect(found.map(({ weights }) => weights)).toEqual(groups.map(({ weights }) => weights));
  expect(asked).toEqual(['a.bin', 'b/b.bin', 'c.bin']);
});

test.each([
  [[[2, 3], 'float32'], 24],
  [[[], 'int32'], 4],
  [[[5], 'bool'], 5],
  [[[2], 'complex64'], 16],
  [[[0, 7], 'float32'], 0],
  [[[6], 'float32', 'uint8'], 6],
  [[[6], 'float32', 'uint16'], 12],
  [[[6], 'float32', 'float16'], 12],
] as const)('%j takes %i bytes, not one more or less', async (weight, bytes) => {
  const groups = [group(['w.bin'], weight as never)];
  const file = (length: number) => ({ 'w.bin': new Array<number>(length).fill(0) });
  await readWeights(groups, 'm.json', readerOf(file(bytes)).read);
  expect(await refusal(groups, file(bytes + 1))).toBe(
    `the model m.json has weights that are too long: w.bin has ${bytes + 1} bytes, and the manifest lists ${bytes}.`,
  );
  if (bytes === 0) return;
  expect(await refusal(groups, file(bytes - 1))).toBe(
    `the model m.json has weights that are truncated: w.bin has ${bytes - 1} bytes, and the manifest lists ${bytes}.`,
  );
});

test.each([
  '../w.bin',
  'a/../../w.bin',
  './../w.bin',
  'a/b/../../../w.bin',
  '/etc/passwd',
  '\\\\host\\share',
  '..\\w.bin',
  'C:\\w.bin',
  'https://example.com/w.bin',
  'file:///etc/passwd',
])('%s is outside of the folder', async (path) => {
  expect(await refusal([group([path], [[1], 'float32'])])).toBe(
    `the model m.json keeps weights in ${JSON.stringify(path)}, outside of its folder.`,
  );
});

test('a path is inside exactly if it never climbs above where it begins', () => {
  const part = fc.constantFrom('..', '.', 'a', 'b.bin');
  return fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
      let depth = 0;
      const climbs = parts.some((one) => {
        depth += one === '..' ? -1 : one === '.' ? 0 : 1;
        return depth < 0;
      });
      const groups = [group([parts.join('/')], [[1], 'bool'])];
      const read = readWeights(groups, 'm.json', async () => Uint8Array.of(1));
      if (climbs) await expect(read).rejects.toThrow('outside of its folder');
      else await read;
    }),
  );
});

test('more than there can be is refused before anything is read', async () => {
  expect(await refusal([group(['w.bin'], [[2 ** 30], 'float32'])])).toBe(
    'the model m.json declares 4,294,967,296 bytes of weights, more than the 1,073,741,824 allowed.',
  );
  expect(await refusal([group(['w.bin'], [[1], 'float33'])])).toBe(
    'the model m.json lists the weight "w0" with the dtype "float33".',
  );
  expect(await refusal([group(['w.bin'], [[1], 'toString'])])).toBe(
    'the model m.json lists the weight "w0" with the dtype "toString".',
  );
});
