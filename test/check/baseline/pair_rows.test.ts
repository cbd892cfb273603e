import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTable } from '../../../src/check/baseline/compare_table.ts';
import { pairRows } from '../../../src/check/baseline/pair_rows.ts';
import { createScheduler } from '../../../src/core/scheduler.ts';
import type { Column } from '../../../src/results/columns.ts';
import type { TableRow } from '../../../src/results/csv.ts';
import { toCsv } from '../../../src/results/table_csv.ts';

const columns: Column[] = [
  { name: 'experiment', type: 'string', description: 'It.', identity: true },
  { name: 'step', type: 'integer', description: 'It.', identity: true },
  { name: 'value', type: 'number', description: 'It.', identity: false },
];
const row = (step: number, value: number): TableRow => ({ experiment: 'a', step, value });

async function paired(now: readonly TableRow[], committed: readonly TableRow[]) {
  const found = { differing: [] as unknown[], gone: [] as unknown[], added: [] as unknown[] };
  const { rows } = await pairRows(
    { columns, rows: now },
    { path: 'a.csv', text: toCsv({ columns, rows: committed }) },
    {
      paired: ({ index, committed: { step, value }, line }) =>
        found.differing.push([index, Number(step), Number(value), line]),
      gone: ({ step }, line) => found.gone.push([Number(step), line]),
      added: ({ step }) => found.added.push(step),
    },
    createScheduler(),
  );
  return { rows, ...found };
}

describe('tables that are read side by side', () => {
  test('give what two maps by key give, whatever was changed, taken out, added or moved', async () => {
    const values = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        values,
        values,
        fc.array(fc.nat()),
        fc.boolean(),
        async (before, after, changes, moved) => {
          const changed = new Set(changes);
          const steps = moved ? before : before.sort((a, b) => a - b);
          const committed = steps.map((step) => row(step, step));
          const now = (moved ? after : after.sort((a, b) => a - b)).map((step) =>
            row(step, changed.has(step) ? step + 0.5 : step),
          );
          const lineOf = new Map(committed.map(({ step }, i) => [step as number, i + 2]));
          const found = await paired(now, committed);
          const both = now.filter(({ step }) => lineOf.has(step as number));
          expect(found.rows).toBe(both.length);
          // Rows that are in other places may be given as well: their cells do not differ.
          const differing = found.differing.filter((one) => changed.has((one as number[])[1]!));
          expect(new Set(differing.map((one) => JSON.stringify(one)))).toEqual(
            new Set(
              both
                .filter(({ step }) => changed.has(step as number))
                .map((one) =>
                  JSON.stringify([now.indexOf(one), one.step, one.step, lineOf.get(one.step as number)]),
                ),
            ),
          );
          const there = new Set(now.map(({ step }) => step));
          expect(found.gone).toEqual(
            [...lineOf].filter(([step]) => !there.has(step)).map(([step, line]) => [step, line]),
          );
          expect(found.added).toEqual(now.map(({ step }) => step).filter((s) => !lineOf.has(s as number)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ['at once', [0, 1, 1, 2]],
    ['far behind', [0, 1, 2, 3, 1]],
  ])('a row that is listed twice, %s, is damage', async (_, steps) => {
    const now = [0, 1, 2, 3].map((step) => row(step, step));
    const line = steps.lastIndexOf(1) + 2;
    await expect(
      paired(
        now,
        steps.map((step) => row(step, step)),
      ),
    ).rejects.toThrow(`a.csv:${line}: this row is listed twice.`);
  });

  test('rows in one order are not held; those that cannot all be held are an error', async () => {
    const many = Array.from({ length: 150_000 }, (_, step) => row(step, step));
    expect(await paired(many, many.slice(1))).toMatchObject({ rows: 149_999, gone: [], added: [0] });
    await expect(paired(many, [...many].reverse())).rejects.toThrow(
      /^a\.csv:\d+: more than 100,000 rows are not those of the run, or in other places; run the experiment again and commit\.$/,
    );
  });

  test('differences are counted, and the first 1,000 listed', async () => {
    const now = Array.from({ length: 5_000 }, (_, step) => row(step, step));
    const committed = now.map((one, i) => (i % 2 === 0 ? { ...one, value: -1 } : one));
    const { rows, differences } = await compareTable(
      'same',
      {
        table: { columns, rows: now },
        stored: { path: 'a.csv', text: toCsv({ columns, rows: committed }) },
        facts: () => ({ exact: true, largest: 0, all: true }),
      },
      createScheduler(),
    );
    expect({ rows, count: differences.count, listed: differences.first.length }).toEqual({
      rows: 5_000,
      count: 2_500,
      listed: 1_000,
    });
    expect(differences.first[1]).toMatchObject({
      row: { experiment: 'a', step: 2 },
      metric: 'value',
      expected: '-1',
      actual: '2',
      where: { file: 'a.csv', line: 4 },
    });
  });
});
