import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { LayerKind } from '../../src/layers/kind.ts';
import { layers } from '../../src/layers/registry.ts';
import { outline } from '../../src/layers/stack.ts';
import type { Backend, Shape } from '../../src/tensor.ts';
import { backendsThere, whichAreThere } from '../backends.ts';
import { strictWorld } from '../strict.ts';

/** Options that some kind takes; each kind is run with all that it takes. */
const candidates = [
  {},
  ...['same', 'valid', 'circular'].flatMap((padding) => [
    { padding },
    { padding, pool_size: 3, strides: 2 },
    { padding, pool_size: [1, 4] },
    { padding, pool_size: 2, strides: [3, 1] },
    { padding, pool_size: 1, strides: 2 },
    { padding, pool_size: 1 },
    { padding, pool_size: 5, strides: 1 },
  ]),
];

const shapes: Shape[] = [
  [8, 8, 1],
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
  shape: number[],
): Output {
  activate();
  const x = tf.tensor4d(data, shape as [number, number, number, number]);
  const output = tf.tidy(() => kind.apply(tf, x, options));
  expect(output, 'a layer gives a tensor of its own').not.toBe(x);
  expect(Array.from(x.dataSync()), 'a layer leaves its input as it is').toEqual(Array.from(data));
  x.dispose();
  const result = { shape: output.shape, data: (output.dataSync() as Float32Array).slice() };
  expect(output.dtype).toBe('float32');
  output.dispose();
  return result;
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
  const limit = kind.tolerance * expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const [i, value] of found.data.entries())
    expect(Math.abs(value - expected.data[i]!)).toBeLessThanOrEqual(limit);
}

test(`the battery runs on ${whichAreThere}`, () => {
  expect(backendsThere.map(({ name }) => name)).toEqual(expect.arrayContaining(['wasm', 'cpu']));
});

describe.each(Object.entries<LayerKind>(layers))('the layer kind %s', (name, kind) => {
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

  test('is run with its default options among others, if it takes others', () => {
    expect(v.parse(kind.options, {})).toEqual(accepted[0]);
    expect(cases.length).toBeGreaterThanOrEqual(shapes.length);
  });

  test('states facts that fit together', () => {
    expect(kind.title, 'a sentence in one line').toMatch(/^\S.*\.$/);
    expect(kind.tolerance).toBeGreaterThanOrEqual(0);
    expect(kind.tolerance).toBeLessThan(1);
    expect(kind.window ?? kind.shape, 'a window or a shape').toBeDefined();
    if (kind.local) expect(kind.window, 'a local layer has a window').toBeDefined();
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
      const data = batch(shape, 3);
      const together = apply(backend, kind, options, data, [3, ...shape]);
      const [length, outputs] = [data.length / 3, together.data.length / 3];
      for (const i of [0, 1, 2]) {
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

  if (kind.local) {
    test.each(backendsThere)(
      'gives, every stride-th cell of stride 1, what it gives by strides, on $name',
      (backend) => {
        let compared = 0;
        for (const { options, shape } of cases) {
          const { size, strides, padding } = kind.window!(options);
          const [height, width, channels] = shape;
          if (padding === 'same' || size[0] > height || size[1] > width) continue;
          const strided = apply(backend, kind, options, batch(shape, 1), [1, ...shape]);
          const dense = apply(backend, kind, { ...(options as object), strides: [1, 1] }, batch(shape, 1), [
            1,
            ...shape,
          ]);
          const [, rows, columns] = strided.shape as [number, number, number];
          const [, , across] = dense.shape as [number, number, number];
          const thinned = Float32Array.from({ length: rows * columns * channels }, (_, i) => {
            const [y, x] = [Math.floor(i / channels / columns), Math.floor(i / channels) % columns];
            return dense.data[(y * strides[0] * across + x * strides[1]) * channels + (i % channels)]!;
          });
          expectSame(kind, { shape: strided.shape, data: thinned }, strided);
          compared++;
        }
        expect(compared).toBeGreaterThanOrEqual(shapes.length);
      },
    );

    test.each(backendsThere)('looks at nothing outside its window, on $name', (backend) => {
      for (const { options, shape, output } of cases) {
        const { size, padding } = kind.window!(options);
        if (padding === 'same') continue;
        const data = batch(shape, 1);
        const original = apply(backend, kind, options, data, [1, ...shape]);
        const changed = data.slice();
        const [height, width, channels] = shape;
        const seen = (at: number, axis: 0 | 1) =>
          at < size[axis] || (padding === 'circular' && at + shape[axis] < size[axis]);
        // The window of the first output cell stays as it is; every other cell is another.
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            for (let c = 0; c < channels; c++)
              if (!(seen(y, 0) && seen(x, 1))) changed[(y * width + x) * channels + c]! += 5;
        const other = apply(backend, kind, options, changed, [1, ...shape]);
        const firstCell = ({ data }: Output) => Array.from(data.subarray(0, output[2]));
        expect(firstCell(other)).toEqual(firstCell(original));
      }
    });
  }
});
