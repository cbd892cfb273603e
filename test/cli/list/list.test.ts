import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
  expect(stdout).toContain(`
  noise: Every pixel its own random value in [0, 1), from the seed.
    size      64  Height and width in pixels: n, or [height, width].
    channels   1  Channels.
`);
  expect(stdout).toMatch(/\n {2}pixels: .*\n {4}rows {2}required {2}Rows from the top, .*\n/);
});
