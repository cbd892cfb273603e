import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOutput } from '../../../src/cli/report/report_files.ts';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

test.each([
  [{}, 'report.html', 'html'],
  [{ format: 'md' }, 'report.md', 'md'],
  [{ out: 'a.md' }, 'a.md', 'md'],
  [{ out: 'A.MARKDOWN' }, 'A.MARKDOWN', 'md'],
  [{ out: 'a.html' }, 'a.html', 'html'],
  [{ out: '-' }, '-', 'html'],
  [{ out: '-', format: 'md' }, '-', 'md'],
  [{ out: '/dev/stdout', format: 'md' }, '/dev/stdout', 'md'],
  [{ out: 'page', format: 'md' }, 'page', 'md'],
  [{ out: 'page' }, 'page', 'html'],
  [{ out: 'a.html', format: 'md' }, 'a.html', 'md'],
])('%j writes %s as %s', (given, path, format) => {
  expect(reportOutput(given)).toMatchObject({ path, format });
});

test.each([
  [{ format: 'pdf' }, 'unknown format "pdf"'],
  [{ out: 'a.pdf' }, '--out a.pdf: expected a name that ends in .html or .md'],
])('%j is a mistake', (given, message) => {
  expect(() => reportOutput(given)).toThrow(message);
});

test('a file whose name ends in .md is Markdown', async () => {
  const cwd = folder({ 'a.yaml': circle });
  expect(await coincide(cwd, 'report', 'a.yaml', '-o', 'out/a.md')).toMatchObject({
    code: 0,
    stderr: 'wrote out/a.md\n',
  });
  expect(readFileSync(join(cwd, 'out/a.md'), 'utf8')).not.toContain('<html');
});

test('a place that cannot be written is an error before anything is computed', async () => {
  const cwd = folder({ 'a.yaml': circle });
  writeFileSync(join(cwd, 'file'), '');
  expect(await coincide(cwd, 'report', 'a.yaml', '-o', 'file/a.html')).toEqual({
    code: 4,
    signal: null,
    stdout: '',
    stderr: 'could not write file/a.html: there is a file where a folder is needed.\n',
  });
});

test('--strips says how many variants have strips and maps, by default six', async () => {
  const cwd = folder({ 'a.yaml': `${circle}sweep: { shift.max: [0, 1, 2, 3, 4, 5, 6, 7] }\n` });
  for (const [args, strips] of [
    [[], 6],
    [['--strips', '2'], 2],
    [['--strips', '8'], 8],
    [['--strips', '1000'], 8],
  ] as const) {
    expect((await coincide(cwd, 'report', 'a.yaml', '-q', ...args)).code).toBe(0);
    const page = readFileSync(join(cwd, 'report.html'), 'utf8');
    expect(page.match(/<figure class="strip"/g)).toHaveLength(strips);
    const all =
      strips < 8 ? `${strips} of 8 variants have pictures; for more: ` : 'All 8 variants have pictures';
    expect(page).toContain(all);
  }
  for (const wrong of ['0', '1001', 'all'])
    expect(await coincide(cwd, 'report', 'a.yaml', '--strips', wrong)).toMatchObject({
      code: 2,
      stderr: `--strips: expected a whole number from 1 to 1000, not "${wrong}".\n`,
    });
});

test('--verbose is an option of every command', async () => {
  const cwd = folder({ 'a.yaml': 'image: circel\n' });
  for (const command of ['validate', 'report', 'plot', 'check']) {
    const { code, stderr } = await coincide(cwd, command, 'a.yaml', '--verbose');
    expect(code).toBe(2);
    expect(stderr).toContain('a.yaml:1:8: image: unknown image "circel"');
    expect(stderr).toMatch(/\n {4}at /);
  }
});

test.each([
  ['report', 'report', 'good.yaml', 'bad.yaml', '-o', '-'],
  ['show', 'show', 'bad.yaml'],
  ['plot', 'plot', 'bad.yaml', '-o', '-'],
])('%s names the file whose run fails', async (_, ...args) => {
  const bad = 'image: { type: circle, value: 1.0e+30 }\nshift: { max: 1 }\nlayers: [square, square]\n';
  const cwd = folder({ 'good.yaml': circle, 'bad.yaml': bad });
  const { code, stderr } = await coincide(cwd, ...args, '-q');
  expect(stderr).toMatch(/^bad\.yaml: step 1 \(square\) gives Infinity/);
  expect(code).toBe(3);
});
