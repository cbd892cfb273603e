import { type Breather, breathe } from '../breathe.ts';
import type { Space } from '../lanes/space.ts';
import type { Step } from '../layers/stack.ts';
import { modulo } from '../shift/fill.ts';
import { type Fill, view } from '../shift/move.ts';
import type { Image, OutputMap, Pair, Shape, Shifts } from '../tensor.ts';
import { frameOrigin, partsOf } from './parts.ts';
import type { Plan } from './plan.ts';

/**
 * One pass over one image that gives the outputs for all shifts: they are windows of the undecimated maps, so it
 * stays one image's worth of values however many shifts there are.
 */
export interface SharedPass {
  /** Cells of a map of one channel. */
  area: number;
  /** Applies one more layer. */
  next(step: Step): Promise<void>;
  /** The outputs of the step it has come to, for those shifts. */
  outputs(shape: Shape, members: Int32Array): Promise<OutputMap>;
  dispose(): void;
}

/**
 * An image extended as far as its shifts reach (on a torus: as it is); one such image for each part of a pixel by
 * which it is shifted, one below the other.
 */
export interface Extended {
  images: number;
  /** Of each, [height, width, channels]. */
  shape: Shape;
  data: Float32Array;
  torus: boolean;
  /** Where it lies, with room for the maps that follow from it: so no loop need be handed them. */
  home?: Space | undefined;
  /** Of each shift: which image it reads, and where its frame begins there. */
  image: Int32Array;
  rows: Int32Array;
  columns: Int32Array;
}

/**
 * @param frame [height, width] of what is seen of the image
 * @param homeFor where it, of so many cells, and the maps that follow from it are to lie
 */
export async function extend(
  image: Image,
  frame: Pair,
  shifts: Shifts,
  { torus, margin: { before, after } }: Plan,
  fill: Fill,
  breath: Breather,
  homeFor: (cells: number) => Space | undefined = () => undefined,
): Promise<Extended> {
  const channels = image.shape[2];
  const parts = partsOf(shifts);
  const { y, x } = parts.reach;
  const reach: { y: Pair; x: Pair } = torus
    ? { y: [0, 0], x: [0, 0] }
    : { y: [y[0] - before[0], y[1] + after[0]], x: [x[0] - before[1], x[1] + after[1]] };
  const size: Pair = [frame[0] + reach.y[1] - reach.y[0], frame[1] + reach.x[1] - reach.x[0]];
  const area = size[0] * size[1] * channels;
  const values = parts.list.length * area;
  const home = homeFor(values / channels);
  const data = home ? home.floats(home.room(4 * values), values) : new Float32Array(values);
  const [top, left] = frameOrigin(image.shape, frame);
  for (const [i, [y, x]] of parts.list.entries()) {
    const first: Pair = [top + reach.y[0] - y, left + reach.x[0] - x];
    await breathe(view(image, first, size, fill, data, i * area), breath);
  }
  return {
    home,
    images: parts.list.length,
    shape: [...size, channels],
    data,
    torus,
    image: parts.part,
    rows: origins(parts.down, reach.y, torus ? frame[0] : undefined),
    columns: origins(parts.right, reach.x, torus ? frame[1] : undefined),
  };
}

type Windows = Pick<OutputMap, 'rows' | 'columns'>;

/** The windows of some shifts in maps that lie one below the other: the same arrays, where they are those of before. */
export function windows({ images, image, rows, columns, torus, shape }: Extended) {
  let last: { key: readonly unknown[]; found: Windows } | undefined;

  /** @param first where they begin, from the frame's */
  return (members: Int32Array, height: number, first: Pair = [0, 0]): Windows => {
    const key = [members, images === 1 ? 0 : height, first[0], first[1]];
    if (last?.key.every((part, i) => part === key[i])) return last.found;
    const [top, left] = [new Int32Array(members.length), new Int32Array(members.length)];
    for (let member = 0; member < members.length; member++) {
      const shift = members[member]!;
      const [row, column] = [rows[shift]! + first[0], columns[shift]! + first[1]];
      top[member] = image[shift]! * height + (torus ? modulo(row, shape[0]) : row);
      left[member] = torus ? modulo(column, shape[1]) : column;
    }
    const found = { rows: top, columns: left };
    last = { key, found };
    return found;
  };
}

/** [height, width] of the part of a map that some windows read. */
export function reached({ rows, columns }: Windows, shape: Shape, dilation: Pair): Pair {
  const most = (places: Int32Array) => places.reduce((a, b) => Math.max(a, b));
  return [most(rows) + (shape[0] - 1) * dilation[0] + 1, most(columns) + (shape[1] - 1) * dilation[1] + 1];
}

/** Where shifts' windows begin: the content moves down, so the frame moves up over it. */
function origins(shifts: Float64Array, [first]: Pair, period: number | undefined): Int32Array {
  const places = new Int32Array(shifts.length);
  for (let shift = 0; shift < shifts.length; shift++) {
    const at = 0 - shifts[shift]!;
    places[shift] = period === undefined ? at - first : modulo(at, period);
  }
  return places;
}
