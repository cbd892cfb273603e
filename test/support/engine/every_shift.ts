import {
  type Image,
  largestMagnitude,
  type Pair,
  type Shifts,
  type Window,
  windowImage,
  windowOfImage,
} from '../../../src/core/tensor.ts';
import type { Distance, ShiftedImages, Stack } from '../../../src/engine/engine.ts';
import { view } from '../../../src/shift/move.ts';

/**
 * `runStack` in the obvious way, as its oracle: every shift is an image of its own, which goes through the layers in plain
 * loops, one after the other; every output is compared with every output before it, value by value. No map is shared,
 * nothing is hashed, cached or left out. It stands on the floors below the engine, which have oracles of their own.
 */
export function everyShift(
  { steps, measured, compare }: Stack,
  { images, shifts, fill }: ShiftedImages,
): PlainStep[] {
  const shape = steps[0]!.shape;
  /** By image and shift, the output of the current step. */
  const current = images.map((image) =>
    Array.from(shifts.dy, (_, s) => shiftedImage(image, shape, shifts, s, fill)),
  );
  const found: PlainStep[] = [];
  for (const { index, layer, stride } of steps) {
    if (layer) {
      const { kind, options, prepared } = layer;
      for (const outputs of current)
        for (const [s, x] of outputs.entries()) outputs[s] = kind.loops!.apply(x, options, [1, 1], prepared);
    }
    if (measured.has(index)) found.push(plainStep(current, compare, shifts, stride));
  }
  return found;
}

/** The part of `Measured` that follows from the outputs. */
export interface PlainStep {
  outputs: readonly Image[];
  leader: number[];
  classOf: number[];
  distances: Distance[];
  tolerance: number;
  trials: number[];
  trialsOf: number[];
  agrees: boolean[] | undefined;
}

/** The image, as its frame in the middle shows it after a shift. */
function shiftedImage(
  image: Image,
  shape: Image['shape'],
  { dy, dx }: Shifts,
  s: number,
  fill: ShiftedImages['fill'],
): Image {
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  const [top, left] = [0, 1].map((axis) => Math.floor((image.shape[axis]! - shape[axis]!) / 2)) as [
    number,
    number,
  ];
  const work = view(image, [top - dy[s]!, left - dx[s]!], [shape[0], shape[1]], fill, data);
  while (!work.next().done);
  return { shape, data };
}

function plainStep(
  [outputs, others]: readonly (readonly Image[])[],
  { kind, options }: Stack['compare'],
  { dy, dx, trials }: Shifts,
  stride: Pair | undefined,
): PlainStep {
  const tolerance = kind.tolerance?.(largestMagnitude(windowOfImage(outputs![0]!)), options) ?? 0;
  /** Each shift in cells of the output; undefined where the comparison leaves it out. */
  const cells = Array.from(dy, (y, s): Pair | undefined => {
    const cell = stride && ([wholeIfNear(y / stride[0]), wholeIfNear(dx[s]! / stride[1])] as const);
    return cell?.every(Number.isInteger) || kind.fractions?.(options) ? cell : undefined;
  });
  const reach = [0, 1].map((axis) => Math.max(0, ...cells.map((cell) => Math.abs(cell?.[axis] ?? 0))));
  /** What is compared for a shift; undefined where it is left out. */
  const seen = (image: Image, s: number): Window | undefined => {
    if (!kind.align) return windowOfImage(image);
    return cells[s] && kind.align(windowOfImage(image), cells[s], reach as unknown as Pair, options);
  };
  const coincide = (x: Window, y: Window) =>
    kind.same ? kind.same(x, y, tolerance) : differences(x, y).every((d) => Math.abs(d) <= tolerance);

  const leader = outputs!.map((x) =>
    outputs!.findIndex((y) => x.data.every((value, i) => value === y.data[i])),
  );
  const leaders: Window[] = [];
  const classOf = outputs!.map((image, s) => {
    const x = seen(image, s);
    if (!x) return -1;
    const joined = leaders.findIndex((first) => coincide(x, first));
    return joined >= 0 ? joined : leaders.push(x) - 1;
  });
  const left = Array.from(trials, (n, s) => (classOf[s] === -1 ? 0 : n));
  const trialsOf = Array.from({ length: Math.max(1, leaders.length) }, (_, c) =>
    left.reduce((sum, n, s) => sum + (classOf[s] === c ? n : 0), 0),
  );
  const agrees = others?.map((other, s) => {
    const [x, y] = [seen(outputs![s]!, s), seen(other, s)];
    return x !== undefined && coincide(x, y!);
  });
  const distances = outputs!.map((x) => distance(x.data, outputs![0]!.data));
  return { outputs: outputs!.slice(), leader, classOf, distances, tolerance, trials: left, trialsOf, agrees };
}

/** Strides may be fractions: 40 pixels are 12 cells of 10 / 3. */
function wholeIfNear(cells: number): number {
  return Math.abs(cells - Math.round(cells)) <= 1e-9 ? Math.round(cells) + 0 : cells;
}

function differences(x: Window, y: Window): number[] {
  const [a, b] = [windowImage(x).data, windowImage(y).data];
  return Array.from(a, (value, i) => value - b[i]!);
}

function distance(x: Float32Array, r: Float32Array): Distance {
  const sum = (term: (i: number) => number) => Array.from(x.keys()).reduce((total, i) => total + term(i), 0);
  const [xx, rr, xr] = [sum((i) => x[i]! ** 2), sum((i) => r[i]! ** 2), sum((i) => x[i]! * r[i]!)];
  return {
    cosine: xx > 0 && rr > 0 ? xr / Math.sqrt(xx * rr) : Number.NaN,
    relativeL2: rr > 0 ? Math.sqrt(sum((i) => (x[i]! - r[i]!) ** 2) / rr) : Number.NaN,
    maxAbs: Math.max(...Array.from(x, (value, i) => Math.abs(value - r[i]!))),
  };
}
