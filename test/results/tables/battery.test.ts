import { describe, expect, test } from 'vitest';
import { options } from '../../../src/core/options.ts';
import { defineImage } from '../../../src/image/kind.ts';
import { pixels } from '../../../src/image/pixels.ts';
import { type Cell, isKey } from '../../../src/results/columns.ts';
import type { TableKind } from '../../../src/results/tables/kind.ts';
import { tables } from '../../../src/results/tables/registry.ts';
import { runFile } from '../../support/running.ts';

const drawings = [0, 1, 2].map((n) =>
  [0, 1, 2, 3].map((y) => [0, 1, 2, 3].map((x) => [(x * y + n * x) % 5, (x + n * y) % 3])),
);

/** A set of three small pictures, and one image that is the first of them. */
const pictures = defineImage({
  title: 'Pictures.',
  options: options({}),
  shape: () => [4, 4, 2],
  pictures: () => ({
    list: drawings.map((_, i) => ({ name: `p${i}`, label: i % 2 })),
    classes: ['a', 'b'],
    limit: 3,
    skipsBad: false,
  }),
  draw: (_, random, source) => pixels.draw({ rows: drawings[source!.picture]! }, random),
});
const sources = { image: { type: 'pixels', rows: drawings[0] }, set: 'pictures' };

const cases = Object.entries<TableKind>(tables).flatMap(([name, kind]) =>
  Object.entries(sources)
    .filter(([source]) => (kind.needs ?? source) === source)
    .map(([source, image]) => [name, source, { kind, image }] as const),
);

test.each(Object.entries<TableKind>(tables))('the table %s says what its rows and columns are', (_, kind) => {
  expect(kind.title).toMatch(/^One row per \S.*\.$/);
  for (const set of [false, true]) {
    const columns = kind.columns({ swept: [], measures: [], set });
    for (const { name, description, unit } of columns) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(description).toMatch(/^\S.*\.$/);
      expect(unit).not.toBe('');
    }
  }
});

describe.each(cases)('the table %s of one %s', (name, _, { image }) => {
  test.each([
    ['seed', [1, 'x']],
    ['trials', [3, 'all']],
    ['image', { one: image, other: image }],
  ])(
    'has rows that fill its columns, each by its type, and a key for each; swept: %s',
    async (key, values) => {
      const file = {
        seed: 1,
        trials: 'all',
        image,
        shift: { max: 1 },
        layers: ['relu', { type: 'subsample', strides: 4 }, 'flatten'],
        steps: 'all',
        tables: ['summary', name],
        sweep: { [key]: values },
      };
      if (name === 'summary') file.tables.pop();
      delete (file as Record<string, unknown>)[key];
      const result = await runFile(file, { kinds: { images: { pictures } } });
      const { columns, rows } = name === 'summary' ? result.table : result[name as 'shifts']!;
      expect(rows.length).toBeGreaterThan(1);
      const names = columns.map((column) => column.name);
      expect(new Set(names).size, `columns ${names.join()}`).toBe(names.length);
      for (const row of rows) {
        expect(Object.keys(row).sort()).toEqual(names.toSorted());
        for (const column of columns)
          expect(isOfType(row[column.name]!, column.type), `${column.name} is ${row[column.name]}`).toBe(
            true,
          );
      }
      const keys = columns.filter(isKey).map((column) => column.name);
      const identities = rows.map((row) => JSON.stringify(keys.map((column) => row[column])));
      expect(new Set(identities).size).toBe(rows.length);
    },
  );
});

/** Whether a column of this type can hold the cell. */
function isOfType(cell: Cell, type: string): boolean {
  if (cell === null) return true;
  if (type === 'string' || type === 'boolean') return typeof cell === type || type === 'string';
  if (typeof cell !== 'number' || !Number.isFinite(cell) || Object.is(cell, -0)) return false;
  if (type === 'integer') return Number.isInteger(cell);
  return type === 'number' || (cell >= 0 && cell <= 1);
}
