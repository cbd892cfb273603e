import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../support/cli/coincide.ts';
import { circle } from '../support/experiment/circle.ts';
import { filesBelow, folder } from '../support/files.ts';

const brackets = (n: number) => `image: circle\nx: ${'['.repeat(n)}`;
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

/** What is too large or too strange to be kept as a fixture: a file, and where and how it is refused. */
test.each<[string, string | Buffer, string]>([
  ['20,000 nested brackets', brackets(20_000), ':2:66: this is nested more than 64 levels deep.'],
  [
    '20,000 brackets that are closed again',
    `${brackets(20_000)}${']'.repeat(20_000)}\n`,
    ':2:66: this is nested more than 64 levels deep.',
  ],
  [
    '100,000 nested lists',
    `x:\n${'- '.repeat(100_000)}x\n`,
    ':2:125: this is nested more than 64 levels deep.',
  ],
  [
    '256 KiB and a byte',
    `${circle}#${'x'.repeat(256 * 1024 - circle.length)}`,
    ': the file has 262,145 bytes, more than the 262,144 (256 KiB) that an experiment may have.',
  ],
  [
    'Latin-1',
    bytes('# é\ndescription: caf', [0xe9], `\n${circle}`),
    ':2:17: this is not UTF-8; save the file in that encoding.',
  ],
  [
    'UTF-16',
    bytes([0xff, 0xfe], [...Buffer.from(circle, 'utf16le')]),
    ':1:1: this is UTF-16; save the file as UTF-8, in PowerShell by Out-File -Encoding utf8 in place of >.',
  ],
  [
    'a mistake behind a byte-order mark and before CRLF',
    `\ufeffimage: cirle\r\n${circle.replace('image: circle\n', '').replaceAll('\n', '\r\n')}`,
    ':1:8: image: unknown image "cirle"; did you mean "circle"?',
  ],
  ['a NUL', `${circle}\0`, ':4:1: the character U+0000 is not allowed.'],
])('%s: the file is refused', async (_, content, message) => {
  const cwd = folder();
  writeFileSync(join(cwd, 'x.yaml'), content);
  const { stderr, ...rest } = await coincide(cwd, 'run', 'x.yaml');
  expect(stderr).toBe(`x.yaml${message}\n`);
  expect(rest).toEqual({ code: 2, signal: null, stdout: '' });
  expect(filesBelow(cwd)).toEqual(['x.yaml']);
});

test('of 9,000 mistakes the first 20 are told, and that there are more', async () => {
  const keys = Array.from({ length: 9_000 }, (_, i) => `key${i}: 1\n`).join('');
  const { code, stderr } = await coincide(folder({ 'x.yaml': circle + keys }), 'run', 'x.yaml');
  const lines = stderr.split('\n');
  expect(lines.slice(0, 20).map((line) => /^x\.yaml:(\d+):1: unknown key "key/.exec(line)?.[1])).toEqual(
    Array.from({ length: 20 }, (_, i) => String(i + 4)),
  );
  expect(lines.slice(20)).toEqual(['x.yaml: there are more mistakes than these 20.', '']);
  expect(code).toBe(2);
});

test.each<[string, Record<string, string>, string[], string]>([
  [
    'a file that is not there',
    { 'experiments/circle.yaml': circle, 'experiments/dots.yaml': circle },
    ['experiments/circel.yaml', 'nowhere/x.yaml'],
    'experiments/circel.yaml: there is no such file or folder; did you mean "experiments/circle.yaml"?\nnowhere/x.yaml: there is no such file or folder.\n',
  ],
  [
    'an experiment without its folder or its ending',
    { 'experiments/circle.yaml': circle, 'dots.json': '{}' },
    ['circle', 'circle.yaml', 'dots', 'experiment/circle.yaml', 'experiments\\circle.yml'],
    [
      'circle: there is no such file or folder; did you mean "experiments/circle.yaml"?\n',
      'circle.yaml: there is no such file or folder; did you mean "experiments/circle.yaml"?\n',
      'dots: there is no such file or folder; did you mean "dots.json"?\n',
      'experiment/circle.yaml: there is no such file or folder; did you mean "experiments/circle.yaml"?\n',
      'experiments\\circle.yml: there is no such file or folder; did you mean "experiments/circle.yaml"?\n',
    ].join(''),
  ],
  [
    'a table, a model or a picture in the place of an experiment',
    {
      'experiments/circle.yaml': circle,
      'results/circle.shifts.csv': 'step\n0\n',
      'x.csv': '',
      'net.onnx': '\b\u0007',
      'net.pt': 'PK',
      'Cat.JPG': 'x',
    },
    ['results/circle.shifts.csv', 'x.csv', 'net.onnx', 'net.pt', 'Cat.JPG'],
    [
      'results/circle.shifts.csv: this is a table, no experiment; name experiments/circle.yaml, which makes it.\n',
      'x.csv: this is a table, no experiment; name the experiment file that makes it.\n',
      'net.onnx: this is a model, no experiment; `coincide inspect net.onnx` says what is in it, and writes an experiment to begin with.\n',
      'net.pt: this is a model, no experiment; export it as ONNX; an experiment names that file: layers: [{ type: model, path: model.onnx }].\n',
      'Cat.JPG: this is a picture, no experiment; an experiment names it: image: { type: file, path: Cat.JPG }.\n',
    ].join(''),
  ],
  [
    'a folder without experiments',
    { 'papers/circle.txt': circle, 'papers/.hidden.yaml': circle, 'papers/node_modules/x.yaml': circle },
    ['papers'],
    'papers: there is no experiment in this folder; expected files that end in .yaml, .yml, .json.\n',
  ],
  [
    'one name for two experiments',
    { 'experiments/circle.json': '{}', 'experiments/circle.yaml': circle },
    ['experiments/circle.yaml', 'experiments'],
    'experiments/circle.json: results named "circle" come from experiments/circle.yaml too; rename one of them.\nexperiments/circle.json:1:1: image is missing; write image: circle.\nexperiments/circle.json:1:1: shift is missing; write shift: { max: 3 }.\nexperiments/circle.json:1:1: pool or layers is missing; write pool: max_pool.\n',
  ],
  [
    'one name for a table of shifts and an experiment',
    { 'a.yaml': `${circle}tables: [shifts]\n`, 'a.shifts.yaml': circle },
    ['.'],
    'a.yaml: results named "a.shifts" come from a.shifts.yaml too; rename one of them.\n',
  ],
  [
    'a name that cannot name results',
    {
      'experiments/my circle.yaml': circle,
      'experiments/K se/x.yaml': circle,
      'experiments/...yaml': circle,
    },
    ['experiments/...yaml', 'experiments'],
    [
      'experiments/...yaml: ".." cannot name results; expected letters, digits, ".", "-" and "_", 64 at most.\n',
      'experiments/K se/x.yaml: "K se" cannot name results; expected letters, digits, ".", "-" and "_", 64 at most; rename it, say to "K-se".\n',
      'experiments/my circle.yaml: "my circle" cannot name results; expected letters, digits, ".", "-" and "_", 64 at most; rename it, say to "my-circle".\n',
    ].join(''),
  ],
])('%s is a mistake', async (_, files, args, message) => {
  const cwd = folder(files);
  const { stderr, ...rest } = await coincide(cwd, 'run', ...args);
  expect(stderr).toBe(message);
  expect(rest).toEqual({ code: 2, signal: null, stdout: '' });
  expect(filesBelow(cwd)).toEqual(Object.keys(files).sort());
});

test('links in a folder are read as what they lead to; a dangling one is told', async () => {
  const cwd = folder({ 'elsewhere.yaml': circle });
  mkdirSync(join(cwd, 'experiments'));
  symlinkSync('../elsewhere.yaml', join(cwd, 'experiments/link.yaml'));
  expect(await coincide(cwd, 'validate')).toMatchObject({
    code: 0,
    stdout: 'experiments/link.yaml: valid; 1 variant, 0 expectations\n',
  });
  symlinkSync('../gone.yaml', join(cwd, 'experiments/dangling.yaml'));
  const { code, stdout, stderr } = await coincide(cwd, 'validate');
  expect(stderr).toBe(
    'experiments/dangling.yaml: the file cannot be read (there is no such file or folder).\n',
  );
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
});
