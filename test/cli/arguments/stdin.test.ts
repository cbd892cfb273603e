import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, type Ended, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

/** Another experiment lies where commands look without a file. */
const files = { 'experiments/other.yaml': 'image: circle\nshift: { max: 1 }\npool: avg_pool\n' };

function piped(cwd: string, text: string | Uint8Array, ...args: string[]): Promise<Ended> {
  const { child, ended } = start(cwd, args);
  child.stdin!.end(text);
  return ended;
}

test('run - writes what the same file would give, under the name', async () => {
  const cwd = folder({ ...files, 'circle.yaml': circle });
  expect(await piped(cwd, circle, 'run', '-', '--name', 'circle')).toMatchObject({ code: 0, stderr: '' });
  expect(filesBelow(join(cwd, 'results'))).toEqual(['circle.csv', 'circle.datapackage.json']);
  const table = readFileSync(join(cwd, 'results/circle.csv'), 'utf8');
  const printed = await piped(cwd, circle, 'run', '-o', '-', '-', '--name=circle', '--workers', '2');
  expect(printed).toMatchObject({ code: 0, stdout: table, stderr: '' });
  expect(await piped(cwd, circle, 'run', '-')).toMatchObject({ code: 0 });
  expect(filesBelow(join(cwd, 'results'))).toContain('stdin.csv');
});

test('check - compares with the results of that name', async () => {
  const cwd = folder(files);
  expect(await piped(cwd, circle, 'run', '-q', '-', '--name', 'a')).toMatchObject({ code: 0 });
  const checked = await piped(cwd, circle, 'check', '-', '--name', 'a');
  expect(checked).toMatchObject({ code: 0, stderr: '' });
  expect(checked.stdout).toMatch(/^a\b/);
  expect(checked.stdout).not.toContain('other');
  const changed = await piped(cwd, circle.replace('3', '4'), 'check', '-', '--name', 'a');
  expect(changed.code).toBe(2);
  expect(changed.stdout).toContain('run `coincide run - --name a` and commit');
  expect((await piped(cwd, circle, 'check', '-')).stdout).toContain('run `coincide run -` and commit');
});

test.each([
  ['validate', ['validate', '-'], /^stdin: valid; 1 variant, 0 expectations\n$/],
  ['explain', ['explain', '-', '--name', 'a'], /^a: 49 shifts\n/],
  ['show', ['show', '-'], /^stdin\n/],
  ['plot', ['plot', '-', '-o', '-'], /^<svg/],
  ['report', ['report', '-', '-q', '--format', 'md', '-o', '-'], /stdin/],
])('%s - takes that one experiment', async (_, args, stdout) => {
  const ended = await piped(folder(files), circle, ...args);
  expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(stdout) });
  expect(ended.stdout).not.toContain('other');
});

test('mistakes have their place in what came by standard input', async () => {
  const cwd = folder(files);
  expect(await piped(cwd, circle.replace('circle', 'circel'), 'run', '-')).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: expect.stringMatching(/^stdin:1:8: .*did you mean "circle"\?\n$/),
  });
  expect(await piped(cwd, '', 'check', '-')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^stdin:/),
  });
  expect(await piped(cwd, Uint8Array.of(0x69, 0xff), 'validate', '-')).toMatchObject({
    code: 2,
    stderr: 'stdin:1:2: this is not UTF-8; save the file in that encoding.\n',
  });
  expect(await piped(cwd, `#${'x'.repeat(2 ** 18)}\n${circle}`, 'validate', '-')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^stdin: the file has .* more than the 262,144 /),
  });
});

test('paths in it are relative to the current folder', async () => {
  const cwd = folder(files);
  mkdirSync(join(cwd, 'pictures'));
  writeFileSync(join(cwd, 'pictures/a.pgm'), 'P2 2 2 9\n0 1 2 3\n');
  const text = 'image: { type: file, path: pictures/a.pgm }\nshift: { max: 1 }\npool: max_pool\n';
  const ended = await piped(cwd, text, 'validate', '-');
  expect(`${ended.stdout}${ended.stderr}`).not.toContain('there is no');
});

test.each([
  [['run', '--name', 'a'], '--name a: it names what comes by standard input; give - as the file.'],
  [['run', '-', '--watch'], '--watch: expected files; standard input (-) cannot be read twice.'],
  [['validate', '-', '--name', 'a b'], /^--name a b: "a b" cannot name results; /],
])('%j is a mistake', async (args, message) => {
  const { code, stderr } = await piped(folder(files), circle, ...args);
  expect(code).toBe(2);
  if (typeof message === 'string') expect(stderr).toBe(`${message}\n`);
  else expect(stderr).toMatch(message);
});

test('beside a file, each is one experiment', async () => {
  const cwd = folder(files);
  const { stdout } = await piped(cwd, circle, 'validate', '-', 'experiments/other.yaml', '-');
  expect(stdout).toBe(
    'stdin: valid; 1 variant, 0 expectations\nexperiments/other.yaml: valid; 1 variant, 0 expectations\n',
  );
});

test('a file on standard input that no argument asks for is named, also in a folder without experiments', () => {
  const said = (cwd: string, ...args: string[]) =>
    spawnSync(process.execPath, [cli, ...args], {
      cwd,
      encoding: 'utf8',
      stdio: [openSync(join(cwd, 'circle.yaml'), 'r'), 'pipe', 'pipe'],
    }).stderr;
  const cwd = folder({ ...files, 'circle.yaml': circle });
  const sentence = 'standard input is not read; write coincide validate -, which reads it.\n';
  expect(said(cwd, 'validate')).toBe(sentence);
  expect(said(cwd, 'validate', 'circle.yaml')).toBe('');
  expect(said(cwd, 'validate', '-')).toBe('');
  const other = folder({ 'circle.yaml': circle });
  expect(said(other, 'validate')).toBe(
    `${sentence}experiments: there is no such folder here; \`coincide init\` makes one.\n`,
  );
});

test.skipIf(process.platform !== 'linux')(
  'a pipe is named at a terminal, also where there are experiments',
  () => {
    const piped = `cat circle.yaml | "${process.execPath}" "${cli}" validate`;
    const cwd = folder({ ...files, 'circle.yaml': circle });
    // script(1) runs a command at a terminal of its own.
    const { stdout, error } = spawnSync('script', ['-qec', piped, '/dev/null'], { cwd, encoding: 'utf8' });
    if (error) return;
    expect(stdout).toContain('standard input is not read; write coincide validate -, which reads it.');
  },
);

test.skipIf(process.platform === 'win32')('a pipe is named only where there are no experiments', () => {
  const said = (cwd: string) =>
    spawnSync('sh', ['-c', `cat circle.yaml | "${process.execPath}" "${cli}" validate`], {
      cwd,
      encoding: 'utf8',
    }).stderr;
  expect(said(folder({ ...files, 'circle.yaml': circle }))).toBe('');
  expect(said(folder({ 'circle.yaml': circle }))).toMatch(/^standard input is not read; .*\nexperiments: /);
});
