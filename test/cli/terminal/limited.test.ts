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
