import * as v from 'valibot';
import type { Backend, Image } from '../../../src/core/tensor.ts';
import type { LayerKind } from '../../../src/layers/kind.ts';
import { type PaddingName, paddings } from '../../../src/layers/windows/padding.ts';
import type { PoolOptions } from '../../../src/layers/windows/pool_options.ts';
import { type Grid, gridOf } from '../engine/oracle.ts';

/** Every padding that a layer with a window can have. */
export const paddingNames = Object.keys(paddings) as PaddingName[];

export interface PoolCase {
  height: number;
  width: number;
  options: PoolOptions;
}

/**
 * Every size from 1 to 7 with every window up to 5 and stride up to 3 on one axis, together with some other on the
 * other axis: each of these comes on both.
 */
export function poolCases(kind: LayerKind, padding: PoolOptions['padding']): PoolCase[] {
  const axes: [n: number, k: number, s: number][] = [];
  for (let n = 1; n <= 7; n++)
    for (let k = 1; k <= 5; k++) for (let s = 1; s <= 3; s++) if (fits(n, k, padding)) axes.push([n, k, s]);
  return axes.map(([height, kh, sh], i) => {
    const [width, kw, sw] = axes[(7 * i + 11) % axes.length]!;
    const options = v.parse(kind.options, { pool_size: [kh, kw], strides: [sh, sw], padding });
    return { height, width, options };
  });
}

/** How many cells of padding an axis takes under `same`, by laying window after window until the image is covered. */
export function paddingTotal(n: number, k: number, s: number): number {
  let end = k;
  for (let start = s; start < n; start += s) end = start + k;
  return Math.max(0, end - n);
}

/** Values from -2 to -1, two channels: below every padding of 0, so that one that is looked at shows. */
export function negative({ height, width }: Pick<PoolCase, 'height' | 'width'>): Image {
  let state = 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return Math.fround(-1 - state / 2147483647);
  };
  return { shape: [height, width, 2], data: Float32Array.from({ length: height * width * 2 }, next) };
}

/** The layer's output for one image. */
export function applied(backend: Backend, kind: LayerKind, image: Image, options: unknown): Grid {
  const { tf, activate } = backend;
  activate();
  const output = tf.tidy(() => kind.apply(tf, tf.tensor4d(image.data, [1, ...image.shape]), options));
  const [, height, width, channels] = output.shape;
  const data = output.dataSync() as Float32Array;
  output.dispose();
  return gridOf({ shape: [height, width, channels], data });
}

function fits(n: number, k: number, padding: PaddingName): boolean {
  if (padding === 'valid') return k <= n;
  return padding !== 'reflect' || Math.ceil((k - 1) / 2) < n;
}
