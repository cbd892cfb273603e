import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fittingLines } from '../../../src/cli/terminal/terminal.ts';
import { start } from '../../support/cli/coincide.ts';
import { folder, project } from '../../support/files.ts';

test.each([
  ['--help'],
  ['run', '--help'],
  ['check', '--help'],
  ['doctor'],
  ['list'],
  ['list', 'max_pool'],
  ['explain', `${project}/experiments/circle.yaml`],
  ['explain', `${project}/experiments/strides-padding.yaml`],
  ['run', `${project}/experiments/circle.yaml`],
  ['run', `${project}/experiments/circle.yaml`, '--trials', '5'],
  ['check', `${project}/experiments/circle.yaml`, '--results', `${project}/results`],
  ['validate', `${project}/experiments`],
  ['inspect', `${project}/test/fixtures/onnx_models/branch.onnx`],
  ['show', `${project}/experiments/circle.yaml`],
  ['show', `${project}/experiments/circle.yaml`, '--map'],
])('%s is no wider than a terminal of 40 columns, as far as words are', async (...args) => {
  const { stdout } = await start(folder(), args, { env: { COLUMNS: '40' } }).ended;
  expect(stdout).not.toBe('');
  const long = stdout.split('\n').filter((line) => [...line].length > 40 && /\S\s+\S/.test(line));
  expect(long).toEqual([]);
});

test('an experiment to paste means the same in a narrow terminal', async () => {
  const args = ['inspect', `${project}/test/fixtures/onnx_models/branch.onnx`];
  const experiments = ['40', '300'].map(async (COLUMNS) => {
    const { stdout } = await start(folder(), args, { env: { COLUMNS } }).ended;
    return parse(stdout.split('to begin with:\n\n')[1]!);
  });
  const [narrow, wide] = await Promise.all(experiments);
  expect(narrow).toEqual(wide);
  expect(narrow.image).toEqual({ type: 'noise', size: [224, 224], channels: 1 });
});

test('text is broken between words, and a table stays as it is', () => {
  const line = '  a.yaml:1:8: image: unknown image "cirle"; did you mean "circle"?';
  const table = '  depth  layer      size  classes  matches';
  expect(fittingLines(`${line}\n${table}\nshort`, 40)).toBe(
    `  a.yaml:1:8: image: unknown image\n    "cirle"; did you mean "circle"?\n${table}\nshort`,
  );
  expect(fittingLines(line, Number.POSITIVE_INFINITY)).toBe(line);
});

test('what goes into a pipe is not broken, however narrow the terminal', async () => {
  const cwd = folder({ 'a.yaml': 'image: cirle\nshift: { max: 1 }\npool: max_pool\n' });
  const { stderr } = await start(cwd, ['validate', 'a.yaml'], { env: { COLUMNS: '40' } }).ended;
  expect(stderr).toBe('a.yaml:1:8: image: unknown image "cirle"; did you mean "circle"?\n');
  const circle = `${project}/experiments/circle.yaml`;
  const table = await start(cwd, ['run', circle, '-o', '-', '-q'], { env: { COLUMNS: '40' } }).ended;
  expect(table.stdout.split('\n')[0]!.length).toBeGreaterThan(40);
});
