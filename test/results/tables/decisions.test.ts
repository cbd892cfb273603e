import { expect, test } from 'vitest';
import { isKey } from '../../../src/results/columns.ts';
import { ownColumns } from '../../../src/results/tables/registry.ts';
import { run } from '../../../src/run/run.ts';

/** Two dots side by side: a shift by one pixel exchanges which of the two channels is larger. */
const experiment = {
  image: {
    type: 'pixels',
    rows: [
      [
        [2, 1],
        [1, 2],
      ],
    ],
  },
  shift: { x: [0, 1], fill_mode: 'wrap' },
  trials: 'all',
  layers: [{ type: 'subsample', strides: 2 }, 'flatten'],
  tables: ['summary', 'decisions'],
  measures: ['decisions'],
} as const;

test('the table of decisions has a row for each distinct shift of each step that decides', async () => {
  const { decisions, table } = await run(experiment as never);
  const rows = decisions!.rows.map(({ step, dy, dx, decision, decision_margin, probability }) => {
    return { step, dy, dx, decision, decision_margin, probability };
  });
  const last = Math.max(...rows.map(({ step }) => Number(step)));
  expect(rows.filter(({ step }) => step === last)).toEqual([
    { step: last, dy: 0, dx: 0, decision: 0, decision_margin: 1, probability: null },
    { step: last, dy: 0, dx: 1, decision: 1, decision_margin: 1, probability: null },
  ]);
  // One image has the columns of the measure in its summary.
  expect(table.rows.at(-1)).toMatchObject({ decision: 0, other: 1, other_rate: 1 / 2 });
});

test('its rows are identified by the shift, and by the picture of a set', () => {
  const keys = (set: boolean) =>
    ownColumns('decisions', set)
      .filter(isKey)
      .map(({ name }) => name);
  expect(keys(false)).toEqual(['dy', 'dx']);
  expect(keys(true)).toEqual(['image', 'label', 'dy', 'dx']);
});
