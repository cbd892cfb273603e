import { expect, test, vi } from 'vitest';
import { reportFailure } from '../../src/cli/terminal/failure.ts';
import { UserError } from '../../src/core/error.ts';
import { printable, printableLines } from '../../src/expect/printable.ts';
import { coincide } from '../support/cli/coincide.ts';
import { folder } from '../support/files.ts';

/** A description, names of variants and an expectation that a terminal or the log of a workflow would obey. */
const hostile = `
description: "x\\n::error::boom \\u202Eevil"
image: { type: pixels, rows: [[0, 1], [0, 0]] }
shift: { max: 1 }
trials: all
sweep: { pool: { "a\\n::error::variant\\u202E": { type: max_pool, depth: 1 }, b: { type: max_pool, depth: 1 } } }
expect:
  - { metric: classes, at: { pool: "a\\n::error::variant\\u202E", depth: 1 }, min: 99 }
  - { metric: classes, at: { depth: 1 }, max: 0 }
`;

test.each([
  ['run', ['run', 'a.yaml']],
  ['run, in brief', ['run', '--quiet', 'a.yaml']],
  ['check', ['check', 'a.yaml']],
  ['show', ['show', 'a.yaml']],
  ['show, one variant', ['show', 'a.yaml', '--variant', 'pool=a\n::error::variant\u202e']],
  ['explain', ['explain', 'a.yaml']],
  ['report', ['report', 'a.yaml', '--format', 'md', '--out', '-']],
])('texts of an experiment are shown, and command nothing: %s', async (_, args) => {
  const { stdout, stderr, code } = await coincide(folder({ 'a.yaml': hostile }), ...args);
  expect([0, 1]).toContain(code);
  expect(stdout).toMatch(/boom|variant/);
  const printed = `${stdout}${stderr}`;
  expect(printed.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test.each(['validate', 'run', 'check', 'report'])(
  'the name of a file commands nothing: %s',
  async (command) => {
    const name = 'x\n::error::boom\u202e\u001b[31m.yaml';
    const { stdout, stderr, code } = await coincide(folder({ [`experiments/${name}`]: 'pool: 1' }), command);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toContain(
      'experiments/x\\u{a}\\u{3a}\\u{3a}error\\u{3a}\\u{3a}boom\\u{202e}\\u{1b}[31m.yaml',
    );
    expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  },
);

test('names in Persian, in Hindi and with emoji are printed as they are spelled, and can be copied', () => {
  for (const name of ['می\u200cخواهم', 'क्\u200dष', '👩🏽\u200d🔬', '❤\ufe0f\u200d🔥', '👨\u200d👩\u200d👧']) {
    expect(printable(name)).toBe(name);
    expect(printableLines(name)).toBe(name);
  }
  // Between other letters a joiner only hides.
  expect(printable('a\u200db\u200c🔬\u200d')).toBe('a\\u{200d}b\\u{200c}🔬\\u{200d}');
  expect(printable('می\u200c\u202eخواهم')).toBe('می\\u{200c}\\u{202e}خواهم');
});

test('a message keeps its lines and its colons, and what it quotes commands nothing', () => {
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    reportFailure(new UserError('--reporter junit:: no\n ::error::a\u202e\r##[b] c::d'), false);
  } finally {
    write.mockRestore();
  }
  expect(said).toEqual([
    '--reporter junit:: no\n \\u{3a}\\u{3a}error::a\\u{202e}\\u{d}\\u{23}\\u{23}\\u{5b}b] c::d\n',
  ]);
});
