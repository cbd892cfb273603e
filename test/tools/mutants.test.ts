import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutants } from '../../tools/mutants/list.ts';
import { project } from '../support/files.ts';

// Else the step of CI that makes the mistakes ends, long after the code was changed.
test('what each mutant changes stands in its file once', () => {
  const wrong = mutants.flatMap(({ file, title, edits }) => {
    const text = readFileSync(join(project, 'src', file), 'utf8');
    return edits.filter(([from]) => text.split(from).length !== 2).map(([from]) => `${title}: ${from}`);
  });
  expect(wrong).toEqual([]);
});
