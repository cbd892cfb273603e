import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import type { Backend, Image, Pair, Shape } from '../../src/core/tensor.ts';
import type { AnyLayerKind, LayerKind } from '../../src/layers/kind.ts';
import { layers } from '../../src/layers/registry.ts';
import { outline } from '../../src/layers/stack/stack.ts';
import { paddings } from '../../src/layers/windows/padding.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import { strictWorld } from '../support/strict.ts';

/** Options that some kind takes; each kind is run with all that it takes. */
const candidates = [
  {},
  ...Object.keys(paddings).flatMap((padding) => [
    { padding },
    { padding, pool_size: 3, strides: 2 },
    { padding, pool_size: [1, 4] },
    { padding, pool_size: 2, strides: [3, 1] },
    { padding, pool_size: 1, strides: 2 },
    { padding, pool_size: 1 },
    { padding, pool_size: 5, strides: 1 },
    { padding, filter: 4 },
    { padding, filter: 2, strides: [1, 2] },
    { padding, kernel: 'edge' },
    { padding, kernel: [[1, -2]], strides: 2 },
    { padding, kernel: 'random', filters: 4, kernel_size: [2, 3] },
    { padding, kernel: 'sobel_x', strides: [1, 3], bias: -1 },
    { padding, pool_size: [3, 2], strides: [1, 2], p: 3 },
  ]),
  { filter: 6, profile: 'kornia' },
  { filter: 5, profile: 'timm', strides: [2, 1] },
  { select: 'channel', norm: 'l1', tie: 'canonical' },
  { negative_slope: 0.1 },
  { size: 3, interpolation: 'nearest' },
  { size: [1, 2], interpolation: 'bilinear' },
  { strides: 2 },
  { strides: [1, 2] },
];

const shapes: Shape[] = [
  [7, 5, 3],
  [6, 12, 2],
];

/** A batch of images whose values have both signs and mostly differ, zeros among them. */
function batch(shape: Shape, images: number): Float32Array {
  let state = 7;
  return Float32Array.from({ length: images * shape[0] * shape[1] * shape[2] }, () => {
    state = (state * 48271) % 2147483647;
    return state % 5 === 0 ? 0 : state / 2 ** 30 - 0.9;
  });
}

interface Output {
  shape: number[];
  data: Float32Array;
}

function apply(
  { tf, activate }: Backend,
  kind: LayerKind,
  options: unknown,
  data: Float32Array,
  shape: readonly [number, ...Shape],
): Output {
  const [, height, width, channels] = shape;
  const random = (purpose: string, key: readonly unknown[]) => stream(0, purpose, key);
  const prepared = kind.prepare?.(options, { input: [height, width, channels], step: 1, random });
  activate();
  const x = tf.tensor4d(data, [...shape]);
  const output = tf.tidy(() => kind.apply(tf, x, options, prepared));
  expect(output, 'a layer gives a tensor of its own').not.toBe(x);
  expect(x.dataSync(), 'a layer leaves its input as it is').toEqual(data);
  x.dispose();
  const result = { shape: output.shape, data: (output.dataSync() as Float32Array).slice() };
  expect(output.dtype).toBe('float32');
  expect(result.data).toBeInstanceOf(Float32Array);
  output.dispose();
  return result;
}

/** As many images as there are phases, their cells in turn: cell (y, x) of phase (a, b) is at (y·down + a, x·across + b). */
function woven(phases: readonly Image[], [down, across]: Pair): Image {
  const [height, width, channels] = phases[0]!.shape;
  const shape: Shape = [height * down, width * across, channels];
  const data = Float32Array.from({ length: shape[0] * shape[1] * channels }, (_, i) => {
    const [cell, c] = [Math.floor(i / channels), i % channels];
    const [y, x] = [Math.floor(cell / shape[1]), cell % shape[1]];
    const phase = phases[(y % down) * across + (x % across)]!;
    return phase.data[(Math.floor(y / down) * width + Math.floor(x / across)) * channels + c]!;
  });
  return { shape, data };
}

/** 0 and -0 are equal: relu(-0) is -0 on tensorflow. */
const plain = ({ data }: Output) => Array.from(data, (value) => value + 0);

/** As exact as the kind says it is. */
function expectSame(kind: LayerKind, found: Output, expected: Output): void {
  expect(found.shape).toEqual(expected.shape);
  if (kind.tolerance === 0) {
    expect(plain(found)).toEqual(plain(expected));
    return;
  }
  const largest = (values: Float32Array) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const furthest = largest(found.data.map((value, i) => value - expected.data[i]!));
  expect(furthest).toBeLessThanOrEqual(kind.tolerance * largest(expected.data));
}

test(`the battery runs on ${whichAreThere}`, () => {
  expect(backendsThere.map(({ name }) => name)).toEqual(expect.arrayContaining(['wasm', 'cpu']));
});

// What a kind makes of files, or of a model's outputs, is a matter of its own test.
const withoutFiles = Object.entries<AnyLayerKind>(layers).filter(([, { load, reads }]) => !load && !reads);

describe.each(withoutFiles)('the layer kind %s', (name, kind) => {
  const accepted = candidates
    .map((given) => v.safeParse(kind.options, given))
    .filter(({ success }) => success)
    .map(({ output }) => output);
  const cases = accepted.flatMap((options) =>
    shapes.flatMap((shape) => {
      const steps = outline({ name: 'image', shape }, [{ name, kind, options }]);
      return Array.isArray(steps) ? [{ options, shape, output: steps[1]!.shape }] : [];
    }),
  );

  test('has a default for every option, or says which is missing', () => {
    const { success, issues } = v.safeParse(kind.options, {});
    if (!success) expect(issues.map(({ message }) => message)).toEqual(['is missing']);
    expect(cases.length, 'it is run on some of the shapes here').toBeGreaterThanOrEqual(2);
  });

  test('states facts that fit together', () => {
    expect(kind.title, 'a sentence in one line').toMatch(/^\S.*\.$/);
    expect(kind.tolerance).toBeGreaterThanOrEqual(0);
    expect(kind.tolerance).toBeLessThan(1);
    expect(kind.window ?? kind.shape, 'a window or a shape').toBeDefined();
    const [{ shape, output }] = cases as [(typeof cases)[number]];
    if (kind.pools)
      expect(output[0] * output[1], 'what pools gives fewer values').toBeLessThan(shape[0] * shape[1]);
  });

  test.each(backendsThere)(
    'gives the shape it states, float32, without a tensor left behind, on $name',
    (backend) => {
      strictWorld();
      const before = backend.tf.memory().numTensors;
      for (const { options, shape, output } of cases) {
        const found = apply(backend, kind, options, batch(shape, 2), [2, ...shape]);
        expect(found.shape).toEqual([2, ...output]);
        expect(found.data.every(Number.isFinite)).toBe(true);
      }
      expect(backend.tf.memory().numTensors).toBe(before);
    },
  );

  test.each(backendsThere)('gives each image of a batch what it gives it alone, on $name', (backend) => {
    for (const { options, shape, output } of cases) {
      const data = batch(shape, 2);
      const together = apply(backend, kind, options, data, [2, ...shape]);
      const [length, outputs] = [data.length / 2, together.data.length / 2];
      for (const i of [0, 1]) {
        const alone = apply(backend, kind, options, data.slice(i * length, (i + 1) * length), [1, ...shape]);
        expectSame(
          kind,
          { shape: [1, ...output], data: together.data.slice(i * outputs, (i + 1) * outputs) },
          alone,
        );
      }
    }
  });

  test('gives the same on all backends, as exactly as it says', () => {
    for (const { options, shape } of cases) {
      const [first, ...others] = backendsThere.map((backend) =>
        apply(backend, kind, options, batch(shape, 2), [2, ...shape]),
      );
      for (const other of others) expectSame(kind, other, first!);
    }
  });

  test('gives the same in plain loops', () => {
    expect(kind.loops).toBeDefined();
    for (const { options, shape, output } of cases) {
      const data = batch(shape, 1);
      const random = (purpose: string, key: readonly unknown[]) => stream(0, purpose, key);
      const prepared = kind.prepare?.(options, { input: shape, step: 1, random });
      const found = kind.loops!.apply({ shape, data }, options, [1, 1], prepared);
      expect(data, 'it leaves its input as it is').toEqual(batch(shape, 1));
      expect(found.shape).toEqual(output);
      const expected = apply(backendsThere[0]!, kind, options, data, [1, ...shape]);
      expectSame(kind, { ...found, shape: [1, ...found.shape] }, expected);
    }
  });

  if (kind.byChannel) {
    test('gives in plain loops for each channel what it gives for that channel alone', () => {
      const channelOf = ({ shape: [height, width, channels], data }: Image, c: number): Image => ({
        shape: [height, width, 1],
        data: data.filter((_, i) => i % channels === c),
      });
      for (const { options, shape } of cases) {
        const image = { shape, data: batch(shape, 1) };
        const together = kind.loops!.apply(image, options, [1, 1]);
        for (let c = 0; c < shape[2]; c++)
          expect(kind.loops!.apply(channelOf(image, c), options, [1, 1])).toEqual(channelOf(together, c));
      }
    });
  }

  if (kind.loops?.nonexpansive) {
    test('leaves in plain loops what is finite so, where a sum would not be', () => {
      const most = 3.4028234663852886e38;
      for (const { options, shape } of cases) {
        for (const values of [[most], [-most], [most, -most], [0, most, 0]]) {
          const data = batch(shape, 1).map((_, i) => values[i % values.length]!);
          const output = kind.loops!.apply({ shape, data }, options, [1, 1]);
          for (const value of output.data) expect(Math.abs(value)).toBeLessThanOrEqual(most);
        }
      }
    });
  }

  if (!kind.window) return;

  test('in plain loops, gives each phase of an undecimated map what it gives it alone', () => {
    for (const { options, shape } of cases) {
      const { size } = kind.window!(options);
      if (size[0] > shape[0] || size[1] > shape[1]) continue;
      const dense = { ...(options as object), strides: [1, 1], padding: 'valid' };
      const random = (purpose: string, key: readonly unknown[]) => stream(0, purpose, key);
      const prepared = kind.prepare?.(options, { input: shape, step: 1, random });
      const run = (x: Image, dilation: Pair) => kind.loops!.apply(x, dense, dilation, prepared);
      const phases = [3, 5, 7, 11, 13, 17].map((seed) => ({
        shape,
        data: batch(shape, 2).map((x, i) => x * seed + (i % seed)),
      }));
      const found = run(
        woven(
          phases.map(({ data }) => ({ shape, data: data.subarray(0, data.length / 2) })),
          [2, 3],
        ),
        [2, 3],
      );
      const each = phases.map(({ data }) => run({ shape, data: data.subarray(0, data.length / 2) }, [1, 1]));
      const expected = woven(each, [2, 3]);
      expect(found.shape).toEqual(expected.shape);
      expect(found.data).toEqual(expected.data);
    }
  });

  const unpadded = cases.filter(({ options, shape }) => {
    const { size, padding } = kind.window!(options);
    return (padding === 'valid' || padding === 'circular') && size[0] <= shape[0] && size[1] <= shape[1];
  });

  test.each(backendsThere)('gives, by strides, every so many-th cell of stride 1, on $name', (backend) => {
    expect(unpadded.length).toBeGreaterThanOrEqual(shapes.length);
    for (const { options, shape, output } of unpadded) {
      const { strides } = kind.window!(options);
      const strided = apply(backend, kind, options, batch(shape, 1), [1, ...shape]);
      const slow = { ...(options as object), strides: [1, 1] };
      const dense = apply(backend, kind, slow, batch(shape, 1), [1, ...shape]);
      const [rows, columns, channels] = output;
      const thinned = Float32Array.from({ length: rows * columns * channels }, (_, i) => {
        const [y, x] = [Math.floor(i / channels / columns), Math.floor(i / channels) % columns];
        return dense.data[(y * strides[0] * dense.shape[2]! + x * strides[1]) * channels + (i % channels)]!;
      });
      expectSame(kind, { shape: [1, ...output], data: thinned }, strided);
    }
  });

  test.each(backendsThere)('looks at nothing outside its window, on $name', (backend) => {
    for (const { options, shape, output } of unpadded) {
      const { size } = kind.window!(options);
      const data = batch(shape, 1);
      const changed = data.slice();
      const [height, width, channels] = shape;
      // The window of the first output cell stays as it is; every other cell is another.
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let c = 0; c < channels; c++)
            if (y >= size[0] || x >= size[1]) changed[(y * width + x) * channels + c]! += 5;
      const [original, other] = [data, changed].map((values) =>
        Array.from(apply(backend, kind, options, values, [1, ...shape]).data.subarray(0, output[2])),
      );
      expect(other).toEqual(original);
    }
  });
});
