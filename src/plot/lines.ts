import { numberColour } from '../picture/colour.ts';
import { acrossChannel } from './across_axis.ts';
import {
  colorChannel,
  fieldName,
  isNumericColumn,
  isRate,
  measureScale,
  measureTicks,
  shapeChannel,
} from './channels.ts';
import { type PanelContent, type PanelDrawing, TOLD } from './drawing.ts';
import {
  countHidden,
  coverOthers,
  dashPatterns,
  formLines,
  type PlotPoint,
  type Stretch,
  stretchesOf,
  takeTurns,
  wholeStretches,
} from './overlap.ts';
import { GAP_BETWEEN } from './ticks.ts';

/** The measure over x: a line for each value of `color`, with a vertical bar for the interval at each point. */
export function drawLines(content: PanelContent): PanelDrawing {
  const { table, figure, values, panel, many, size } = content;
  const { y, color } = figure;
  const { channel: x, width, spacing, dense, overhang } = acrossChannel(content);
  // Lower, the first and the last label of the axis would touch.
  const height = Math.max(panel.height ?? (many ? 110 : 200), size * 2.6);
  const ticks = measureTicks(table, y, values, Math.max(2, Math.floor(height / (size * 1.9))));
  const dash = Math.min(MAX_DASH_LENGTH, Math.max(1.5, spacing / 4));
  // Ticks of our own fit any height; Vega's five may touch.
  const fitted = many || panel.height !== undefined;
  const up = {
    field: fieldName(y),
    type: 'quantitative',
    title: null,
    // In panels, room for half a label keeps the names of all panels in line.
    scale: fitted
      ? { domain: [ticks[0], ticks.at(-1)], nice: false, padding: size * 0.55 }
      : measureScale(table, y, values),
    ...(fitted ? { axis: { values: ticks } } : {}),
  };
  const gap = overhang + GAP_BETWEEN;
  const hue = color === undefined ? {} : { color: colorChannel(content, color, width) };
  const named = color !== undefined && !isNumericColumn(values, color);
  const shape = named ? { shape: shapeChannel(content, color, width) } : {};
  const plain = color === undefined ? { color: numberColour(0) } : {};
  const interval = values.some((row) => typeof row.low === 'number' && row.low !== row.high);
  const points = plotPoints(content);
  const joined = formLines(points);
  // Names have no order to be joined in; beside each other, their points hide none.
  const apart = !isNumericColumn(values, figure.x) && color !== undefined;
  const offset = apart ? { xOffset: { field: fieldName(color), type: 'nominal', sort: null } } : {};
  const lines = joined && !apart;
  if (lines && values.length > MAX_MARKS) {
    const line = {
      mark: { type: 'line', strokeWidth: 1.25, aria: false, ...plain },
      encoding: { x, y: up, ...hue },
    };
    const remark = `more than ${MAX_MARKS} values: lines without points and intervals`;
    return { width, height, gap, layer: [line], remarks: [remark] };
  }
  const { stretches, most } = stretchesOf(points, spanOf(content, points));
  const remarks = lines ? linesRemark(stretches, most) : apart ? [] : hiddenRemark(points);
  const isDense = lines && dense;
  const drawn = isDense ? wholeStretches(stretches, dashesAlong(points, spacing)) : stretches;
  const joining = new Set(stretches.flatMap((stretch, i) => (stretch ? [i, stretch.to] : [])));
  const bar = isDense
    ? { type: 'area', aria: false, fillOpacity: 0.25, ...plain }
    : { type: 'rule', aria: false, strokeWidth: 1, ...plain };
  return {
    width,
    height,
    gap,
    // Each row also says where its line goes on, so that each stretch can be drawn by itself.
    values: lines
      ? values.map((row, i) => ({ ...row, ...stretchData(drawn[i]), alone: !joining.has(i) }))
      : values,
    layer: [
      ...(interval
        ? [
            {
              mark: bar,
              encoding: { x, y: { ...up, field: 'low' }, y2: { field: 'high' }, ...hue, ...offset },
            },
          ]
        : []),
      ...(lines
        ? [
            {
              transform: [{ filter: 'isValid(datum.to_x)' }],
              mark: { type: 'rule', aria: false, strokeWidth: 1.75, ...plain },
              encoding: {
                x,
                y: up,
                x2: { field: 'to_x' },
                y2: { field: 'to_y' },
                ...hue,
                ...(takeTurns(drawn) ? turnsChannel(dash) : {}),
              },
            },
          ]
        : []),
      {
        mark: {
          type: 'point',
          filled: true,
          size: content.values.length > 400 ? 16 : 36,
          opacity: 1,
          ...plain,
        },
        encoding: {
          x,
          y: up,
          ...hue,
          ...shape,
          ...offset,
          ...(isDense ? { opacity: HIDDEN_ON_LINES } : {}),
          description: TOLD,
        },
      },
    ],
    remarks,
  };
}

/** Dense points of a line are there to be pointed at; one that no line joins is seen. */
const HIDDEN_ON_LINES = { condition: { test: 'datum.alone', value: 1 }, value: 0 };

/** Counts the dashes along x, from the least value up to one. */
function dashesAlong(points: readonly PlotPoint[], spacing: number): (x: number) => number {
  const places = [...new Set(points.map((point) => Number(point.x)))].sort((a, b) => a - b);
  const indexes = new Map(places.map((x, i) => [x, i]));
  const each = Math.max(1, Math.round(MAX_DASH_LENGTH / spacing));
  return (x) => Math.floor(indexes.get(x)! / each);
}

/** With more values than this, points would hide each other, and a page would be too large. */
const MAX_MARKS = 4000;

function stretchData(stretch: Stretch | undefined): Record<string, number | string | null> {
  return stretch
    ? { to_x: stretch.x, to_y: stretch.y, turn: stretch.turn }
    : { to_x: null, to_y: null, turn: null };
}

/** Length of a dash in pixels, less where points are close to each other. */
const MAX_DASH_LENGTH = 6;

function turnsChannel(dash: number): object {
  const patterns = [...dashPatterns(dash)];
  const scale = { domain: patterns.map(([turn]) => turn), range: patterns.map(([, pattern]) => pattern) };
  return { strokeDash: { field: 'turn', type: 'nominal', scale, legend: null } };
}

function linesRemark(stretches: readonly (Stretch | undefined)[], most: number): string[] {
  return [
    ...(takeTurns(stretches) ? ['coinciding lines take turns'] : []),
    ...(coverOthers(most) ? [`up to ${most} lines coincide; the last one covers the others`] : []),
  ];
}

/** A point for each row; its y may be null. */
function plotPoints({ values, figure: { x, y, color } }: PanelContent): PlotPoint[] {
  return values.map((row) => ({
    panel: row.panel ?? null,
    line: color === undefined ? null : row[fieldName(color)]!,
    x: row[fieldName(x)]!,
    y: row[fieldName(y)]!,
  }));
}

function hiddenRemark(all: readonly PlotPoint[]): string[] {
  const points = all.filter(({ y }) => typeof y === 'number');
  const under = countHidden(points);
  return under === 0 ? [] : [`${under} of ${points.length} points are hidden`];
}

/** The length of the y axis, in its values. */
function spanOf({ table, figure: { y } }: PanelContent, points: readonly PlotPoint[]): number {
  if (isRate(table, y)) return 1;
  const heights = points.map((point) => Number(point.y));
  // There may be more of them than a function has arguments.
  return (
    heights.reduce((most, one) => Math.max(most, one), 0) -
    heights.reduce((least, one) => Math.min(least, one), 0)
  );
}
