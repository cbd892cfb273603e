import { drawnInOrder } from '../../core/tensor.ts';
import type { Measured } from '../../engine/engine.ts';
import { decisionGap, decisionOf, probabilityOf } from '../../measure/outputs/decision.ts';
import { type Cell, type ColumnDefinition, identityColumns, namedColumns, shiftColumns } from '../columns.ts';
import type { TableRow } from '../csv.ts';
import { pictureColumns } from './images.ts';
import type { TableKind } from './kind.ts';

const decisionColumns = {
  ...shiftColumns,
  decision: {
    type: 'integer',
    unit: 'class',
    description: 'The largest channel of the output (of a tie, the first), or the value that argmax gives.',
    formula: 'argmax x',
  },
  decision_name: { type: 'string', description: 'Its name; empty where none is known.' },
  probability: {
    type: 'number',
    unit: '1',
    description: 'Its probability. Empty where the output is no distribution, as softmax makes one.',
    formula: 'x_t, t = argmax x',
  },
  decision_margin: {
    type: 'number',
    unit: 'value',
    description: 'Gap between the largest channel and the next. Empty for the value of argmax.',
    formula: 'first - second of x',
  },
} as const satisfies Record<string, ColumnDefinition>;

/** The decision of each distinct drawn shift, at the steps whose output is a decision. */
export const decisions: TableKind = {
  title: 'One row per variant, step with a decision, picture and distinct shift.',
  description:
    'One row per variant, measured step with a decision, picture and distinct drawn shift, sorted by dy, then dx.',
  perShift: true,
  columns({ swept, set }) {
    return [
      ...identityColumns(swept),
      ...(set ? namedColumns(pictureColumns, true) : []),
      ...namedColumns(decisionColumns, false),
    ];
  },
  async rows({ identity, measured, picture, classNames }, scheduler) {
    const { shifts, leader, output, decides } = measured;
    const cells = new Map<number, Record<string, Cell>>();
    const drawn = [...drawnInOrder(shifts)];
    for (const s of drawn) {
      const first = leader[s]!;
      if (cells.has(first)) continue;
      const window = await output(first);
      const decision = decisionOf(window, decides);
      if (decision === undefined) return [];
      cells.set(first, {
        decision,
        decision_name: classNames?.[decision] ?? null,
        probability: probabilityOf(window, decision, decides),
        decision_margin: decisionGap(window, decides) ?? null,
      });
      if (scheduler.due()) await scheduler.yieldNow();
    }
    const named = picture && { image: picture.name, label: picture.label };
    return rowsOfDecisions(drawn, { ...identity, ...named }, measured, cells);
  },
};

function* rowsOfDecisions(
  drawn: readonly number[],
  identity: Readonly<Record<string, Cell>>,
  { shifts: { dy, dx }, leader }: Measured,
  cells: ReadonlyMap<number, Record<string, Cell>>,
): Generator<TableRow> {
  // Twenty times as fast as a spread of several objects.
  for (const s of drawn)
    yield Object.assign({}, identity, { dy: dy[s]!, dx: dx[s]! }, cells.get(leader[s]!)!);
}
