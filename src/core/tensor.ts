import type * as tfjs from '@tensorflow/tfjs-core';

/** TensorFlow.js, as a layer receives it: always an argument, never an import. */
export type TensorFlow = typeof tfjs;
export type Tensor = tfjs.Tensor;
export type Tensor4D = tfjs.Tensor4D;

/** [height, width] or (y, x): rows first, everywhere. */
export type Pair = readonly [number, number];

/** [height, width, channels] of one image or output. */
export type Shape = readonly [height: number, width: number, channels: number];

/** Values in row-major order, channel last. */
export interface Image {
  shape: Shape;
  data: Float32Array;
}

/** A TensorFlow.js backend that is loaded and ready. */
export interface Backend {
  name: string;
  /** The version of the library behind it. */
  version: string;
  tf: TensorFlow;
  /** Makes it the one that TensorFlow.js computes on; call it before every run of synchronous operations. */
  activate(): void;
}

/** Numbers in double precision, or in a smaller type that holds them exactly. */
export type Numbers = Float64Array | Int16Array;

/** The distinct shifts of a run, the reference (0, 0) first, the others in the order dy, then dx. */
export interface Shifts {
  dy: Numbers;
  dx: Numbers;
  /** How many trials drew each; 0 only for a reference that no trial drew. */
  trials: Numbers;
  /** The sum of `trials`. */
  total: number;
  /** Every shift of the range once, instead of a sample. */
  all: boolean;
  /** Pairs of drawn shifts that are one step apart on one axis; of a list, that follow each other in it. */
  neighbours(): Iterable<readonly [number, number]>;
}

/**
 * The indices of the shifts that some trial drew, in the order dy, then dx. The reference, which is the first of all, comes
 * where its (0, 0) belongs.
 *
 * @example of the shifts (0, 0), (-1, 5), (0, 1), (2, 0), of which (0, 1) was not drawn: 1, 0, 3
 */
export function* drawnInOrder({ dy, dx, trials }: Pick<Shifts, 'dy' | 'dx' | 'trials'>): Generator<number> {
  let reference = trials[0]! > 0;
  for (let s = 1; s < trials.length; s++) {
    if (reference && (dy[s]! > 0 || (dy[s] === 0 && dx[s]! > 0))) {
      yield 0;
      reference = false;
    }
    if (trials[s]! > 0) yield s;
  }
  if (reference) yield 0;
}

/**
 * The outputs of one step for many shifts: each is a window of the same values, read every `dilation` cells from
 * an origin of its own. Of a shared pass this is the undecimated map (the "à trous" form of Holschneider et al.,
 * 1989); of copies it is one output below the other, with dilation 1.
 */
export interface OutputMap extends Windows {
  data: Float32Array;
  /** Cells in one row of `data`. */
  width: number;
  dilation: Pair;
  /** [height, width, channels] of one output. */
  shape: Shape;
}

/** Row and column of the first cell of each member's window. */
export interface Windows {
  rows: Int32Array;
  columns: Int32Array;
}

/** One output, read in place: the value at (y, x, c) is `data[offset + y * rowStep + x * columnStep + c]`. */
export interface Window {
  data: Float32Array;
  offset: number;
  rowStep: number;
  columnStep: number;
  shape: Shape;
}

/** The window of the map's `member`-th output. */
export function windowOf(map: OutputMap, member: number): Window {
  const channels = map.shape[2];
  return {
    data: map.data,
    offset: (map.rows[member]! * map.width + map.columns[member]!) * channels,
    rowStep: map.dilation[0] * map.width * channels,
    columnStep: map.dilation[1] * channels,
    shape: map.shape,
  };
}

/** The numbers 0, 1, …, length - 1. */
export function everyMember(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = i;
  return numbers;
}

/** The window that is a whole image. */
export function windowOfImage({ data, shape }: Image): Window {
  return { data, offset: 0, rowStep: shape[1] * shape[2], columnStep: shape[2], shape };
}

/** As many rows and columns of a window as `shape` has, from a cell on. */
export function partOfWindow(
  { data, offset, rowStep, columnStep }: Window,
  shape: Shape,
  top: number,
  left: number,
): Window {
  return { data, offset: offset + top * rowStep + left * columnStep, rowStep, columnStep, shape };
}

/** A compact copy of a window's values. */
export function windowImage(window: Window): Image {
  const { shape } = window;
  const image = { data: new Float32Array(shape[0] * shape[1] * shape[2]), shape };
  copyValues(window, windowOfImage(image));
  return image;
}

/** Writes the values of a window to where those of another begin. */
export function copyValues(
  { data, offset, rowStep, columnStep, shape: [height, width, channels] }: Window,
  { data: into, offset: start, rowStep: rowStepInto, columnStep: columnStepInto }: Omit<Window, 'shape'>,
): void {
  // Where cells follow each other in both, a row is one run of values.
  const follow = columnStep === channels && columnStepInto === channels;
  const [cells, values] = follow ? [1, width * channels] : [width, channels];
  for (let row = 0; row < height; row++) {
    let from = offset + row * rowStep;
    let at = start + row * rowStepInto;
    if (values > SHORT_RUN) into.set(data.subarray(from, from + values), at);
    else
      for (let cell = 0; cell < cells; cell++, from += columnStep, at += columnStepInto)
        for (let i = 0; i < values; i++) into[at + i] = data[from + i]!;
  }
}

/** Values that a loop copies faster than a view of them. */
const SHORT_RUN = 32;

/** The largest absolute value of a window. */
export function largestMagnitude({ data, offset, rowStep, columnStep, shape }: Window): number {
  const [height, width, channels] = shape;
  // Cells that follow each other are values of one channel.
  const follow = columnStep === channels;
  const [lanes, values, step] = follow ? [1, width * channels, 1] : [channels, width, columnStep];
  let most = 0;
  for (let row = 0; row < height; row++) {
    for (let lane = 0; lane < lanes; lane++) {
      const at = offset + row * rowStep + lane;
      for (let i = at; i < at + values * step; i += step) {
        // Faster than `Math.max`, which also looks for NaN and -0.
        const size = Math.abs(data[i]!);
        if (size > most) most = size;
      }
    }
  }
  return most;
}

/**
 * How many values an array of a shape has.
 *
 * @example valueCount([2, 3, 4]) // 24
 * @example valueCount([]) // 1
 */
export function valueCount(lengths: readonly number[]): number {
  return lengths.reduce((product, length) => product * length, 1);
}

/** `64×64`, or `64×64×3` if there is more than one channel. */
export function sizeLabel([height, width, channels]: readonly number[]): string {
  return formatShape(channels === 1 ? [height!, width!] : [height!, width!, channels!]);
}

/** `64×64×1` */
export function formatShape(shape: readonly number[]): string {
  return shape.join('×');
}

/** Pixels from one cell to the next. @example formatStride(1 / 3) // '0.333' */
export function formatStride(pixels: number): string {
  return String(Number(pixels.toFixed(3)));
}
