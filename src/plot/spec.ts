import type { TopLevelSpec } from 'vega-lite';
import { shellWord } from '../core/shell_word.ts';
import { wrapped } from '../picture/text_width.ts';
import { type Cell, isSwept, type Row } from '../results/columns.ts';
import { fieldName } from './channels.ts';
import { drawDots } from './dots.ts';
import type { PanelContent } from './drawing.ts';
import {
  describeFigure,
  type Figure,
  figureOf,
  type PlotChoice,
  panelLabel,
  showsEverySteps,
} from './figure.ts';
import { drawHeat } from './heat.ts';
import { drawLines } from './lines.ts';
import { lastSteps, type PlotTable } from './table.ts';
import { FONT_SIZE, themeOf, titleSize } from './theme.ts';
import { labelExpression } from './ticks.ts';

/** More panels than this do not help; the title then says how to see the others. */
const MAX_PANELS = 100;
const MAX_WIDTH_OF_PANELS = 680;
const PANEL_GAP = 24;
const MIN_TITLE_WIDTH = 300;

const drawings = { lines: drawLines, rows: drawDots, heat: drawHeat };

/**
 * The plot of a table as a Vega-Lite specification with its data: lines, dots or a heat map, as `figureOf` says, and a panel
 * for each combination of the other swept keys. Panels share their scales.
 */
export function plotSpec(table: PlotTable, choice: PlotChoice = {}): TopLevelSpec {
  const figure = figureOf(table, choice);
  const every = showsEverySteps(figure);
  const rows = every ? table.rows : lastSteps(table);
  const panels = [...new Set(rows.map((row) => panelLabel(row, figure.free)))];
  const drawn = panels.slice(0, MAX_PANELS);
  const shown =
    panels.length > drawn.length ? rows.filter((row) => drawn.includes(panelLabel(row, figure.free))) : rows;
  const size = choice.fontSize ?? FONT_SIZE;
  const many = drawn.length > 1;
  const content: PanelContent = {
    table,
    figure,
    rows: shown,
    values: shown.map((row) => dataOfRow(row, table, figure)),
    size,
    panel: choice.panel ?? {},
    many,
    room: choice.room,
    names: choice.names ?? Number.POSITIVE_INFINITY,
  };
  const drawing = drawings[figure.form](content);
  const { layer, values = content.values, width, height, remarks } = drawing;
  const gap = Math.max(PANEL_GAP, drawing.gap ?? 0);
  const columns = !many
    ? 1
    : Math.min(drawn.length, choice.columns ?? Math.max(1, Math.floor(MAX_WIDTH_OF_PANELS / (width + gap))));
  const missing = panels.length > drawn.length ? [missingRemark(rows, drawn, panels, figure)] : [];
  const room = choice.room ?? Math.max(columns * width + (columns - 1) * gap, MIN_TITLE_WIDTH);
  const subtitle = [...remarks, ...undefinedRemark(content), ...missing].flatMap((line) =>
    wrapped(line, room, size),
  );
  const title = titleText(table, figure, every).flatMap((line) => wrapped(line, room, titleSize(size), true));
  const shared = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: describeFigure(table, figure),
    ...titled(choice.bare ? [] : title, subtitle),
    data: { values },
    // A file may be shown on any ground; a page has its own.
    ...(choice.bare ? {} : { background: '#fff' }),
    config: themeOf(size),
  };
  if (!many) return { ...shared, width, height, layer } as unknown as TopLevelSpec;
  return {
    ...shared,
    facet: { field: 'panel', type: 'nominal', sort: drawn, header: panelHeader(drawn, width, size) },
    columns,
    spacing: { row: PANEL_GAP, column: gap },
    spec: { width, height, layer },
    // Otherwise panels above a gap in the last line would have no axis.
    ...(drawn.length % columns === 0 ? {} : { resolve: { axis: { x: 'independent' } } }),
  } as unknown as TopLevelSpec;
}

/** How many values are not defined, if any is not: they have no mark. */
function undefinedRemark({ figure: { y }, values }: PanelContent): string[] {
  const lacking = values.filter((row) => row[fieldName(y)] === null).length;
  if (lacking === 0) return [];
  return lacking === values.length
    ? [`${y} is not defined anywhere here`]
    : [`${y} is not defined for ${lacking} of ${values.length} rows`];
}

/** The title, and below it what the figure does not show. Without a title, remarks take its place. */
function titled(title: readonly string[], subtitle: readonly string[]): object {
  if (title.length === 0 && subtitle.length === 0) return {};
  return { title: { text: title.length === 0 ? '' : title, ...(subtitle.length === 0 ? {} : { subtitle }) } };
}

/** `circle-range: match_rate`, and of which step if it is only the last. */
function titleText(table: PlotTable, { y }: Figure, every: boolean): string[] {
  const { experiment } = table;
  if (every) return [`${experiment}: ${y}`];
  const last = lastSteps(table);
  const depths = [...new Set(last.map(({ depth }) => depth))];
  const layers = [...new Set(last.map(({ layer }) => layer))];
  const layer = layers.length === 1 ? ` (${layers[0]})` : '';
  if (depths.length === 1 && depths[0] === 0) return [`${experiment}: ${y}, at the last step${layer}`];
  return [`${experiment}: ${y}, at depth ${depths.join(', ')}${layer}`];
}

/** @example '100 of 400 panels, up to image.radius 9; --variant image.radius=10 shows the next, --x and --color others' */
function missingRemark(
  rows: readonly Row[],
  drawn: readonly string[],
  panels: readonly string[],
  { free }: Figure,
): string {
  const next = rows.find((row) => panelLabel(row, free) === panels[drawn.length])!;
  const variant = free.map((name) => `--variant ${shellWord(`${name}=${next[name]}`)}`).join(' ');
  return `the first ${drawn.length} of ${panels.length} panels; ${variant} shows the next, and so on`;
}

/** Names of panels, wrapped to their width; all have as many lines, so that the panels stay in line. */
function panelHeader(panels: readonly string[], width: number, size: number): object {
  const lines = panels.map((label) => panelLines(label, width, size));
  const most = Math.max(...lines.map(({ length }) => length));
  const padded = lines.map((some) => [...Array<string>(most - some.length).fill(' '), ...some]);
  return {
    labelExpr: labelExpression(panels.map((label, i) => [label, padded[i]!] as const)),
    labelLimit: 0,
  };
}

/** A panel's name in lines that end between keys, `pool.type max_pool,` and `pool.strides 2`, if these are no more lines. */
function panelLines(label: string, width: number, size: number): string[] {
  const lines = wrapped(label, width, size, true);
  const apart = [''];
  for (const key of label.split(/(?<=, )/)) {
    const longer = apart.at(-1) + key;
    const fits = apart.at(-1) === '' || wrapped(longer, width, size, true).length === 1;
    if (fits) apart.pop();
    apart.push(fits ? longer : key);
  }
  const kept = apart.flatMap((line) => wrapped(line, width, size, true));
  return kept.length <= lines.length ? kept : lines;
}

function dataOfRow(row: Row, table: PlotTable, figure: Figure): Record<string, Cell> {
  const { x, y, up, color, free } = figure;
  const names = [x, y, up, color].filter((name) => name !== undefined);
  const own = Object.fromEntries(names.map((name) => [fieldName(name), booleanAsText(row[name] ?? null)]));
  const [low, high] = boundColumns(table, y).map((name) => row[name] ?? null);
  return {
    ...own,
    told: toldValue(row, table, figure, [low, high]),
    ...(low === undefined ? {} : { low, high: high ?? null }),
    ...(free.length === 0 ? {} : { panel: panelLabel(row, free) }),
  };
}

/** What a reader sees who points at a mark: `shift.max 4, depth 4, max_pool: match_rate 0.852 [0.8, 0.9]`. */
function toldValue(
  row: Row,
  { columns }: PlotTable,
  { y }: Figure,
  ends: readonly (Cell | undefined)[],
): string {
  const named = columns.filter((column) => isSwept(column) || column.key);
  const where = [...named.map(({ name }) => `${name} ${row[name]}`), `depth ${row.depth}`, row.layer].join(
    ', ',
  );
  const shown = (cell: Cell | undefined) => (typeof cell === 'number' ? Number(cell.toPrecision(3)) : '–');
  const interval = ends[0] === ends[1] ? '' : ` [${ends.map(shown).join(', ')}]`;
  return `${where}: ${y} ${shown(row[y])}${interval}`;
}

function booleanAsText(cell: Cell): Cell {
  return typeof cell === 'boolean' ? String(cell) : cell;
}

/** The two columns of the interval of `y`; empty if it has none in this table. */
function boundColumns({ columns }: PlotTable, y: string): readonly string[] {
  const names = columns.find(({ name }) => name === y)?.interval ?? [];
  return names.every((name) => columns.some((column) => column.name === name)) ? names : [];
}
