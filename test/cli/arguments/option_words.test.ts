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
  ['--update', ['--results'], '`coincide run` writes results/, which you commit'],
  ['-u', ['--results'], '`coincide run` writes results/, which you commit'],
  ['--shift.max', ['--set'], 'write --set shift.max=VALUE'],
  ['--shift.fill_mode', ['--set'], 'write --set shift.fill_mode=VALUE'],
  ['--depth', ['--set'], 'write --set pool.depth=VALUE'],
  ['--out', ['--png', '--svg'], 'write --png'],
  ['-p', ['--set', '--port'], 'write --port'],
  ['--max', ['--results'], undefined],
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
  expect(await stderrOf('run', '--max', '4')).toBe(
    'coincide run does not take --max; write --set shift.max=4.\n',
  );
  expect(await stderrOf('run', '--fill=wrap')).toBe(
    'coincide run does not take --fill; write --set shift.fill_mode=wrap.\n',
  );
  expect(await stderrOf('plot', 'a.yaml', '--title', 'x')).toBe(
    'coincide plot does not take --title; see coincide plot --help.\n',
  );
  expect(await stderrOf('run', 'shift.max=4')).toBe(
    'shift.max=4: there is no such file or folder; write --set shift.max=4.\n',
  );
  expect(await stderrOf('check', '--reporter', 'json,junit')).toBe(
    '--reporter json,junit: unknown reporter "json,junit"; write --reporter once for each, as in --reporter text; allowed: github, json, junit, markdown, text.\n',
  );
  expect(await stderrOf('check', 'a.yaml', '--format', 'json')).toBe(
    'coincide check does not take --format; write --reporter.\n',
  );
});
