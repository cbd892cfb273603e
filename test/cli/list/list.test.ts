import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { optionsOf } from '../../../src/experiment/schema/describe.ts';
import { builtinKinds } from '../../../src/experiment/schema/kinds.ts';
import { coincide } from '../../support/cli/coincide.ts';
import { folder, project } from '../../support/files.ts';

test('schema prints the schema that is committed', async () => {
  const { code, stdout, stderr } = await coincide(folder(), 'schema');
  expect(stdout).toBe(readFileSync(join(project, 'schema.json'), 'utf8'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('list has a line for every kind, and every column of a measure', async () => {
  const { code, stdout, stderr } = await coincide(folder(), 'list');
  const { images, layers, comparisons, measures } = builtinKinds;
  for (const [name, { title }] of Object.entries({ ...images, ...layers, ...comparisons, ...measures })) {
    expect(stdout).toContain(`\n  ${name}: ${title}\n`);
  }
  for (const { columns } of Object.values(measures)) {
    expect(stdout).toContain(`\n    ${Object.keys(columns).join(', ')}\n`);
  }
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('list says of every option its default and what it means', async () => {
  const { stdout } = await coincide(folder(), 'list');
  for (const { name, default: fallback, description } of optionsOf(builtinKinds.images.noise!.options)) {
    expect(stdout).toMatch(
      new RegExp(`\n {4}${name} +${fallback} +${description.slice(0, 20)}`.replaceAll('[', '\\[')),
    );
  }
  expect(stdout).toMatch(/\n {2}pixels: .*\n {4}rows {2}required {2}Rows from the top, .*\n/);
});

test('list takes the name of a kind, or of a family', async () => {
  const one = await coincide(folder(), 'list', 'max_pool');
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(one.stdout).toMatch(/^layers\n {2}max_pool: .*\n {4}pool_size .*\n/);
  expect(one.stdout).not.toContain('avg_pool:');
  const { stdout } = await coincide(folder(), 'list', 'comparisons');
  expect(stdout.match(/^ {2}\w+(?=:)/gm)).toEqual(
    Object.keys(builtinKinds.comparisons).map((name) => `  ${name}`),
  );
  expect((await coincide(folder(), 'list', 'match_rate')).stdout).toMatch(/^measures\n {2}matches: /);
  expect(await coincide(folder(), 'list', 'max_pol')).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: 'there is no kind "max_pol"; did you mean "max_pool"?\n',
  });
});

test.each([
  ['MaxPool2D', 'max_pool'],
  ['pooling', 'max_pool'],
  ['allclose', 'close'],
  ['maxpol', 'max_pool'],
  ['pools', 'layers'],
  ['metrics', 'measures'],
])('list %s names %s', async (word, meant) => {
  const { code, stderr } = await coincide(folder(), 'list', word);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `there is no kind "${word}"; did you mean "${meant}"?\n`,
  });
});

test('list says of a section that it has options, no kinds', async () => {
  const { code, stderr } = await coincide(folder(), 'list', 'shift');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'shift is no kind: it has options; coincide schema prints them.\n',
  });
});
