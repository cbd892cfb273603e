import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generated } from '../tools/generated.ts';
import { project } from './support/files.ts';

test.each(Object.entries(generated()))(
  '%s is what `npm run generate` makes of the registries',
  (path, content) => {
    expect(readFileSync(join(project, path), 'utf8')).toBe(content);
  },
);
