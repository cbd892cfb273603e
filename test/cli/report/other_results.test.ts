import { expect, test } from 'vitest';
import { otherResults } from '../../../src/cli/report/other_results.ts';
import { furtherTables } from '../../../src/results/tables/registry.ts';
import { folder } from '../../support/files.ts';

test('the experiments of a folder of results are its summaries: further tables belong to one of them', async () => {
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
  const results = folder(Object.fromEntries(files.map((file) => [file, 'experiment\na\n'])));
  const other = await otherResults(results);
  expect(other.others([])).toEqual(['a', 'c.images', 'sub/b']);
  expect(other.others(['a'])).toEqual(['c.images', 'sub/b']);
  const table = (await other.table('a'))!;
  expect(await table.next()).toEqual({ text: 'a', line: 2 });
  expect(await table.next()).toBeUndefined();
  expect(await other.table('a.images')).toBeUndefined();
});
