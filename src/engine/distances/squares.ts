import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import { copyArray } from '../short_arrays.ts';
import type { Box } from './boxes.ts';

/** The squares of the values under the windows of a box. */
export interface Squares {
  /** Σ x² under the window that begins in each cell of the box. */
  sums: Float64Array;
  /** At least Σ x² over all cells that windows of the box read. */
  ofAllRows: number;
}

/** Bytes that `windowSquares` allocates. */
export function bytesOfSquares(map: OutputMap, box: Box): number {
  const { values, stride } = sizes(map, box);
  return (
    paddedSize(8 * (values + 4)) + paddedSize(8 * box.down * stride) + paddedSize(8 * box.down * box.across)
  );
}

/** Adds squares down the rows of windows, and those sums along the rows. @param from address of the map */
export function* windowSquares(arena: Arena, map: OutputMap, from: number, box: Box): Work<Squares> {
  const { loops, allocate, doubles } = arena;
  const [height, cells, channels] = map.shape;
  const { top, left, down, across } = box;
  const { values, stride, line } = sizes(map, box);
  const sumAt = allocate(8 * (values + 4));
  const downAt = allocate(8 * down * stride);
  const sumsAt = allocate(8 * down * across);
  const first = from + 4 * (top * line + left * channels);
  const strip = Math.max(64, Math.ceil(ADDED_VALUES / (height * map.dilation[0] + down)));
  for (let begin = 0; begin < values; begin += strip) {
    const count = Math.min(strip, values - begin);
    loops.squaresDown(
      ...[first + 4 * begin, line, count, height, map.dilation[0], down],
      ...[sumAt, downAt + 8 * begin, stride],
    );
    yield;
  }
  loops.squaresAcross(downAt, down, stride, channels, cells, map.dilation[1], across, sumsAt);
  const all = sumOfAllRows(doubles(downAt, down * stride), map, box);
  return { sums: copyArray(doubles(sumsAt, down * across)), ofAllRows: all };
}

function sizes({ shape, dilation, width }: OutputMap, { across }: Box) {
  const values = (across + (shape[1] - 1) * dilation[1]) * shape[2];
  return { values, stride: values, line: width * shape[2] };
}

/**
 * At least the sum of the squares of all rows of the map that windows read: that of enough windows to cover them. Cells
 * between windows are left out: they may hold anything.
 */
function sumOfAllRows(sums: Float64Array, { shape, dilation }: OutputMap, { down, across }: Box): number {
  const [height, , channels] = shape;
  const stride = sums.length / down;
  const covered = Math.min(across, dilation[1]) * channels;
  let total = 0;
  for (let phase = 0; phase < Math.min(dilation[0], down); phase++) {
    const last = Math.floor((down - 1 - phase) / dilation[0]);
    for (let i = 0; ; i = Math.min(i + height, last)) {
      const row = (phase + i * dilation[0]) * stride;
      for (let at = row; at < row + stride; at += dilation[1] * channels) {
        const end = Math.min(at + covered, row + stride);
        for (let value = at; value < end; value++) total += sums[value]!;
      }
      if (i === last) break;
    }
  }
  return total;
}

/** Values to add up before work yields. */
const ADDED_VALUES = 2 ** 22;
