import { numberColour } from '../picture/colour.ts';
import { textWidth, wrapped } from '../picture/text_width.ts';
import type { Cell, Row } from '../results/columns.ts';
import { colorChannel, distinctOf, fieldName, measureTicks, titleLines } from './channels.ts';
import { cellLabel, type PanelContent, type PanelDrawing, TOLD } from './drawing.ts';
import { lastSteps, layersAt } from './table.ts';
import { GAP_BETWEEN, labelExpression } from './ticks.ts';

/** More rows than this are not drawn. */
const MAX_ROWS_OF_DOTS = 300;

/** Vega writes no more decimal places. */
const MAX_PLACES = 20;

/** Room for the names at the left, in widths of a letter. */
const MAX_NAME_EMS = 15;

/**
 * A row for each name, the best first: a dot with its interval for the last step, or one for each step below another. Rows
 * of steps keep their order.
 */
export function drawDots(content: PanelContent): PanelDrawing {
  const { table, figure, values, panel, size, many } = content;
  const { x: name, y, color } = figure;
  const width = panel.width ?? (many ? 190 : 300) * Math.max(1, size / 14);
  const all = name === 'step' ? distinctOf(values, name) : bestFirst(content);
  const order = all.slice(0, MAX_ROWS_OF_DOTS);
  const kept = new Set(order);
  const left = all.length - order.length;
  const room = Math.min(MAX_NAME_EMS * size, content.names);
  const labels = order.map((value) => wrapped(nameOf(content, value), room, size));
  const lines = Math.max(...labels.map(({ length }) => length));
  const steps = color === undefined ? 1 : distinctOf(values, color).length;
  const ticks = measureTicks(table, y, values, width < 130 ? 3 : 6);
  const places = Math.min(MAX_PLACES, Math.max(...ticks.map(decimalPlaces)));
  const row = Math.max(steps * 8 + 8, lines * size * 1.25 + 6, 24);
  // The lines of names never overlap, whatever height is asked for.
  const height = Math.max(panel.height ?? order.length * row, order.length * lines * size * 1.25);
  const rows = {
    field: fieldName(name),
    type: 'nominal',
    sort: order,
    title: name === 'step' ? null : name,
    // The title is above the names, where there is room for it.
    axis: {
      domain: false,
      ticks: false,
      grid: true,
      // Lines between the rows, not through their middle.
      tickBand: 'extent',
      titleAngle: 0,
      titleAnchor: 'end',
      titleAlign: 'right',
      titleX: -8,
      titleY: -10,
      labelPadding: 8,
      // Vega puts the first line in the middle of the row, not all of them.
      encoding: { labels: { dy: { value: { signal: middleOfLines(order, labels, size) } } } },
      labelExpr: labelExpression(order.map((value, i) => [value, labels[i]!] as const)),
    },
  };
  const across = {
    field: fieldName(y),
    type: 'quantitative',
    title: titleLines(content, y, width),
    scale: { domain: [ticks[0], ticks.at(-1)], nice: false },
    axis: { grid: true, values: ticks, format: `,.${places}f`, labelFlush: false, labelOverlap: 'greedy' },
  };
  const hue = color === undefined ? {} : { color: colorChannel(content, color, width) };
  const offset =
    color === undefined ? {} : { yOffset: { field: fieldName(color), type: 'nominal', sort: 'ascending' } };
  const plain = color === undefined ? { color: numberColour(0.1) } : {};
  const interval = values.some((value) => typeof value.low === 'number' && value.low !== value.high);
  return {
    width,
    height,
    gap: Math.max(...ticks.map((tick) => textWidth(axisLabel(tick, places), size))) + GAP_BETWEEN,
    layer: [
      ...(interval
        ? [
            {
              mark: { type: 'rule', aria: false, strokeWidth: 1.25, ...plain },
              encoding: {
                y: rows,
                x: { ...across, field: 'low' },
                x2: { field: 'high' },
                ...hue,
                ...offset,
              },
            },
          ]
        : []),
      {
        mark: { type: 'point', filled: true, size: color === undefined ? 60 : 40, opacity: 1, ...plain },
        encoding: { y: rows, x: across, ...hue, ...offset, description: TOLD },
      },
    ],
    ...(left > 0 ? { values: values.filter((row) => kept.has(row[fieldName(name)]!)) } : {}),
    remarks: left > 0 ? [`the best ${order.length} of ${all.length}; the table has all`] : [],
  };
}

/** Decimal places of a number in its shortest form. */
function decimalPlaces(tick: number): number {
  const [digits, exponent] = Number(tick.toPrecision(6)).toExponential().split('e') as [string, string];
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** A number as Vega's `,.Nf` writes it. */
function axisLabel(tick: number, places: number): string {
  return tick.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** A Vega expression: how far a label of several lines moves up, so that its middle is that of its row. */
function middleOfLines(order: readonly Cell[], labels: readonly (readonly string[])[], size: number): string {
  const up = labels.map(({ length }) => (-(length - 1) * (size + 2)) / 2);
  return `${JSON.stringify(up)}[indexof(${JSON.stringify(order)}, datum.value)]`;
}

/** The names by the mean of the measure at the last step, the best first; without a value, last. */
function bestFirst({ table, figure: { x: name, y }, rows }: PanelContent): Cell[] {
  const better = table.columns.find((column) => column.name === y)?.better;
  const sign = better === 'lower' ? 1 : -1;
  const last = lastSteps({ columns: table.columns, rows });
  const names = [...new Set(rows.map((row) => plainName(row, name)))];
  const mean = new Map(
    names.map((one) => {
      const found = last.filter((row) => plainName(row, name) === one).map((row) => row[y]);
      const numbers = found.filter((value) => typeof value === 'number');
      const sum = numbers.reduce((total, value) => total + value, 0);
      return [one, numbers.length === 0 ? Number.POSITIVE_INFINITY : (sign * sum) / numbers.length] as const;
    }),
  );
  return names.sort((one, other) => mean.get(one)! - mean.get(other)! || 0);
}

function plainName(row: Row, name: string): Cell {
  const cell = row[name] ?? null;
  return typeof cell === 'boolean' ? String(cell) : cell;
}

/** A step is named by its number and its layers. */
function nameOf({ rows, figure: { x: name } }: PanelContent, value: Cell): string {
  if (name !== 'step') return cellLabel(value);
  const layers = layersAt(rows, 'step').get(Number(value)) ?? [];
  return [cellLabel(value), ...(layers.length <= 2 ? [layers.join(' / ')] : [])].join(' ');
}
