import type { Cell } from '../results/columns.ts';
import { axisTitle, distinctOf, fieldName, isRate, measureScale } from './channels.ts';
import { cellLabel, type PanelContent, type PanelDrawing, TOLD } from './drawing.ts';
import { textWidth } from './text_width.ts';
import { labelExpression, labelledTicks, labelWidth } from './ticks.ts';

/** Light to dark blue: higher values are darker. */
const BLUES = ['#e8f1fa', '#9cc4e4', '#4b93c9', '#0072b2', '#00456e'];

/** A cell for each pair of values, at the last step. Its number stands in it if there is room. */
export function drawHeat(content: PanelContent): PanelDrawing {
  const { table, figure, values, panel, size, many } = content;
  const { x, y, up = '' } = figure;
  const columns = lowestFirst(distinctOf(values, x));
  const lines = lowestFirst(distinctOf(values, up)).reverse();
  const room = many ? 300 : 480;
  const width = panel.width ?? columns.length * Math.max(6, Math.min(44, Math.floor(room / columns.length)));
  const height = panel.height ?? lines.length * Math.max(6, Math.min(28, Math.floor(420 / lines.length)));
  const [cellWidth, cellHeight] = [width / columns.length, height / lines.length];
  const across = {
    field: fieldName(x),
    type: 'nominal',
    sort: columns,
    title: axisTitle(table, x),
    axis: { ...HEAT_AXIS, labelAngle: 0, labelExpr: thinned(columns, cellWidth, size) },
  };
  const upward = {
    field: fieldName(up),
    type: 'nominal',
    sort: lines,
    title: axisTitle(table, up),
    axis: { ...HEAT_AXIS, labelExpr: thinned(lines, cellHeight, size, size * 1.1) },
  };
  const field = fieldName(y);
  const small = Math.round(size * 0.92);
  const numbers = cellWidth >= textWidth('0.00', small) + 4 && cellHeight >= small + 4;
  const text = numbers ? [cellNumbers(across, upward, field, { small, rate: isRate(table, y) })] : [];
  return {
    width,
    height,
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          x: across,
          y: upward,
          description: TOLD,
          color: {
            field,
            type: 'quantitative',
            title: y,
            scale: { ...measureScale(table, y, values), range: BLUES },
            // Squares, not a gradient: several figures on one page need no names for theirs.
            legend: {
              type: 'symbol',
              symbolType: 'square',
              symbolStrokeWidth: 0,
              symbolOpacity: 1,
              columns: 6,
              ...(isRate(table, y) ? { values: [0, 0.2, 0.4, 0.6, 0.8, 1] } : {}),
            },
          },
        },
      },
      ...text,
    ],
    remarks: values.some((row) => row[field] === null) ? ['empty cells: not defined'] : [],
  };
}

const HEAT_AXIS = { domain: false, ticks: false };

function cellNumbers(
  x: object,
  y: object,
  field: string,
  { small, rate }: { small: number; rate: boolean },
): object {
  return {
    mark: { type: 'text', aria: false, fontSize: small },
    encoding: {
      x,
      y,
      text: { field, type: 'quantitative', format: rate ? '.2f' : '.3~g' },
      color: { condition: { test: isDark(field), value: '#fff' }, value: '#10202e' },
    },
  };
}

/** An expression: whether a cell is dark, so that white text is easier to read. */
function isDark(field: string): string {
  return `luminance(scale('color', datum[${JSON.stringify(field)}])) < 0.35`;
}

function lowestFirst(values: readonly Cell[]): Cell[] {
  return values.every((value) => typeof value === 'number')
    ? [...values].sort((a, b) => Number(a) - Number(b))
    : [...values];
}

/** The labels of cells along an axis, without those that would touch. */
function thinned(values: readonly Cell[], step: number, size: number, extent?: number): string {
  const ticks = values.map((value, i) => ({ value, at: (i + 0.5) * step, label: [cellLabel(value)] }));
  const shown = labelledTicks(ticks, size, ({ label }) => extent ?? labelWidth(label, size));
  return labelExpression(
    ticks.filter((_, i) => shown.has(i)).map(({ value, label }) => [value, label] as const),
  );
}
