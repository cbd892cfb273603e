import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { readExperimentFile } from '../../src/experiment/disk/files.ts';
import { mistakes } from '../support/cli/mistakes/all.ts';
import { project } from '../support/files.ts';

test.each(Object.entries(mistakes))('%s is refused with its sentences', async (name, lines) => {
  const path = join(project, 'test/fixtures/mistakes', name);
  const error = await readExperimentFile(path).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error.kind).toBe('input');
  expect(error.message.replaceAll(path, name).split('\n')).toEqual(
    [lines].flat().map((line) => `${name}:${line}`),
  );
});
