import { expect, test } from 'vitest';
import { wordOfOption } from '../../../src/cli/arguments/option_words.ts';
import { coincide } from '../../support/cli/coincide.ts';
import { folder } from '../../support/files.ts';

test.each([
  ['-j', ['--workers'], 'write --workers'],
  ['--n_jobs', ['--workers'], 'write --workers'],
  ['--no-cache', ['--fresh'], 'write --fresh'],
  ['--format', ['--reporter'], 'write --reporter'],
  ['--dry-run', ['--out'], '`coincide validate` checks files without running them'],
  // Only what the command takes is proposed.
  ['-j', ['--out'], undefined],
  ['--__proto__', ['--out'], undefined],
] as const)('%s, where %j are taken: %s', (typed, known, text) => {
  expect(wordOfOption(typed, known)).toBe(text);
});

test('a command says it', async () => {
  const cwd = folder({ 'a.yaml': '' });
  const stderrOf = async (...args: string[]) => (await coincide(cwd, ...args)).stderr;
  expect(await stderrOf('run', 'a.yaml', '-j', '4')).toBe(
    'coincide run does not take -j; write --workers.\n',
  );
  expect(await stderrOf('check', 'a.yaml', '--format', 'json')).toBe(
    'coincide check does not take --format; write --reporter.\n',
  );
});
