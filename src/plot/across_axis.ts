import { textWidth, wrapped } from '../picture/text_width.ts';
import type { Cell } from '../results/columns.ts';
import { distinctOf, fieldName, isNumericColumn, titleLines } from './channels.ts';
import { cellLabel, type PanelContent } from './drawing.ts';
import { layersAt } from './table.ts';
import { labelExpression, labelledTicks, labelWidth } from './ticks.ts';

/** Pixels between the ends of a numeric axis and its first and last value. */
const AXIS_PADDING = 10;
const LABEL_GAP = 8;
/** Points are four pixels wide at the least; values that are nearer on average are dense. */
const LEAST_SPACING = 4;

/** The x axis of lines, with lengths in pixels. */
interface AcrossAxis {
  channel: object;
  width: number;
  /** The least distance between values. */
  spacing: number;
  /** Whether values are so near to each other that their points and bars would be one block. */
  dense: boolean;
  /** How far the first and the last label reach beyond the axis, together. */
  overhang: number;
}

/** The x axis of lines. There is a tick at every value unless ticks would touch; only labels that would touch are left out. */
export function acrossChannel(content: PanelContent): AcrossAxis {
  const { figure, values, panel, many, size } = content;
  const { x } = figure;
  const there = distinctOf(values, x);
  const least = (many ? 190 : there.length > 12 ? 440 : 300) * Math.max(1, size / 14);
  if (!isNumericColumn(values, x)) return nominalAxis(content, there, least);
  const numbers = (there as number[]).sort((a, b) => a - b);
  const layers = x === figure.place ? layersAt(content.rows, figure.place) : undefined;
  const names = numbers.map((value) => layerLabel(layers?.get(value)));
  const longest = Math.max(0, ...names.flat().flatMap((text) => pieceWidths(text, size)));
  const spaces = Math.max(1, numbers.length - 1);
  const wanted = layers ? Math.min(MAX_LAYERS_WIDTH, 2 * AXIS_PADDING + spaces * (longest + LABEL_GAP)) : 0;
  const width = panel.width ?? Math.max(least, wanted);
  const room = Math.max(longest, (width - 2 * AXIS_PADDING) / spaces - LABEL_GAP);
  const scale = scaleOf(numbers);
  const at = placesOf(numbers.map(scale.place), width);
  const ticks = numbers.map((value, i) => ({ value, at: at[i]!, label: [cellLabel(value)] }));
  const full = ticks.map((tick, i) => ({
    ...tick,
    label: [...tick.label, ...names[i]!.flatMap((name) => wrapped(name, room, size))],
  }));
  // Where some name does not fit, all are turned.
  const turned = layers !== undefined && labelledTicks(full, size).size < full.length;
  const lines = turned
    ? ticks.map((tick, i) => ({ ...tick, label: [[...tick.label, names[i]!.join(' / ')].join(' ')] }))
    : full;
  const shown = labelledTicks(lines, size, turned ? () => size * 1.1 : undefined);
  const labels = lines.flatMap(({ value, label }, i) => (shown.has(i) ? [[value, label] as const] : []));
  const spacing = at.slice(1).reduce((least, place, i) => Math.min(least, place - at[i]!), width);
  const dense = (width - 2 * AXIS_PADDING) / spaces < LEAST_SPACING;
  // Ticks are a pixel wide; closer than two, they are one bar.
  const tickValues = spacing < 2 ? labels.map(([value]) => value) : numbers;
  const axis = {
    values: tickValues,
    labelExpr: labelExpression(labels),
    ...(turned ? { labelAngle: -90, labelAlign: 'right', labelBaseline: 'middle' } : {}),
  };
  const ends = [lines[0]!, lines.at(-1)!].map(({ label }) => (turned ? size : labelWidth(label, size)) / 2);
  return {
    width,
    spacing,
    dense,
    overhang: ends[0]! + ends[1]! - 2 * AXIS_PADDING,
    channel: {
      field: fieldName(x),
      type: 'quantitative',
      title: titleLines(content, x, width),
      scale: {
        ...scale.type,
        zero: false,
        nice: false,
        padding: AXIS_PADDING,
        // Else values without a measure would have no place.
        ...(numbers.length > 1 ? { domain: [numbers[0], numbers.at(-1)] } : {}),
      },
      axis,
    },
  };
}

/** Names of layers may make an axis as wide as this. */
const MAX_LAYERS_WIDTH = 640;

/** The scale on which numbers are most evenly spaced, as Vega names it, and the place of a number on it. */
function scaleOf(numbers: readonly number[]): { type: object; place: (value: number) => number } {
  const least = Math.min(...numbers.filter((value) => value !== 0).map(Math.abs));
  // 0 and numbers below it have no logarithm.
  const ratios =
    numbers[0]! > 0
      ? { type: { type: 'log' }, place: Math.log }
      : {
          type: { type: 'symlog', constant: least },
          place: (value: number) => Math.sign(value) * Math.log1p(Math.abs(value / least)),
        };
  return isGeometric(numbers, numbers.map(ratios.place))
    ? ratios
    : { type: { type: 'linear' }, place: (value) => value };
}

/** Whether numbers are more evenly spaced by their ratios than by their differences, as 1, 2, 4, … 1024 or 1e-9, 2e-9, 1e-3, 1. */
function isGeometric(numbers: readonly number[], byRatio: readonly number[]): boolean {
  if (numbers.length < 3) return false;
  const unevenness = (values: readonly number[]) => {
    const gaps = values.slice(1).map((value, i) => value - values[i]!);
    return Math.max(...gaps) / Math.min(...gaps);
  };
  const [plain, ratios] = [unevenness(numbers), unevenness(byRatio)];
  return plain > 16 && (ratios < 4 || ratios < plain / 8);
}

/** Where the places of numbers on a scale are on an axis, in pixels. */
function placesOf(places: readonly number[], width: number): number[] {
  const [low, high] = [places[0]!, places.at(-1)!];
  if (low === high) return places.map(() => width / 2);
  return places.map((place) => AXIS_PADDING + ((place - low) / (high - low)) * (width - 2 * AXIS_PADDING));
}

/** An axis of names, each wrapped to the width of its step. */
function nominalAxis(content: PanelContent, there: readonly Cell[], least: number): AcrossAxis {
  const {
    figure: { x },
    panel,
    size,
  } = content;
  const room = Math.max(...there.flatMap((value) => pieceWidths(cellLabel(value), size)), 44);
  const width = panel.width ?? Math.max(least, there.length * (room + LABEL_GAP));
  const lines = there.map((value) => wrapped(cellLabel(value), width / there.length - LABEL_GAP, size));
  const channel = {
    field: fieldName(x),
    type: 'nominal',
    sort: null,
    title: titleLines(content, x, width),
    axis: { labelExpr: labelExpression(there.map((value, i) => [value, lines[i]!] as const)) },
  };
  return { channel, width, spacing: width / there.length, dense: false, overhang: 0 };
}

/** The layers at a step, as lines of a label: two names at the most. Where variants have more, the number alone is true. */
function layerLabel(names: readonly string[] = []): readonly string[] {
  return names.length <= 2 ? names : [];
}

/** The widths of the pieces that a label is broken into. */
function pieceWidths(text: string, size: number): number[] {
  return text.split(/(?<=[\s_\-/,])/u).map((piece) => textWidth(piece.trimEnd(), size));
}
