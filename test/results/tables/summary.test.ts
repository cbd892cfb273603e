import { describe, expect, test } from 'vitest';
import type { MeasureKind } from '../../../src/measure/kind.ts';
import { measures } from '../../../src/measure/registry.ts';
import {
  type Cell,
  isKey,
  isPlace,
  isSwept,
  reservedNames,
  type SweptColumn,
  sweepColumn,
} from '../../../src/results/columns.ts';
import { summary } from '../../../src/results/tables/summary.ts';

const kinds: Record<string, MeasureKind> = measures;
const swept = (key: string, values: Cell[]) => ({
  key,
  name: sweepColumn(key, reservedNames(kinds)),
  values,
});
const summaryColumns = (swept: readonly SweptColumn[], measures: readonly MeasureKind[]) =>
  summary.columns({ swept, measures, set: false });
const inEveryTable = Object.values(kinds).filter(({ when }) => when === 'always');
const unasked = Object.values(kinds).filter(({ when }) => when !== 'asked' && when !== 'set');

/** The columns of the summary, in order. */
const where = ['step', 'layer', 'depth', 'height', 'width', 'channels', 'compare'];
const measured = [
  ...[
    'trials',
    'shifts',
    'matches',
    'match_rate',
    'match_low',
    'match_high',
    'agreement',
    'pair_rate',
    'classes',
  ],
  ...[
    'shift_bits',
    'position_bits',
    'invariant_radius',
    'cosine',
    'relative_l2',
    'max_abs',
    'active_fraction',
  ],
];
const withAgainst = ['against_matches', 'against_rate', 'against_low', 'against_high'];

describe('the columns of the summary', () => {
  test('are those of the design, in its order', () => {
    expect(summaryColumns([], inEveryTable).map(({ name }) => name)).toEqual([
      'experiment',
      ...where,
      ...measured,
    ]);
    expect(summaryColumns([], unasked).map(({ name }) => name)).toEqual([
      'experiment',
      ...where,
      ...measured,
      ...withAgainst,
    ]);
    expect(
      Object.values(kinds)
        .filter(({ when }) => when === 'against')
        .flatMap(({ columns }) => Object.keys(columns)),
    ).toEqual(withAgainst);
  });

  test('have one for each swept key, between the experiment and the step', () => {
    const columns = summaryColumns(
      [swept('shift.max', [1, 2]), swept('pool.type', ['max_pool', 'avg_pool'])],
      inEveryTable,
    );
    expect(columns.slice(0, 4).map(({ name, type, description }) => [name, type, description])).toEqual([
      ['experiment', 'string', 'The name of the experiment.'],
      ['shift.max', 'integer', 'The value of `shift.max` in this variant.'],
      ['pool.type', 'string', 'The value of `pool.type` in this variant.'],
      ['step', 'integer', 'Index in the expanded stack; 0 is the image.'],
    ]);
  });

  test('say which row it is up to compare, and what was measured from there on', () => {
    const columns = summaryColumns([swept('trials', [1, 2])], Object.values(kinds));
    expect(columns.filter(({ identity }) => identity).map(({ name }) => name)).toEqual([
      'experiment',
      'sweep.trials',
      ...where,
    ]);
  });

  test('of a swept key have the type of all its values', () => {
    const types = [
      [1, 2],
      [1, 0.5],
      [true, false],
      ['a', 'b'],
      [1, 'all'],
      [true, 1],
    ].map((values) => summaryColumns([swept('key', values)], [])[1]!.type);
    expect(types).toEqual(['integer', 'number', 'boolean', 'string', 'string', 'string']);
  });

  test('of rates are those in [0, 1]', () => {
    const rates = summaryColumns([], unasked)
      .filter(({ type }) => type === 'rate')
      .map(({ name }) => name);
    expect(rates).toEqual([
      ...['match_rate', 'match_low', 'match_high', 'agreement', 'pair_rate', 'active_fraction'],
      ...['against_rate', 'against_low', 'against_high'],
    ]);
  });

  test('identify a row by the experiment, the swept values and the step', () => {
    const given = [swept('shift.max', [1]), swept('trials', [1]), swept('layers', ['a'])];
    const columns = summary.columns({ swept: given, measures: Object.values(kinds), set: true });
    const names = (test: (column: (typeof columns)[number]) => boolean) =>
      columns.filter(test).map(({ name }) => name);
    expect(names(isPlace)).toEqual(['experiment', ...where]);
    expect(names(isSwept)).toEqual(['shift.max', 'sweep.trials', 'layers']);
    expect(names(isKey)).toEqual(['experiment', 'shift.max', 'sweep.trials', 'layers', 'step']);
  });
});
