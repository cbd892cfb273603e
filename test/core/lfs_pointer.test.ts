import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExperiment } from '../../src/experiment/read.ts';
import { openCsv } from '../../src/results/csv_reader.ts';
import { parseDataPackage } from '../../src/results/read_datapackage.ts';
import { folder } from '../support/files.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
`;

test.each([
  ['a picture', '{ type: file, path: a.png }', '"a.png"'],
  ['pictures of a folder', '{ type: folder, path: set }', '"set/cat/b.png"'],
  ['a sprite', '{ type: sprite, path: a.png, tile: 4 }', '"a.png"'],
  ['an idx file', '{ type: idx, images: a.idx }', '"a.idx"'],
])('of %s is named, with what to do', async (_, image, file) => {
  const cwd = folder({
    'e.yaml': `image: ${image}\nshift: { max: 1 }\npool: max_pool\n`,
    'a.png': POINTER,
    'set/cat/b.png': POINTER,
    'a.idx': POINTER,
  });
  await expect(readExperiment(join(cwd, 'e.yaml'))).rejects.toThrow(
    `${file} is a Git LFS pointer; run git lfs pull`,
  );
});

test('an experiment file, a table and a data package that are pointers are named', async () => {
  const cwd = folder({ 'e.yaml': POINTER });
  const said = 'this is a Git LFS pointer; run git lfs pull.';
  await expect(readExperiment(join(cwd, 'e.yaml'))).rejects.toThrow(`e.yaml:1:1: ${said}`);
  await expect(openCsv(POINTER, 'a.csv')).rejects.toThrow(`a.csv:1:1: ${said}`);
  expect(() => parseDataPackage({ path: 'a.json', text: POINTER })).toThrow(`a.json:1:1: ${said}`);
});
