import { HEAT_COLOURS } from '../picture/colour.ts';
import { textWidth } from '../picture/text_width.ts';
import type { Cell } from '../results/columns.ts';
import {
  axisTitle,
  distinctOf,
  evenColumns,
  fieldName,
  isRate,
  measureTicks,
  SYMBOL_WIDTH,
  titleLines,
} from './channels.ts';
import { cellLabel, type PanelContent, type PanelDrawing, TOLD } from './drawing.ts';
import { GAP_BETWEEN, labelExpression, labelledTicks, labelWidth, type Tick } from './ticks.ts';

/** A cell for each pair of values, at the last step. Its number is printed in it if there is room. */
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
    // Vega-Lite would nest a condition for each value of a sort.
    scale: { domain: columns },
    title: titleLines(content, x, width),
    axis: { ...HEAT_AXIS, labelAngle: 0, labelExpr: cellLabels(content, columns, cellWidth) },
  };
  const upward = {
    field: fieldName(up),
    type: 'nominal',
    scale: { domain: lines },
    title: axisTitle(table, up),
    axis: {
      ...HEAT_AXIS,
      // Beside a low panel the title has room above it only.
      ...(height < textWidth(axisTitle(table, up), size) + GAP_BETWEEN ? TITLE_ABOVE : {}),
      labelExpr: cellLabels(content, lines, cellHeight, size * 1.1),
    },
  };
  const field = fieldName(y);
  const small = Math.round(size * 0.92);
  const rate = isRate(table, y);
  const longest = values.reduce(
    (most, row) => Math.max(most, textWidth(cellNumber(row[field] ?? null, rate), small)),
    0,
  );
  const numbers = cellWidth >= longest + 4 && cellHeight >= small + 4;
  const shades = measureTicks(table, y, values, 6);
  const symbols = shades.map((shade) => labelWidth([cellLabel(shade)], size) + SYMBOL_WIDTH);
  const room = content.room ?? Math.max(width + 40, many ? 480 : 340);
  const text = numbers ? [cellNumbers(across, upward, field, { small, rate })] : [];
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
            scale: { domain: [shades[0], shades.at(-1)], nice: false, range: HEAT_COLOURS },
            // Squares, not a gradient: several figures on one page need no names for theirs.
            legend: {
              type: 'symbol',
              symbolType: 'square',
              symbolStrokeWidth: 0,
              symbolOpacity: 1,
              columns: evenColumns(shades.length, room / Math.max(...symbols)),
              values: shades,
            },
          },
        },
      },
      ...text,
    ],
    remarks: emptyCells(content, columns.length * lines.length),
  };
}

/** Whether pairs of values have no row. @param cells of one panel */
function emptyCells({ values }: PanelContent, cells: number): string[] {
  const panels = new Set(values.map(({ panel }) => panel)).size;
  return values.length < cells * panels ? ['cells without a colour: not drawn'] : [];
}

const HEAT_AXIS = { domain: false, ticks: false };

/** The title of the y axis above its labels. */
const TITLE_ABOVE = {
  titleAngle: 0,
  titleAnchor: 'end',
  titleAlign: 'right',
  titleX: -8,
  titleY: -10,
};

/** A number as a cell shows it. */
function cellNumber(cell: Cell, rate: boolean): string {
  if (typeof cell !== 'number') return '';
  return rate ? cell.toFixed(2) : String(Number(cell.toPrecision(3)));
}

function cellNumbers(
  x: object,
  y: object,
  field: string,
  { small, rate }: { small: number; rate: boolean },
): object {
  return {
    // Vega would write null for a value that is not defined.
    transform: [{ filter: `isValid(datum[${JSON.stringify(field)}])` }],
    mark: { type: 'text', aria: false, fontSize: small },
    encoding: {
      x,
      y,
      text: { field, type: 'quantitative', format: rate ? '.2f' : '.3~g' },
      color: { condition: { test: isDark(field), value: '#fff' }, value: '#10202e' },
    },
  };
}

/** An expression: whether a cell is dark, so that white text has more contrast than dark text. */
function isDark(field: string): string {
  return `luminance(scale('color', datum[${JSON.stringify(field)}])) < 0.2`;
}

function lowestFirst(values: readonly Cell[]): Cell[] {
  return values.every((value) => typeof value === 'number')
    ? [...values].sort((a, b) => Number(a) - Number(b))
    : [...values];
}

/** With more cells than this in a row, each may be as small as a pixel. */
const MOST_LARGE_CELLS = 100;

/** A map of one row of shifts is as high as this, though its cells are no squares then. */
const MIN_MAP_HEIGHT = 20;

/** The size in pixels of a panel with a number of columns and lines of cells. Cells of a map of shifts are squares. */
function panelSize(
  { panel, figure, many }: PanelContent,
  columns: number,
  lines: number,
): { width: number; height: number } {
  const least = (cells: number) => (cells <= MOST_LARGE_CELLS ? 6 : 1);
  const across = Math.max(least(columns), Math.min(44, Math.floor((many ? 300 : 480) / columns)));
  const tall = Math.max(least(lines), Math.min(figure.ofShifts ? 44 : 28, Math.floor(420 / lines)));
  const side = Math.min(across, tall);
  const [width, height] = figure.ofShifts ? [columns * side, lines * side] : [columns * across, lines * tall];
  if (!figure.ofShifts) return { width: panel.width ?? width, height: panel.height ?? height };
  const asked = Math.min(
    (panel.width ?? Number.POSITIVE_INFINITY) / width,
    (panel.height ?? Number.POSITIVE_INFINITY) / height,
  );
  const scale = Number.isFinite(asked) ? asked : 1;
  return {
    width: panel.width ?? width * scale,
    height: panel.height ?? Math.max(height * scale, MIN_MAP_HEIGHT),
  };
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

/** Every n-th tick from one on, both ways: as many as do not touch, with labels as short as can be. */
function everyNthTick(
  ticks: readonly Tick[],
  from: number,
  step: number,
  extent: (tick: Tick) => number,
): ReadonlySet<number> {
  const least = Math.ceil((Math.max(...ticks.map(extent)) + GAP_BETWEEN) / step);
  const some = [...Array(least + 1).keys()].map((i) =>
    [...ticks.keys()].filter((at) => (at - from) % (least + i) === 0),
  );
  const letters = (shown: readonly number[]) =>
    Math.max(...shown.map((at) => ticks[at]!.label[0]!.replace(/^\D/, '').length));
  return new Set(some.reduce((best, one) => (letters(one) < letters(best) && one.length > 1 ? one : best)));
}
