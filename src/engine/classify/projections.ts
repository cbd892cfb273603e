import type { Work } from '../../core/scheduler.ts';
import type { OutputMap, Window } from '../../core/tensor.ts';
import { copyWindow } from '../copy_window.ts';

/** Two weighted sums of the values of each member's window: points in a plane. */
export interface Projections {
  x: Float64Array;
  y: Float64Array;
  /** The largest error of any of them by rounding. */
  rounding: number;
}

/** Points of a plane: their x, and their y. */
type Points = readonly [x: Float64Array, y: Float64Array];

/** The cosine and the sine of an angle. */
type Turn = readonly [cosine: number, sine: number];

/** That of one output. */
export type Projection = readonly [x: number, y: number, rounding: number];

/** From a cell to the next one down, right and by channel, in radians: no small multiple of them completes a turn. */
const ANGLES = [2.399963229728653, 1.618033988749895, 0.7548776662466927] as const;

/**
 * For each member's window Σ v · cos(φ) and Σ v · sin(φ), where φ = row · α + column · β + channel · γ. If the values of
 * two outputs differ by at most t, their projections differ by at most t times the number of values on each axis. Sums
 * of suffixes along both axes, at the map's dilation, give each window as a difference of two (as complex numbers): one
 * pass over the map, however many windows there are.
 *
 * @param unordered all weights are 1, so that the sum does not depend on where a value is
 */
export function* windowProjections(map: OutputMap, unordered: boolean): Work<Projections> {
  const { data, width, dilation, rows, columns } = map;
  const [height, cells, channels] = map.shape;
  const [down, right, channel] = unordered ? [0, 0, 0] : ANGLES;
  const lines = data.length / (width * channels);
  const weights = powersOfTurn(channel, channels);
  const apart = dilation[1];
  // Sums of a row from x on, and of the windows' rows from y down. Both end with zeros.
  const beyond = cells * dilation[1];
  const row: Points = [new Float64Array(width + beyond), new Float64Array(width + beyond)];
  const left = columns.reduce((a, b) => Math.min(a, b));
  const across = columns.reduce((a, b) => Math.max(a, b)) - left + 1;
  const size = (lines + height * dilation[0]) * across;
  const below: Points = [new Float64Array(size), new Float64Array(size)];
  const [turnRight, turnEnd, turnDown] = [turn(right), turn(right * cells), turn(down)];
  let sizes = 0;
  for (let y = lines - 1; y >= 0; y--) {
    sizes = sumRow(data, y * width * channels, width, weights, turnRight, row, apart, sizes);
    sumBelow(row, left, beyond, turnEnd, below, y * across, across, dilation[0], turnDown);
    yield;
  }
  const [reBelow, imBelow] = below;
  const downEnd = turn(down * height);
  const [x, y] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  for (let member = 0; member < rows.length; member++) {
    const at = rows[member]! * across + columns[member]! - left;
    const foot = at + height * dilation[0] * across;
    x[member] = reBelow[at]! - (downEnd[0] * reBelow[foot]! - downEnd[1] * imBelow[foot]!);
    y[member] = imBelow[at]! - (downEnd[0] * imBelow[foot]! + downEnd[1] * reBelow[foot]!);
  }
  // Each step along an axis rounds a product and a sum, and no weight is above 1.
  return { x, y, rounding: 8 * (lines + width + channels) * Number.EPSILON * sizes };
}

// Loops in functions of their own are compiled once, and soon.

/**
 * Puts Σ v · (cos, sin)(column · β + channel · γ) from each cell of a row on, at distances of `apart` cells, into `row`.
 *
 * @returns `sizes` and the sizes of all values of the row
 */
function sumRow(
  data: Float32Array,
  from: number,
  width: number,
  [cosines, sines]: Points,
  [cosRight, sinRight]: Turn,
  [re, im]: Points,
  apart: number,
  sizes: number,
): number {
  const channels = cosines.length;
  for (let x = width - 1; x >= 0; x--) {
    let a = 0;
    let b = 0;
    for (let c = 0, at = from + x * channels; c < channels; c++, at++) {
      const value = data[at]!;
      a += value * cosines[c]!;
      b += value * sines[c]!;
      sizes += Math.abs(value);
    }
    const u = re[x + apart]!;
    const v = im[x + apart]!;
    re[x] = a + cosRight * u - sinRight * v;
    im[x] = b + cosRight * v + sinRight * u;
  }
  return sizes;
}

/** Adds the rows of the windows that begin in a line to the sums of the lines below it. */
function sumBelow(
  [re, im]: Points,
  left: number,
  beyond: number,
  [cosEnd, sinEnd]: Turn,
  [reBelow, imBelow]: Points,
  to: number,
  across: number,
  dilation: number,
  [cosDown, sinDown]: Turn,
): void {
  const under = dilation * across;
  for (let x = left, at = to; x < left + across; x++, at++) {
    const u = re[x + beyond]!;
    const v = im[x + beyond]!;
    const a = re[x]! - (cosEnd * u - sinEnd * v);
    const b = im[x]! - (cosEnd * v + sinEnd * u);
    const p = reBelow[under + at]!;
    const q = imBelow[under + at]!;
    reBelow[at] = a + cosDown * p - sinDown * q;
    imBelow[at] = b + cosDown * q + sinDown * p;
  }
}

/** The projection of a single output. */
export function* projectionOf(window: Window): Work<Projection> {
  const { data, shape } = copyWindow(window);
  const [rows, columns] = [Int32Array.of(0), Int32Array.of(0)];
  const map: OutputMap = { data, shape, width: shape[1], dilation: [1, 1], rows, columns };
  const { x, y, rounding } = yield* windowProjections(map, false);
  return [x[0]!, y[0]!, rounding];
}

/** The projection of one member: [x[member], y[member], rounding]. */
export function projectionAt({ x, y, rounding }: Projections, member: number): Projection {
  return [x[member]!, y[member]!, rounding];
}

/** Those of each angle, as many as were needed so far. */
const turnsKnown = new Map<number, Points>();

/** The cosines and the sines of an angle times 0, 1, …: `count` of each. */
function powersOfTurn(angle: number, count: number): Points {
  const known = turnsKnown.get(angle);
  if (known && known[0].length >= count) return [known[0].subarray(0, count), known[1].subarray(0, count)];
  const turns = [
    Float64Array.from({ length: count }, (_, i) => Math.cos(i * angle)),
    Float64Array.from({ length: count }, (_, i) => Math.sin(i * angle)),
  ] as const;
  turnsKnown.set(angle, turns);
  return turns;
}

function turn(angle: number): Turn {
  return [Math.cos(angle), Math.sin(angle)];
}
