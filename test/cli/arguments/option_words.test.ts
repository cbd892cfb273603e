import { expect, test } from 'vitest';
import { wordOfOption } from '../../../src/cli/arguments/option_words.ts';
import { coincide } from '../../support/cli/coincide.ts';
import { folder } from '../../support/files.ts';

const RUN = ['--set', '--variant', '--combine'];

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
  ['--step', ['--set'], 'write --set shift.step=VALUE'],
  ['--pool_size', ['--set'], 'write --set pool.pool_size=VALUE'],
  ['--preprocess', ['--set'], 'write --set preprocess=VALUE'],
  ['--layers', ['--set'], 'write --set "layers=[VALUE]"'],
  ['--expect', ['--set'], undefined],
  ['--image', ['--set', '--picture'], 'write --set image=VALUE'],
  ['--images', ['--set', '--picture'], 'write --picture'],
  ['--json', ['--reporter'], 'write --reporter json'],
  ['--fresh', ['--cached'], 'leave it out: all is computed, without --cached'],
  ['--all', ['--max-size'], 'write coincide cache prune --max-size 0'],
  ['--out', ['--png', '--svg'], 'write --png'],
  ['-p', ['--set', '--port'], 'write --port'],
  ['--max', ['--results'], undefined],
  ['-n', ['--trials', '--workers'], 'write --trials for more draws, or --workers for threads'],
  ['-n', ['--workers'], 'write --workers'],
  ['-k', RUN, 'write the files, as in experiments/circle.yaml, or --variant KEY=VALUE for one of a sweep'],
  [
    '-k',
    ['--changed-since'],
    'write the files, as in experiments/circle.yaml, or --changed-since COMMIT for those that differ',
  ],
  ['--export-csv', RUN, 'write --combine FILE'],
  ['--junitxml', ['--reporter'], 'write --reporter junit:FILE'],
  ['--warmup', RUN, 'leave it out: no time is measured'],
  ['--collect-only', RUN, '`coincide validate` checks files without running them'],
  ['--maxfail', RUN, 'leave it out: every experiment runs, and the exit code says whether one failed'],
  ['--batch-size', RUN, 'leave it out: nothing is trained here'],
  ['--prepare', RUN, 'leave it out: an experiment computes layers and starts no other program'],
  ['--list', RUN, '`coincide validate` checks files without running them'],
  ['--multirun', RUN, 'write --set "sweep={ shift.max: [1, 2, 3] }"'],
  ['--device', ['--backend', '--providers'], 'write --backend, or --providers cuda for a GPU'],
  // A letter keeps its case: `-S` is no `-s`, and `-D` defines a key.
  ['-S', ['--quiet'], undefined],
  ['-D', RUN, 'write --set'],
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
  expect(await stderrOf('inspect', 'a.onnx', '--providers', 'cuda')).toContain(
    'coincide inspect does not take --providers; coincide run, check, ',
  );
  expect(await stderrOf('plot', 'a.yaml', '--title', 'x')).toBe(
    'coincide plot does not take --title; see coincide plot --help.\n',
  );
  expect(await stderrOf('run', 'shift.max=4')).toBe(
    'shift.max=4: there is no such file or folder; write --set shift.max=4.\n',
  );
  expect(await stderrOf('run', 'shift.max=1,2,3')).toBe(
    'shift.max=1,2,3: there is no such file or folder; write --set "sweep.shift.max=[1,2,3]".\n',
  );
  expect(await stderrOf('run', '+shift.max=4')).toBe(
    '+shift.max=4: there is no such file or folder; write --set shift.max=4.\n',
  );
  expect(await stderrOf('run', '-m', 'max=1,2')).toBe(
    'coincide run does not take -m; write --set "sweep.shift.max=[1,2]".\n',
  );
  expect(await stderrOf('check', '--junitxml=out.xml')).toBe(
    'coincide check does not take --junitxml; write --reporter junit:out.xml.\n',
  );
  expect(await stderrOf('check', '--reporter', 'html')).toBe(
    '--reporter html: unknown reporter "html"; write coincide report, which makes a page; allowed: github, json, junit, markdown, text.\n',
  );
  expect(await stderrOf('check', '--reporter', 'json,junit')).toBe(
    '--reporter json,junit: unknown reporter "json,junit"; write --reporter once for each, as in --reporter text; allowed: github, json, junit, markdown, text.\n',
  );
  expect(await stderrOf('run', '-f', 'a.yaml')).toBe(
    'coincide run does not take -f; write a.yaml alone, without -f.\n',
  );
  expect(await stderrOf('run', '--config=a.yaml')).toBe(
    'coincide run does not take --config; write a.yaml alone, without --config.\n',
  );
  expect(await stderrOf('run', '--no-colour')).toBe(
    'coincide run does not take --no-colour; write --no-color.\n',
  );
  expect(await stderrOf('run', '--image', 'dots')).toBe(
    'coincide run does not take --image; write --set image=dots.\n',
  );
  expect(await stderrOf('run', '--image=a b.png')).toBe(
    'coincide run does not take --image; write --picture "a b.png" for one of a set, or --set "image={ type: file, path: a b.png }".\n',
  );
  expect(await stderrOf('run', '--sweep', 'max=1,2')).toBe(
    'coincide run does not take --sweep; write --set "sweep.shift.max=[1,2]".\n',
  );
  expect(await stderrOf('check', '--max', '3')).toBe(
    'coincide check does not take --max; it checks files as they are, and coincide run --set shift.max=3 tries another value.\n',
  );
  expect(await stderrOf('check', '--seed', '3')).toBe(
    'coincide check does not take --seed; it checks files as they are, and coincide run --seed 3 tries another value.\n',
  );
  expect(await stderrOf('check', '--port', '3')).toBe(
    'coincide check does not take --port; coincide report, serve and playground do.\n',
  );
  expect(await stderrOf('check', '--watch')).toBe(
    'coincide check does not take --watch; coincide run does.\n',
  );
  expect(await stderrOf('completion', 'zsh')).toBe(
    'coincide completion does not take zsh; leave it out: one script is for bash and zsh.\n',
  );
  expect(await stderrOf('worker', 'redis://host')).toBe(
    'coincide worker needs --queue, as in --queue redis://localhost:6379; see coincide worker --help.\n',
  );
  expect(await stderrOf('check', 'a.yaml', '--format', 'json')).toBe(
    'coincide check does not take --format; write --reporter.\n',
  );
});
