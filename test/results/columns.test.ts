import { describe, expect, test } from 'vitest';
import type { MeasureKind } from '../../src/measure/kind.ts';
import { measures } from '../../src/measure/registry.ts';
import {
  type Cell,
  type Column,
  isKey,
  isPlace,
  isSwept,
  reservedNames,
  type SweptColumn,
  sweepColumn,
} from '../../src/results/columns.ts';
import { tables } from '../../src/results/tables/registry.ts';

const kinds: Record<string, MeasureKind> = measures;
const swept = (key: string, values: Cell[]) => ({
  key,
  name: sweepColumn(key, reservedNames(kinds)),
  values,
});
const summaryColumns = (swept: readonly SweptColumn[], measures: readonly MeasureKind[]) =>
  tables.summary.columns({ swept, measures, set: false });
const inEveryTable = Object.values(kinds).filter(({ when }) => when === 'always');
const unasked = Object.values(kinds).filter(({ when }) => when !== 'asked' && when !== 'set');

/** The columns of design.md, section 4, in its order. */
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

describe('the columns of a table', () => {
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
});

test('the columns of the shifts are the design’s: which row, dy, dx, trials, class and the distances', () => {
  const columns = tables.shifts.columns({ swept: [swept('shift.max', [1])], measures: [], set: false });
  expect(columns.map(({ name }) => name)).toEqual([
    ...['experiment', 'shift.max', ...where],
    ...['dy', 'dx', 'trials', 'class', 'cosine', 'relative_l2', 'max_abs'],
  ]);
  expect(columns.filter(({ identity }) => !identity).map(({ name }) => name)).toEqual([
    'dy',
    'dx',
    'trials',
    'class',
    'cosine',
    'relative_l2',
    'max_abs',
  ]);
});

describe('a swept key', () => {
  test('that is a column’s name gets `sweep.` in front', () => {
    const reserved = reservedNames(kinds);
    for (const name of ['experiment', ...where, ...measured, ...withAgainst])
      expect(sweepColumn(name, reserved)).toBe(`sweep.${name}`);
    for (const name of ['seed', 'shift.max', 'pool.depth', 'layers'])
      expect(sweepColumn(name, reserved)).toBe(name);
  });

  test('makes way for the columns of a measure of one’s own, too', () => {
    const mine: MeasureKind = {
      title: 'Mine.',
      when: 'asked',
      columns: { seed: { type: 'number', unit: '1', description: 'Mine.', formula: '1' } },
      measure: () => ({ seed: 1 }),
    };
    expect(sweepColumn('seed', reservedNames({ ...kinds, mine }))).toBe('sweep.seed');
  });

  test('never shares its name with another column', () => {
    const all = ['experiment', ...where, ...measured, 'seed'].map((key) => swept(key, [1]));
    const names = summaryColumns(all, Object.values(kinds)).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the columns that identify a row', () => {
  const given = {
    swept: [swept('shift.max', [1]), swept('trials', [1]), swept('layers', ['a'])],
    measures: Object.values(kinds),
    set: true,
  };

  test.each([
    ['summary', []],
    ['shifts', ['dy', 'dx']],
    ['images', ['image', 'label']],
    ['decisions', ['image', 'label', 'dy', 'dx']],
  ] as const)('of the table %s: place, swept values, and the keys %j', (name, keys) => {
    const columns = tables[name].columns(given);
    const names = (test: (column: Column) => boolean) => columns.filter(test).map(({ name }) => name);
    expect(names(isPlace)).toEqual(['experiment', ...where]);
    expect(names(isSwept)).toEqual(['shift.max', 'sweep.trials', 'layers']);
    expect(names(isKey)).toEqual(['experiment', 'shift.max', 'sweep.trials', 'layers', 'step', ...keys]);
  });
});
