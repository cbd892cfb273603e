import { expect, test } from 'vitest';
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
