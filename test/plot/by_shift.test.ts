import { describe, expect, test } from 'vitest';
import { isShiftMap, shiftTable } from '../../src/plot/by_shift.ts';
import { plotSpec } from '../../src/plot/spec.ts';
import type { PlotTable } from '../../src/plot/table.ts';
import type { Row } from '../../src/results/columns.ts';
import { runFile } from '../support/running.ts';

/** Four pictures of a dot, each in another place, of which a max pool keeps some where they were. */
const set = {
  image: {
    type: 'pixels',
    rows: [
      [0, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
  },
  shift: { max: 1 },
  trials: 'all',
  tables: ['shifts'],
  pool: { type: 'max_pool', depth: 1 },
};

async function shiftsOf(file: object): Promise<PlotTable> {
  const { experiment, shifts } = await runFile({ ...set, ...file });
  return { experiment, columns: shifts!.columns, rows: shifts!.rows as readonly Row[] };
}

/** A table of a set, made by hand: two shifts at radius 1 with different numbers of trials, one at radius 2. */
const byHand = (): PlotTable => {
  const row = (dy: number, dx: number, cells: object) =>
    ({ experiment: 'hand', step: 1, layer: 'model', depth: 0, dy, dx, ...cells }) as unknown as Row;
  const number = (name: string) => ({ name, type: 'number', description: '', identity: false }) as const;
  return {
    experiment: 'hand',
    columns: [
      { ...number('dy'), key: true },
      { ...number('dx'), key: true },
      ...['trials', 'matches', 'match_rate', 'cosine', 'max_abs'].map(number),
    ],
    rows: [
      row(-1, 0, { trials: 1, matches: 1, match_rate: 1, cosine: null, max_abs: 0.25 }),
      row(1, 1, { trials: 3, matches: 0, match_rate: 0, cosine: 0.5, max_abs: 4 }),
      row(0, -2, { trials: 2, matches: 1, match_rate: 0.5, cosine: 0.25, max_abs: 1 }),
    ],
  };
};

describe('a figure over shifts', () => {
  test('is a map where one axis is dy and the other dx', () => {
    expect([
      isShiftMap({ x: 'dx', y: 'dy' }),
      isShiftMap({ x: 'dy', y: 'dx' }),
      isShiftMap({ x: 'dx', y: 'dx' }),
      isShiftMap({ x: 'radius', y: 'dy' }),
      isShiftMap({ x: 'dx' }),
    ]).toEqual([true, true, false, false, false]);
  });

  test('of one picture, a map has the cell of each shift where the shift moves the picture: dy downwards', async () => {
    const table = shiftTable(await shiftsOf({}), { x: 'dx', y: 'dy' });
    const spec = plotSpec(table, { x: 'dx', y: 'dy', color: 'match_rate' }) as any;
    const { encoding } = spec.spec.layer[0];
    expect([encoding.y.scale.domain, encoding.x.scale.domain]).toEqual([
      [-1, 0, 1],
      [-1, 0, 1],
    ]);
    // Squares, though labels would allow other shapes.
    expect(spec.spec.width).toBe(spec.spec.height);
    // The dot at (1, 2) keeps its cell of the pool where it moves up or not, and right or not.
    const seen = spec.data.values.filter((row: any) => row.panel === 'depth 1 max_pool');
    const grid = [-1, 0, 1].map((dy) =>
      [-1, 0, 1].map((dx) => seen.find((row: any) => row.dy === dy && row.dx === dx).match_rate),
    );
    expect(grid).toEqual([
      [0, 1, 1],
      [0, 1, 1],
      [0, 0, 0],
    ]);
    expect(seen.find((row: any) => row.dy === -1 && row.dx === 0).told).toBe(
      'dy -1, dx 0, depth 1, max_pool: match_rate 1',
    );
  });

  test('over the radius, joins the shifts that move as far: by trials, and the largest of what is largest', () => {
    const { rows, columns } = shiftTable(byHand(), { x: 'radius' });
    expect(
      rows.map(({ radius, trials, matches, match_rate, cosine, max_abs }) => ({
        radius,
        trials,
        matches,
        match_rate,
        cosine,
        max_abs,
      })),
    ).toEqual([
      { radius: 1, trials: 4, matches: 1, match_rate: 0.25, cosine: 0.5, max_abs: 4 },
      { radius: 2, trials: 2, matches: 1, match_rate: 0.5, cosine: 0.25, max_abs: 1 },
    ]);
    expect(columns.map(({ name }) => name)).not.toContain('dy');
  });

  test('has a line for each depth, and a panel for each variant', async () => {
    const table = await shiftsOf({ sweep: { 'shift.max': [1, 2], 'pool.type': ['max_pool', 'avg_pool'] } });
    const spec = plotSpec(shiftTable(table, { x: 'radius' }), { x: 'radius' }) as any;
    expect(spec.facet.sort).toHaveLength(4);
    expect(spec.spec.layer.at(-1).encoding).toMatchObject({
      x: { field: 'radius' },
      y: { field: 'match_rate', scale: { domain: [0, 1] } },
      color: { field: 'depth' },
    });
    // A panel of shift.max 1 ends at radius 1.
    const radii = spec.data.values.filter(({ panel }: any) => panel === 'shift.max 1, pool.type max_pool');
    expect(radii.map((row: any) => [row.depth, row.radius])).toEqual([
      [0, 1],
      [0, 0],
      [1, 1],
      [1, 0],
    ]);
  });

  test('of a sweep, is of the last step of each variant, and says which cells were not drawn', async () => {
    const table = await shiftsOf({ sweep: { 'shift.max': [1, 2] } });
    const spec = plotSpec(shiftTable(table, { x: 'dx', y: 'dy' }), { x: 'dx', y: 'dy' }) as any;
    expect(spec.data.values).toHaveLength(9 + 25);
    expect(spec.title).toMatchObject({
      text: ['test: match_rate, at depth 1 (max_pool)'],
      subtitle: ['cells without a colour: not drawn'],
    });
  });
});
