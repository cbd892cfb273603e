import { expect, test } from 'vitest';
import { cli, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

/** Runs an experiment in a process where, meanwhile, something throws that nothing catches. */
async function runBeside(script: string, ...args: string[]) {
  const cwd = folder({ 'a.yaml': circle });
  const late = `data:text/javascript,${encodeURIComponent(`
    process.on('newListener', (name) => name === 'uncaughtException' && setTimeout(() => { ${script} }));
  `)}`;
  const command = [process.execPath, '--import', late, cli];
  return start(cwd, ['run', 'a.yaml', ...args], { command }).ended;
}

test.each(["throw new Error('late')", "Promise.reject(new Error('late'))"])(
  'an error that nothing catches is a sentence, not a stack trace: %s',
  async (script) => {
    const { code, stderr } = await runBeside(script);
    expect(code).toBe(3);
    expect(stderr).toBe('coincide failed: late\nThis is a defect of coincide; --verbose shows where.\n');
    expect((await runBeside(script, '--verbose')).stderr).toMatch(/at .*\d+:\d+/);
  },
);

test('one of the system has the reason, and its exit code', async () => {
  const error = "Object.assign(new Error(), { code: 'EMFILE', syscall: 'open', path: 'x' })";
  const { code, stderr } = await runBeside(`Promise.reject(${error})`);
  expect(code).toBe(4);
  expect(stderr).toBe('x: too many files are open.\n');
});
