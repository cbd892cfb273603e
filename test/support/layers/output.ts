import seedrandom from 'seedrandom';
import * as v from 'valibot';
import { expect } from 'vitest';
import { stream } from '../../../src/core/random.ts';
import type { Backend, Image, Shape } from '../../../src/core/tensor.ts';
import type { LayerKind } from '../../../src/layers/kind.ts';
import { outline, type Step } from '../../../src/layers/stack/stack.ts';
import { type Grid, gridOf } from '../engine/oracle.ts';
import { alone, type Place } from './convolved.ts';

/** The layer's output for one image. @param given its options, as a file has them */
export function outputOf(
  { tf, activate }: Backend,
  kind: LayerKind,
  image: Image,
  given: object = {},
  { seed, step }: Place = alone,
): Grid {
  const options = v.parse(kind.options, given);
  const random = (purpose: string, key: readonly unknown[]) => stream(seed, purpose, key);
  const prepared = kind.prepare?.(options, { input: image.shape, step, random });
  activate();
  const output = tf.tidy(() =>
    kind.apply(tf, tf.tensor4d(image.data, [1, ...image.shape]), options, prepared),
  );
  const [, height, width, channels] = output.shape;
  const data = output.dataSync() as Float32Array;
  output.dispose();
  return gridOf({ shape: [height, width, channels], data });
}

/** The step that such a layer is, or why it cannot be applied. */
export function stepOf(kind: LayerKind, shape: Shape, given: object): Step | string {
  const steps = outline({ name: 'image', shape }, [
    { name: 'layer', kind, options: v.parse(kind.options, given) },
  ]);
  return Array.isArray(steps) ? steps[1]! : steps!.mistake.problem!;
}

/** A random image. @param value makes a value of a number in [0, 1); default: from -1 to 1 */
export function noise(shape: Shape, key: string | number, value = (random: number) => 2 * random - 1): Image {
  const next = seedrandom(`noise ${key}`);
  const data = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => value(next()));
  return { shape, data };
}

/** An image of rows of cells, or of rows of single values. */
export function picture(rows: readonly (readonly (number | readonly number[])[])[]): Image {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? [cell] : cell)));
  const shape = [cells.length, cells[0]!.length, cells[0]![0]!.length] as const;
  return { shape, data: Float32Array.from(cells.flat(2)) };
}

/** The values of each row, of a grid with one channel. */
export function rowsOf(grid: Grid): number[][] {
  return grid.map((row) => row.flat());
}

/** The same shape, and values that differ by no more than `limit`. */
export function expectGrid(found: Grid, wanted: Grid, limit: number, what: string): void {
  const shape = (grid: Grid) => grid.map((row) => row.map((cell) => cell.length));
  expect(shape(found), what).toEqual(shape(wanted));
  const values = wanted.flat(2);
  const worst = found.flat(2).reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
  expect(worst, what).toBeLessThanOrEqual(limit);
}

/** What is wrong with some options, by path, as an error says it. */
export function complaints(kind: LayerKind, given: object): [path: string | null, message: string][] {
  const { issues = [] } = v.safeParse(kind.options, given);
  return issues.map((issue) => [v.getDotPath(issue), issue.message]);
}

/** The cyclic shift of an image by (dy, dx). */
export function rolled({ shape, data }: Image, dy: number, dx: number): Image {
  const [height, width, channels] = shape;
  const moved = new Float32Array(data.length);
  for (const [i, value] of data.entries()) {
    const [y, x, c] = [Math.floor(i / channels / width), Math.floor(i / channels) % width, i % channels];
    moved[(((y + dy + height) % height) * width + ((x + dx + width) % width)) * channels + c] = value;
  }
  return { shape, data: moved };
}
