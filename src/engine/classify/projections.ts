import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';

/** Where the outputs of a map stand in the plane, and how far rounding may have moved them on either axis. */
export interface Places {
  x: Float64Array;
  y: Float64Array;
  rounding: number;
}

/** Of a cell from the next, down, right and by channel: fractions of a turn that no small number of them completes. */
const ANGLES = [2.399963229728653, 1.618033988749895, 0.7548776662466927] as const;

/**
 * A place for each member's window: the sum of its values, each weighted by the cosine, and by the sine, of row · α +
 * column · β + channel · γ; so of two outputs whose values nowhere differ by more than t, places differ by no more than t times the
 * number of values on either axis. As with hashes, sums of suffixes along either axis, at the map's dilation, give every window as
 * the difference of two of them, as complex numbers: one pass over the map, however many windows there are.
 *
 * @param alike all weights are 1: the values may stand anywhere
 */
export function* windowPlaces(map: OutputMap, alike: boolean): Work<Places> {
  const { data, width, dilation, rows, columns } = map;
  const [height, cells, channels] = map.shape;
  const [down, right, channel] = alike ? [0, 0, 0] : ANGLES;
  const lines = data.length / (width * channels);
  const cosines = Float64Array.from({ length: channels }, (_, c) => Math.cos(c * channel));
  const sines = Float64Array.from({ length: channels }, (_, c) => Math.sin(c * channel));
  const [cosRight, sinRight] = turn(right);
  const [cosDown, sinDown] = turn(down);
  const [cosEnd, sinEnd] = turn(right * cells);
  const downEnd = turn(down * height);
  const apart = dilation[1];
  // The sums of a row from x on; of the windows' rows from y down. Both have a margin of zeros.
  const beyond = cells * dilation[1];
  const [re, im] = [new Float64Array(width + beyond), new Float64Array(width + beyond)];
  const left = columns.reduce((a, b) => Math.min(a, b));
  const across = columns.reduce((a, b) => Math.max(a, b)) - left + 1;
  const size = (lines + height * dilation[0]) * across;
  const [reBelow, imBelow] = [new Float64Array(size), new Float64Array(size)];
  let sizes = 0;
  for (let y = lines - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      let a = 0;
      let b = 0;
      for (let c = 0, at = (y * width + x) * channels; c < channels; c++, at++) {
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
    const to = y * across - left;
    const under = to + dilation[0] * across;
    for (let x = left; x < left + across; x++) {
      const u = re[x + beyond]!;
      const v = im[x + beyond]!;
      const a = re[x]! - (cosEnd * u - sinEnd * v);
      const b = im[x]! - (cosEnd * v + sinEnd * u);
      const p = reBelow[under + x]!;
      const q = imBelow[under + x]!;
      reBelow[to + x] = a + cosDown * p - sinDown * q;
      imBelow[to + x] = b + cosDown * q + sinDown * p;
    }
    yield;
  }
  const [x, y] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  for (let member = 0; member < rows.length; member++) {
    const at = rows[member]! * across + columns[member]! - left;
    const foot = at + height * dilation[0] * across;
    x[member] = reBelow[at]! - (downEnd[0] * reBelow[foot]! - downEnd[1] * imBelow[foot]!);
    y[member] = imBelow[at]! - (downEnd[0] * imBelow[foot]! + downEnd[1] * reBelow[foot]!);
  }
  // Every value goes through a rounded product and sum for each step along both axes, and is weighted by at most 1.
  return { x, y, rounding: 8 * (lines + width + channels) * Number.EPSILON * sizes };
}

function turn(angle: number): [number, number] {
  return [Math.cos(angle), Math.sin(angle)];
}
