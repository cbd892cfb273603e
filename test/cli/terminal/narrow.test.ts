import { expect, test } from 'vitest';
import { start } from '../../support/cli/coincide.ts';
import { folder, project } from '../../support/files.ts';

test.each([
  ['doctor'],
  ['list'],
  ['list', 'max_pool'],
  ['explain', `${project}/experiments/circle.yaml`],
  ['show', `${project}/experiments/circle.yaml`],
  ['show', `${project}/experiments/circle.yaml`, '--map'],
])('%s is no wider than a terminal of 40 columns, as far as words are', async (...args) => {
  const { stdout } = await start(folder(), args, { env: { COLUMNS: '40' } }).ended;
  expect(stdout).not.toBe('');
  const long = stdout.split('\n').filter((line) => [...line].length > 40 && /\S\s+\S/.test(line));
  expect(long).toEqual([]);
});
