import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { otherResults } from '../../../src/cli/report/other_results.ts';
import { furtherTables } from '../../../src/results/tables/registry.ts';

test('the experiments of a folder of results are its summaries: further tables belong to one of them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'other-'));
  const files = [
    'a.csv',
    'sub/b.csv',
    ...furtherTables.map((table) => `a.${table}.csv`),
    ...furtherTables.map((table) => `sub/b.${table}.csv`),
    'a.datapackage.json',
    // An experiment whose name ends like a table.
    'c.images.csv',
    '.coincide-host-1-2/d.csv',
  ];
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'experiment\na\n');
  }
  const other = await otherResults(folder);
  expect(other.others([])).toEqual(['a', 'c.images', 'sub/b']);
  expect(other.others(['a'])).toEqual(['c.images', 'sub/b']);
  expect((await other.table('a'))?.rows).toHaveLength(1);
  expect(await other.table('a.images')).toBeUndefined();
});
