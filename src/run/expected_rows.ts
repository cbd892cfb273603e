import { type Expectation, WORST_OF } from '../expect/expect.ts';
import type { Cell, Column } from '../results/columns.ts';
import { rowsOfTable } from '../results/packed_rows.ts';
import { worstKey } from './combine.ts';
import type { Gathered } from './gather.ts';

type RowToExpect = Readonly<Record<string, Cell>>;

/**
 * Gives for each expectation the rows that it is about: those of its class if it names one, else those of the table;
 * with `of`, each has the worst value of a picture or class for its metric.
 */
export function expectedRows({ table, labels, worst }: Pick<Gathered, 'table' | 'labels' | 'worst'>) {
  const rows = rowsOfTable(table);
  return ({ metric, of, at: { label } }: Expectation): Iterable<RowToExpect> => {
    if (label !== undefined) return rowsOfLabel(labels, label);
    return of === undefined ? rows : withWorst(rows, worst, metric, worstKey({ metric, of }), table.columns);
  };
}

/** The rows of a class, by its name; by its number, if none has that name. They say it as it was asked for. */
function* rowsOfLabel(labels: Gathered['labels'], asked: string | number | boolean): Iterable<RowToExpect> {
  const text = String(asked);
  let named = false;
  for (const row of labels) {
    if (row.label === text) {
      named = true;
      yield row;
    }
  }
  if (named) return;
  for (const row of labels) if (String(row.labelNumber) === text) yield { ...row, label: asked };
}

/** The rows with the worst value in place of that of all pictures. It has no interval, and no counts. */
function* withWorst(
  rows: Iterable<RowToExpect>,
  worst: Gathered['worst'],
  metric: string,
  key: string,
  columns: readonly Column[],
): Iterable<RowToExpect> {
  const { interval = [], counts = [] } = columns.find(({ name }) => name === metric) ?? {};
  const without = Object.fromEntries([...interval, ...counts].map((name) => [name, null]));
  let at = 0;
  for (const row of rows) {
    const { value = null, whose } = worst[at++]?.[key] ?? {};
    yield { ...row, ...without, [metric]: value, ...(whose !== undefined && { [WORST_OF]: whose }) };
  }
}
