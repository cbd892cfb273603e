import type { Cell } from '../results/columns.ts';
import { axisTitle, distinctOf, fieldName, isRate, measureScale } from './channels.ts';
import { cellLabel, type PanelContent, type PanelDrawing, TOLD } from './drawing.ts';
import { textWidth } from './text_width.ts';
import { GAP_BETWEEN, labelExpression, labelledTicks, labelWidth, type Tick } from './ticks.ts';

/** Light to dark blue: higher values are darker. */
export const HEAT_COLOURS = ['#e8f1fa', '#9cc4e4', '#4b93c9', '#0072b2', '#00456e'];

/** A cell for each pair of values, at the last step. Its number stands in it if there is room. */
export function drawHeat(content: PanelContent): PanelDrawing {
  const { table, figure, values, size, many } = content;
  const { x, y, up = '', ofShifts } = figure;
  const columns = lowestFirst(distinctOf(values, x));
  const lines = lowestFirst(distinctOf(values, up));
  // As rows of an image: the smallest dy at the top.
  if (!(ofShifts && up === 'dy')) lines.reverse();
  const { width, height } = panelSize(content, columns.length, lines.length);
  const [cellWidth, cellHeight] = [width / columns.length, height / lines.length];
  const across = {
    field: fieldName(x),
    type: 'nominal',
    sort: columns,
    title: axisTitle(table, x),
    axis: { ...HEAT_AXIS, labelAngle: 0, labelExpr: cellLabels(content, columns, cellWidth) },
  };
  const upward = {
    field: fieldName(up),
    type: 'nominal',
    sort: lines,
    title: axisTitle(table, up),
    axis: { ...HEAT_AXIS, labelExpr: cellLabels(content, lines, cellHeight, size * 1.1) },
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
            scale: { ...measureScale(table, y, values), range: HEAT_COLOURS },
            // Squares, not a gradient: several figures on one page need no names for theirs.
            legend: {
              type: 'symbol',
              symbolType: 'square',
              symbolStrokeWidth: 0,
              symbolOpacity: 1,
              columns: many ? 10 : 6,
              ...(isRate(table, y) ? { values: [0, 0.2, 0.4, 0.6, 0.8, 1] } : {}),
            },
          },
        },
      },
      ...text,
    ],
    remarks: emptyCells(content, columns.length * lines.length),
  };
}

/** Why some cells are empty, if any is. @param cells of one panel */
function emptyCells({ values, figure: { y } }: PanelContent, cells: number): string[] {
  const panels = new Set(values.map(({ panel }) => panel)).size;
  return [
    ...(values.some((row) => row[fieldName(y)] === null) ? ['empty cells: not defined'] : []),
    ...(values.length < cells * panels ? ['cells without a colour: not drawn'] : []),
  ];
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

/** The size of a panel of so many columns and lines of cells, in pixels. Cells of a map of shifts are squares. */
function panelSize(
  { panel, figure, many }: PanelContent,
  columns: number,
  lines: number,
): { width: number; height: number } {
  const across = Math.max(6, Math.min(44, Math.floor((many ? 300 : 480) / columns)));
  const tall = Math.max(6, Math.min(figure.ofShifts ? 44 : 28, Math.floor(420 / lines)));
  const side = Math.min(across, tall);
  const [width, height] = figure.ofShifts ? [columns * side, lines * side] : [columns * across, lines * tall];
  if (!figure.ofShifts) return { width: panel.width ?? width, height: panel.height ?? height };
  const asked = Math.min(
    (panel.width ?? Number.POSITIVE_INFINITY) / width,
    (panel.height ?? Number.POSITIVE_INFINITY) / height,
  );
  const scale = Number.isFinite(asked) ? asked : 1;
  return { width: panel.width ?? width * scale, height: panel.height ?? height * scale };
}

/** The labels of cells along an axis, without those that would touch. Of shifts, every n-th from 0 on. */
function cellLabels(
  { figure, size }: PanelContent,
  values: readonly Cell[],
  step: number,
  extent?: number,
): string {
  const ticks = values.map((value, i) => ({ value, at: (i + 0.5) * step, label: [cellLabel(value)] }));
  const sizeOf = ({ label }: Tick) => extent ?? labelWidth(label, size);
  const zero = figure.ofShifts ? values.indexOf(0) : -1;
  const shown = zero < 0 ? labelledTicks(ticks, size, sizeOf) : everyNthTick(ticks, zero, step, sizeOf);
  return labelExpression(
    ticks.filter((_, i) => shown.has(i)).map(({ value, label }) => [value, label] as const),
  );
}

/** Every n-th tick from one on, both ways: as many as do not touch. */
function everyNthTick(
  ticks: readonly Tick[],
  from: number,
  step: number,
  extent: (tick: Tick) => number,
): ReadonlySet<number> {
  const nth = Math.ceil((Math.max(...ticks.map(extent)) + GAP_BETWEEN) / step);
  return new Set([...ticks.keys()].filter((i) => (i - from) % nth === 0));
}
