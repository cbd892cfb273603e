import { expect, test } from 'vitest';
import { cli, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

const jitless = [process.execPath, '--jitless', cli];

test.each([
  ['run', ['run', 'a.yaml']],
  ['check', ['check', 'a.yaml']],
  ['show', ['show', 'a.yaml']],
  ['plot', ['plot', 'a.yaml', '-o', 'a.svg']],
  ['report', ['report', 'a.yaml', '-q']],
])('%s without WebAssembly says so, with the remedy', async (_, args) => {
  const cwd = folder({ 'a.yaml': circle });
  const { code, stdout, stderr } = await start(cwd, args, { command: jitless }).ended;
  expect(code).toBe(3);
  expect(`${stdout}${stderr}`).toContain(
    'WebAssembly is switched off, and coincide needs it; run Node without --jitless.\n',
  );
  expect(`${stdout}${stderr}`).not.toContain('defect');
  expect(filesBelow(cwd)).toEqual(['a.yaml']);
});

test.skipIf(process.platform !== 'linux')('a limit on address space has a remedy, and it works', async () => {
  const cwd = folder({ 'a.yaml': circle, 'b.yaml': circle });
  const limited = ['bash', '-c', `ulimit -v 1500000; exec "${process.execPath}" "${cli}" "$@"`, 'bash'];
  const { code, stderr } = await start(cwd, ['run', 'a.yaml', 'b.yaml'], { command: limited }).ended;
  expect(code).toBe(3);
  const remedy =
    'if address space is limited \\(ulimit -v\\), set NODE_OPTIONS=--disable-wasm-trap-handler, and use --workers 1\\.';
  expect(stderr).toMatch(
    new RegExp(
      `^a\\.yaml: there is not enough memory \\(.*\\); ${remedy}\nb\\.yaml: there is .* ${remedy}\n$`,
    ),
  );
  const env = { NODE_OPTIONS: '--disable-wasm-trap-handler' };
  const mended = await start(cwd, ['run', 'a.yaml', 'b.yaml', '--workers', '2'], { command: limited, env })
    .ended;
  expect(mended).toMatchObject({ code: 0, stderr: '' });
});

test.skipIf(process.platform === 'win32')(
  'a limit on open files is said in a sentence, wherever it strikes',
  async () => {
    const cwd = folder({ 'a.yaml': circle });
    const seen = new Set<number | null>();
    for (let files = 32; files <= 64; files += 4) {
      const limited = ['bash', '-c', `ulimit -n ${files}; exec "${process.execPath}" "${cli}" "$@"`, 'bash'];
      const { code, stderr } = await start(cwd, ['plot', 'a.yaml', '-q', '-o', 'a.png'], { command: limited })
        .ended;
      seen.add(code);
      if (code !== 0)
        expect(stderr, `${files}`).toMatch(
          /^[^\n]+: (too many files are open|install coincide again or, .*allow more)\.\n$/,
        );
      expect(stderr).not.toContain('defect');
    }
    expect(seen).toContain(4);
    expect([...seen].every((code) => code === 0 || code === 4)).toBe(true);
  },
);
