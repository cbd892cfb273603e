import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import { copyArray } from '../short_arrays.ts';
import type { Box } from './boxes.ts';
import { transformLength, turnsOf } from './turns.ts';

/** How the products of a box are computed from transforms of rows. */
export interface TransformPlan {
  /** Cells of a row of the reference that are transformed at once. */
  part: number;
  /** Length of the transforms. */
  n: number;
  /** Row phases and column phases of the map: cells that are the dilation apart. */
  phases: readonly [down: number, across: number];
  /** Rows of the map that are transformed; and of sums, in fours. */
  rows: number;
  sums: number;
  bytes: number;
  /** Rough number of instructions. */
  work: number;
}

/** Transforms whole rows, or parts of them where those would take too much memory. */
export function planTransforms({ shape, dilation }: OutputMap, box: Box): TransformPlan {
  const [height, cells, channels] = shape;
  const phases = [Math.min(dilation[0], box.down), Math.min(dilation[1], box.across)] as const;
  const starts = startsOf(box, dilation[0]);
  const rows = starts.reduce((sum, begins) => sum + height + begins - 1, 0);
  const sums = starts.reduce((sum, begins) => sum + 4 * Math.ceil(begins / 4), 0);
  const lags = Math.ceil(box.across / dilation[1]);
  for (let parts = 1; ; parts *= 2) {
    const part = Math.ceil(cells / parts);
    const n = transformLength(part + lags - 1);
    const frequencies = n / 2 + 1;
    const spectra = 16 * frequencies * (fours(rows) + SPARE_ROWS + fours(height));
    if (spectra > MOST_BYTES && part > lags) continue;
    const line = 4 * (part + lags) * dilation[1] * channels;
    const totals = phases[1] * sums * frequencies;
    const arrays = [spectra, 16 * totals, 64 * n, 16 * n, line, 8 * box.down * box.across, 8 * box.across];
    const lists = 4 * (rows + height + 2 * sums);
    const transforms = parts * channels * (phases[1] * rows + height) * n * (3 * Math.log2(n) + 5);
    const products = parts * channels * phases[1] * frequencies * sums * (height / 2) * 11;
    const inverses = phases[1] * sums * lags * frequencies * 5;
    return {
      ...{ part, n, phases, rows, sums },
      bytes: arrays.reduce((sum, bytes) => sum + paddedSize(bytes), 20 * paddedSize(0) + lists),
      work: transforms + products + inverses,
    };
  }
}

/**
 * Σ x·r for all windows of a box. A sum over cells of a row is a correlation, so the spectra of rows are multiplied, and
 * added up over rows; of each sum only the few lags that are wanted are transformed back.
 *
 * @param from address of the map
 * @returns by cell of the box
 */
export function* transformedProducts(
  arena: Arena,
  map: OutputMap,
  from: number,
  box: Box,
  reference: Image,
  plan: TransformPlan,
): Work<Float64Array> {
  const { loops, put, allocate, doubles } = arena;
  const { width, dilation } = map;
  const [height, cells, channels] = map.shape;
  const { part, n, phases, rows, sums } = plan;
  const frequencies = n / 2 + 1;
  const [stride, otherStride] = [fours(rows) + SPARE_ROWS, fours(height)];
  const [xAt, rAt] = [allocate(16 * frequencies * stride), allocate(16 * frequencies * otherStride)];
  const perPhase = 16 * sums * frequencies;
  const totalsAt = allocate(phases[1] * perPhase);
  const [workAt, turnsAt, referenceAt] = [allocate(64 * n), put(turnsOf(n)), put(reference.data)];
  const lags = Math.ceil(box.across / dilation[1]);
  const zeros = 4 * (part + lags) * dilation[1] * channels;
  const zerosAt = allocate(zeros);
  arena.floats(zerosAt, zeros / 4).fill(0);
  doubles(totalsAt, (phases[1] * perPhase) / 8).fill(0);
  const spectra = doubles(xAt, 2 * frequencies * stride);
  for (let line = 1; line <= 2 * frequencies; line++)
    spectra.fill(0, line * stride - SPARE_ROWS, line * stride);
  const { lines, groups, places } = linesOf(map, box, sums);
  const linesAt = allocate(4 * fours(rows));
  const otherLinesAt = allocate(4 * fours(height));
  const groupsAt = put(groups);

  function* transform(
    at: number,
    addresses: Int32Array,
    count: number,
    step: number,
    to: number,
    apart: number,
  ) {
    const all = arena.words(at, fours(addresses.length)).fill(zerosAt);
    all.set(addresses);
    const atOnce = 4 * Math.max(1, Math.ceil(TRANSFORMED_VALUES / (4 * n)));
    for (let first = 0; first < all.length; first += atOnce) {
      const some = Math.min(atOnce, all.length - first);
      loops.transforms(at + 4 * first, some, count, step, n, turnsAt, workAt, to + 8 * first, apart);
      yield;
    }
  }

  for (let begin = 0; begin < cells; begin += part) {
    const count = Math.min(part, cells - begin);
    for (let c = 0; c < channels; c++) {
      const ofReference = Int32Array.from(
        { length: height },
        (_, y) => referenceAt + 4 * ((y * cells + begin) * channels + c),
      );
      yield* transform(otherLinesAt, ofReference, count, 4 * channels, rAt, otherStride);
      for (let phase = 0; phase < phases[1]; phase++) {
        const column = box.left + phase + begin * dilation[1];
        const ofMap = lines.map((row) => from + 4 * ((row * width + column) * channels + c));
        const reach = count + Math.ceil((box.across - phase) / dilation[1]) - 1;
        yield* transform(linesAt, ofMap, reach, 4 * dilation[1] * channels, xAt, stride);
        const atOnce = Math.max(1, Math.ceil(MULTIPLIED_VALUES / (sums * height)));
        for (let first = 0; first < frequencies; first += atOnce) {
          const last = Math.min(first + atOnce, frequencies);
          loops.correlations(
            ...[xAt, stride, rAt, otherStride, height, first, last],
            ...[groupsAt, groups.length, totalsAt + phase * perPhase, frequencies],
          );
          yield;
        }
      }
    }
  }

  const productsAt = allocate(8 * box.down * box.across);
  const unusedAt = allocate(8 * box.across);
  for (let phase = 0; phase < phases[1]; phase++) {
    const to = places.map((row) => (row < 0 ? unusedAt : productsAt + 8 * (row * box.across + phase)));
    const wanted = Math.ceil((box.across - phase) / dilation[1]);
    loops.inverses(
      ...[totalsAt + phase * perPhase, sums, n, turnsAt, wanted],
      ...[1 / (4 * n), put(to), 8 * dilation[1]],
    );
    yield;
  }
  return copyArray(doubles(productsAt, box.down * box.across));
}

/** How many windows begin in the rows of each row phase. */
function startsOf({ down }: Box, apart: number): number[] {
  return Array.from({ length: Math.min(apart, down) }, (_, phase) => Math.ceil((down - phase) / apart));
}

/**
 * The rows of the map, phase by phase; the starts of the sums, in groups of four; and for each sum the row of the box, or
 * -1 for those that only fill a group.
 */
function linesOf({ dilation, shape }: OutputMap, box: Box, sums: number) {
  const lines: number[] = [];
  const groups: number[] = [];
  const places: number[] = [];
  for (const [phase, begins] of startsOf(box, dilation[0]).entries()) {
    for (let i = 0; i < begins; i += 4) {
      groups.push(lines.length + i);
      for (let at = i; at < i + 4; at++) places.push(at < begins ? phase + at * dilation[0] : -1);
    }
    for (let k = 0; k < shape[0] + begins - 1; k++) lines.push(box.top + phase + k * dilation[0]);
  }
  if (places.length !== sums) throw new Error('The sums of a box are other ones than were planned.');
  return { lines: Int32Array.from(lines), groups: Int32Array.from(groups), places: Int32Array.from(places) };
}

function fours(count: number): number {
  return 4 * Math.ceil(count / 4);
}

/** Rows of zeros after the last: a group of four sums may read some. */
const SPARE_ROWS = 8;

/** Bytes of spectra. */
const MOST_BYTES = 2 ** 25;

/** Values to transform, and products of values, before work yields: some milliseconds. */
const TRANSFORMED_VALUES = 2 ** 17;
const MULTIPLIED_VALUES = 2 ** 21;
