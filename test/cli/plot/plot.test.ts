import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

test.each([
  [['-o', 'a.jpg'], '--out a.jpg: expected a name that ends in .svg, .png or .pdf, or - for SVG on stdout.'],
  [['-o', 'svg'], '--out svg: expected a name that ends in .svg, .png or .pdf, or - for SVG on stdout.'],
  [['--spec', 'a.svg'], '--spec a.svg: expected a name that ends in .json, or - for JSON on stdout.'],
  [['-o', '-', '--spec', '-'], '--out and --spec both write to stdout; choose one.'],
  [[], 'expected --out FILE, a name that ends in .svg, .png or .pdf.'],
])('%j is a mistake, and writes nothing', async (args, message) => {
  const cwd = folder({ 'a.yaml': circle });
  expect(await coincide(cwd, 'plot', 'a.yaml', ...args)).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: `${message}\n`,
  });
  expect(filesBelow(cwd)).toEqual(['a.yaml']);
});

test('stdout takes the specification, or the bytes of the file', async () => {
  const cwd = folder({ 'a.yaml': circle });
  const spec = await coincide(cwd, 'plot', 'a.yaml', '--spec', '-');
  expect(spec).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(spec.stdout).$schema).toMatch(/vega-lite/);
  const { stdout } = await coincide(cwd, 'plot', 'a.yaml', '-o', '-', '-q');
  await coincide(cwd, 'plot', 'a.yaml', '-o', 'a.svg');
  expect(stdout).toBe(readFileSync(join(cwd, 'a.svg'), 'utf8'));
});
