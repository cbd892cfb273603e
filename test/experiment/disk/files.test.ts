import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { readExperimentFile, readExperimentFiles } from '../../../src/experiment/disk/files.ts';
import { parseOverride } from '../../../src/experiment/text/override.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

const here = process.cwd();
beforeEach(() => process.chdir(folder()));
afterEach(() => process.chdir(here));

/** The files that are found below some paths, or all that is said of them. */
async function read(
  files: Record<string, string>,
  paths: string[],
  ...set: [string, string][]
): Promise<string[]> {
  process.chdir(folder(files));
  const overrides = set.map(([key, text]) => parseOverride(key, text, `--set ${key}=${text}`));
  return readExperimentFiles(paths, { overrides }).then(
    (found) => found.map(({ path, experiment }) => `${path} is ${experiment.name}`),
    (error) => {
      expect(error).toBeInstanceOf(UserError);
      return error.message.split('\n');
    },
  );
}

test('folders are read to any depth, in order; a file that is named twice is read once', async () => {
  const files = {
    'experiments/b.yml': circle,
    'experiments/a/c.JSON': '{ "image": "dots", "shift": { "max": 0 }, "pool": "max_pool" }',
    'experiments/a.yaml': circle,
    'experiments/notes.txt': '',
    'experiments/.git/x.yaml': '!',
    'experiments/node_modules/x/x.json': '!',
    'other.yaml': circle,
  };
  expect(await read(files, ['other.yaml', 'experiments', './experiments/a.yaml', 'experiments/a'])).toEqual([
    'other.yaml is other',
    './experiments/a.yaml is a',
    'experiments/a/c.JSON is a/c',
    'experiments/b.yml is b',
  ]);
});

test('files of a project that are no experiments are passed by, unless they are named or in `experiments`', async () => {
  const others = {
    'package.json': '{ "name": "x", "config": { "image": "node" } }',
    'package-lock.json': `{ "packages": { ${'"a": 1, '.repeat(10_000)} "b": 1 } }`,
    'tsconfig.json': '{ "compilerOptions": {} }',
    'list.json': '["image"]',
    'ci.yml': 'on: push\njobs:\n  a:\n    image: node\n',
    'docker-compose.yaml': 'services:\n  a:\n    image: node\n',
  };
  const own = {
    'a.yaml': circle,
    'b/b.yml': '{ image: circle, shift: { max: 1 }, pool: max_pool }',
    'c.yml': `\uFEFF# c\r\n"shift": { max: 1 }\r\nimage: circle\r\npool: max_pool\r\n`,
    'd.json': '{ "image": "dots", "shift": { "max": 0 }, "pool": "max_pool" }',
  };
  const found = ['a.yaml is a', 'b/b.yml is b', 'c.yml is c', 'd.json is d'];
  expect(await read({ ...others, ...own }, ['.'])).toEqual(found);
  expect(await read({ 'bad.json': '{ "image": ' }, ['.'])).toEqual([expect.stringMatching(/^bad\.json:1:/)]);
  expect(await read({ 'package.json': '{ "name": "x" }' }, ['package.json'])).toContainEqual(
    expect.stringContaining('package.json:1:1: image is missing'),
  );
  expect(await read({ 'experiments/new.yaml': 'imag: circle\n' }, ['experiments'])).toContainEqual(
    expect.stringContaining('experiments/new.yaml:1:1: '),
  );
});

test('the mistakes of all files and paths are told', async () => {
  const files = {
    'a.yaml': '',
    'boxes/b.yaml': `${circle}x: 1\n`,
    'c.yaml': circle,
    'c.yml': circle,
    'd/d.txt': '',
  };
  expect(await read(files, ['a.yaml', 'boxes', 'd', 'c.yaml', 'c.yml', 'boxs', '/dev/null'])).toEqual([
    'd: there is no experiment in this folder; expected files that end in .yaml, .yml, .json.',
    'boxs: there is no such file or folder; did you mean "boxes"?',
    '/dev/null: expected a file or a folder.',
    'a.yaml:1:1: the file is empty; expected image, shift, and pool or layers.',
    expect.stringMatching(/^boxes\/b\.yaml:4:1: unknown key "x"; allowed: /),
    'c.yml: results named "c" come from c.yaml too; rename one of them.',
  ]);
  expect(await read({}, ['experiments'])).toEqual([
    'experiments: there is no such folder here; `coincide init` makes one.',
  ]);
});

test.each([
  ['boxes/cricle.yaml', 'boxes/circle.yaml'],
  ['./boxes/deep/cricle.yaml', './boxes/deep/circle.yaml'],
  ['boxes/dep/', 'boxes/deep'],
])('%s is answered with the name in its folder: %s', async (typed, meant) => {
  const files = { 'boxes/circle.yaml': circle, 'boxes/deep/circle.yaml': circle };
  expect(await read(files, [typed])).toEqual([
    `${typed}: there is no such file or folder; did you mean "${meant}"?`,
  ]);
});

test('a link that leads nowhere or to itself is not offered in its own place', async () => {
  const path = folder({});
  symlinkSync('gone', join(path, 'link'));
  symlinkSync('circle', join(path, 'circle'));
  const long = join(path, 'x'.repeat(300));
  await expect(readExperimentFiles([join(path, 'link'), join(path, 'circle'), long])).rejects.toThrow(
    [
      `${path}/link: there is no such file or folder.`,
      `${path}/circle: it cannot be read (its links lead round in a circle).`,
      `${long}: it cannot be read (the name is too long).`,
    ].join('\n'),
  );
});

test('names that differ by capitals only are refused together, since some systems make no difference', async () => {
  const files = {
    'experiments/Circle.yaml': circle,
    'experiments/circle.yaml': circle,
    'experiments/É.yaml': circle,
  };
  expect(await read(files, ['experiments'])).toEqual([
    'experiments/circle.yaml: results named "circle" and "Circle", of experiments/Circle.yaml, are one file on Windows and macOS; rename one of them.',
  ]);
});

test('a JSON schema in a folder of experiments, as init writes it, is passed by', async () => {
  const schema = '{ "$schema": "http://json-schema.org/draft-07/schema#", "properties": {} }';
  const files = { 'experiments/a.yaml': circle, 'experiments/coincide.schema.json': schema };
  expect(await read(files, ['experiments'])).toEqual(['experiments/a.yaml is a']);
});

test('the data packages among results are not read as experiments', async () => {
  const files = { 'a.yaml': circle, 'results/a.csv': 'x', 'results/a.datapackage.json': '{}' };
  expect(await read(files, ['.'])).toEqual(['a.yaml is a']);
});

test('an argument that is wrong is told once, whatever the number of files', async () => {
  const files = { 'a.yaml': circle, 'b.yaml': circle };
  expect(await read(files, ['.'], ['trials', '0'], ['shfit', '1'])).toEqual([
    '--set shfit=1: unknown key "shfit"; did you mean "shift"?',
    '--set trials=0: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.',
  ]);
  expect(() => parseOverride('seed', '[1', '--seed [1')).toThrow(
    '--seed [1: this list is not closed; expected "]"; write [1].',
  );
});

test('a file of 256 KiB is read, one with a byte more is not', async () => {
  const padded = (bytes: number) => `${circle}#${'x'.repeat(bytes - circle.length - 1)}`;
  expect(await read({ 'x.yaml': padded(2 ** 18) }, ['x.yaml'])).toEqual(['x.yaml is x']);
  expect(await read({ 'x.yaml': padded(2 ** 18 + 1) }, ['x.yaml'])).toEqual([
    'x.yaml: the file has 262,145 bytes, more than the 262,144 (256 KiB) that an experiment may have.',
  ]);
});

test('a file that is not UTF-8 is refused where it ceases to be', async () => {
  process.chdir(folder());
  writeFileSync('x.yaml', Buffer.concat([Buffer.from('# é\ndescription: caf'), Buffer.from([0xe9, 0x0a])]));
  await expect(readExperimentFile('x.yaml')).rejects.toThrow(
    'x.yaml:2:17: this is not UTF-8; save the file in that encoding.',
  );
});

test('of more than 20 mistakes the first are told', async () => {
  const keys = Array.from({ length: 30 }, (_, i) => `key${i}: 1\n`).join('');
  const lines = await read({ 'x.yaml': circle + keys }, ['x.yaml']);
  expect(lines).toHaveLength(21);
  expect(lines[19]).toMatch(/^x\.yaml:23:1: unknown key "key19"/);
  expect(lines[20]).toBe('x.yaml: there are more mistakes than these 20.');
});

test('an argument may not lead to an item that is not there', async () => {
  expect(await read({ 'x.yaml': circle }, ['x.yaml'], ['expect.0.min', '1'], ['tables.3', 'shifts'])).toEqual(
    [
      '--set expect.0.min=1: expect.0.min: there is no list expect in the file, so no item 0.',
      '--set tables.3=shifts: tables.3: there is no list tables in the file, so no item 3.',
    ],
  );
});

test('what cannot be read is a failure of storage, in words', async () => {
  mkdirSync(join(process.cwd(), 'folder.yaml'));
  for (const [path, why] of [
    ['gone.yaml', 'there is no such file or folder'],
    ['folder.yaml', 'there is a folder where a file is needed'],
  ] as const) {
    const error: UserError = await readExperimentFile(path).catch((thrown) => thrown);
    expect([error.message, error.kind]).toEqual([`${path}: the file cannot be read (${why}).`, 'storage']);
  }
});
