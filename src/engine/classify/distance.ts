import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap, Window } from '../../core/tensor.ts';
import { arenaOf } from '../../simd/arena.ts';
import type { Distance } from '../measured.ts';
import { type OutputSums, outputSums } from './distance_sums.ts';

/**
 * The distances of some of a map's outputs from the reference, by double-precision sums in row-major order, channel
 * last. A value that is 0 in both adds nothing, so zeros of a sparse map are skipped, with the same bits.
 *
 * @param members which of the map's outputs
 */
export function* distancesFrom(
  map: OutputMap,
  members: readonly number[] | Int32Array,
  reference: Image,
): Work<Distance[]> {
  if (members.length > 1 && share(map.data) < SPARSE_SHARE) {
    const sums = sparseSums(map, reference);
    const found: Distance[] = [];
    for (const member of members) {
      found.push(distanceFrom(sums(member)));
      yield;
    }
    return found;
  }
  const rr = squares(reference.data);
  const sums = yield* outputSums(map, members, reference);
  return sums.map((sums) => distanceFrom({ rr, ...sums }));
}

function squares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

/** Share of non-zero values below which a map is sparse: finding them costs less than reading all. */
const SPARSE_SHARE = 1 / 16;

/** The share of non-zero values. */
function share(data: Float32Array): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  return count / data.length;
}

interface Sums extends OutputSums {
  /** The sum of the squares of the reference. */
  rr: number;
}

function distanceFrom({ product, xx, rr, difference, maxAbs }: Sums): Distance {
  return {
    // The root of the product, not the product of roots, so that equal outputs give exactly 1.
    cosine: xx > 0 && rr > 0 ? product / Math.sqrt(xx * rr) : Number.NaN,
    relativeL2: rr > 0 ? Math.sqrt(difference / rr) : Number.NaN,
    maxAbs,
  };
}

function addValue(sums: Sums, x: number, r: number): void {
  const d = x - r;
  sums.product += x * r;
  sums.xx += x * x;
  sums.rr += r * r;
  sums.difference += d * d;
  sums.maxAbs = Math.max(sums.maxAbs, Math.abs(d));
}

/** The sums of a sparse map's members: each row merges the non-zero values of the window and of the reference. */
function sparseSums(map: OutputMap, reference: Image): (member: number) => Sums {
  const [height, width, channels] = map.shape;
  const cells = nonZeros(map);
  const of = nonZeros({ ...map, ...reference, width, dilation: [1, 1] });
  const perRow = width * channels;
  return (member) => {
    const sums: Sums = { product: 0, xx: 0, rr: 0, difference: 0, maxAbs: 0 };
    const [top, left] = [map.rows[member]!, map.columns[member]!];
    const first = Math.floor(left / map.dilation[1]) * channels;
    for (let row = 0; row < height; row++) {
      const line = (top + row * map.dilation[0]) * map.dilation[1] + (left % map.dilation[1]);
      let i = cells.from(line, first);
      const iEnd = cells.end(line);
      let j = of.start(row);
      const jEnd = of.end(row);
      for (;;) {
        const atX = i < iEnd ? cells.places[i]! - first : perRow;
        const atR = j < jEnd ? of.places[j]! : perRow;
        if (atX >= perRow && atR >= perRow) break;
        addValue(sums, atX <= atR ? cells.values[i++]! : 0, atR <= atX ? of.values[j++]! : 0);
      }
    }
    return sums;
  };
}

/** The non-zero values of a map by line: the cells of a row with one remainder modulo the dilation. */
function nonZeros({
  data,
  width,
  dilation,
  shape,
}: Pick<OutputMap, 'data' | 'width' | 'dilation' | 'shape'>) {
  const channels = shape[2];
  const rows = data.length / (width * channels);
  const starts = new Int32Array(rows * dilation[1] + 1);
  const places: number[] = [];
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let rest = 0; rest < dilation[1]; rest++) {
      starts[row * dilation[1] + rest] = places.length;
      for (let column = rest, place = 0; column < width; column += dilation[1], place += channels) {
        const at = (row * width + column) * channels;
        for (let c = 0; c < channels; c++) {
          if (data[at + c] === 0) continue;
          places.push(place + c);
          values.push(data[at + c]!);
        }
      }
    }
  }
  starts[rows * dilation[1]] = places.length;
  const start = (line: number) => starts[line]!;
  const end = (line: number) => starts[line + 1]!;
  return {
    places: Int32Array.from(places),
    values: Float32Array.from(values),
    start,
    end,
    /** The index of a line's first value at that place or after it. */
    from(line: number, place: number): number {
      let low = start(line);
      for (let high = end(line); low < high; ) {
        const middle = (low + high) >>> 1;
        if (places[middle]! < place) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/** Whether no two values of two windows of one shape differ by more than the tolerance; 0 and -0 are equal. */
export function within(x: Window, y: Window, tolerance: number): boolean {
  if (tolerance === 0) return equalOutputs(x, y);
  const [height, width, channels] = x.shape;
  const [a, b] = [x.data, y.data];
  const [gapA, gapB] = [x.columnStep - channels, y.columnStep - channels];
  for (let row = 0; row < height; row++) {
    let i = x.offset + row * x.rowStep;
    let j = y.offset + row * y.rowStep;
    for (let column = 0; column < width; column++, i += gapA, j += gapB) {
      for (let c = 0; c < channels; c++, i++, j++) {
        if (Math.abs(a[i]! - b[j]!) > tolerance) return false;
      }
    }
  }
  return true;
}

function equalOutputs(x: Window, y: Window): boolean {
  const [height, width, channels] = x.shape;
  const [a, b] = [x.data, y.data];
  const [stepA, stepB] = [x.columnStep, y.columnStep];
  const sameLayout = a === b && x.rowStep === y.rowStep && stepA === stepB;
  const arena = sameLayout ? arenaOf(a, 0) : undefined;
  if (arena) {
    const [one, other] = [a.byteOffset + 4 * x.offset, b.byteOffset + 4 * y.offset];
    return arena.loops.same(one, other, height, width, channels, x.rowStep, stepA) !== 0;
  }
  for (let row = 0; row < height; row++) {
    let i = x.offset + row * x.rowStep;
    let j = y.offset + row * y.rowStep;
    for (const end = i + width * stepA; i < end; i += stepA, j += stepB) {
      for (let c = 0; c < channels; c++) if (a[i + c] !== b[j + c]) return false;
    }
  }
  return true;
}
