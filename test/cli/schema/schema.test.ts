import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { folder, project } from '../../support/files.ts';

test('prints the schema that the package ships', async () => {
  const { code, stdout, stderr } = await coincide(folder(), 'schema');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(readFileSync(join(project, 'schema.json'), 'utf8'));
});
