import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { type Image, type Pair, windowOf } from '../../src/core/tensor.ts';
import { within } from '../../src/engine/classify/within.ts';
import { allFinite } from '../../src/engine/finite.ts';
import type { Weights } from '../../src/layers/kernels/kernel.ts';
import { correlation } from '../../src/layers/loops/correlation.ts';
import { largestUnder } from '../../src/layers/loops/maxima.ts';
import { sumsUnder } from '../../src/layers/loops/weighted_sums.ts';
import { type Arena, openArena } from '../../src/simd/arena.ts';
import { loopsMemory } from '../../src/simd/loops.ts';
import { outputMaps, valuesOf } from '../support/maps.ts';
import { fill } from '../support/simd/fill.ts';

/** Both zeros, what is small and large, and numbers that only rounding makes equal. */
const value = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 1 + 2 ** -23, 3e38, -3e38, 1e-38),
  fc.double({ min: -4, max: 4, noNaN: true }).map(Math.fround),
);

/** Images that windows of a size and dilation fit into, up to 15 values beyond: every length of what is left over. */
const inputs = fc
  .record({
    size: fc.tuple(upTo(4), upTo(4)),
    dilation: fc.tuple(upTo(3), upTo(3)),
    more: fc.tuple(upTo(4), upTo(5)),
    channels: upTo(3),
  })
  .chain(({ size, dilation, more, channels }) => {
    const [height, width] = [0, 1].map((axis) => (size[axis]! - 1) * dilation[axis]! + more[axis]!);
    const shape = [height!, width!, channels] as const;
    const length = height! * width! * channels;
    return fc
      .array(value, { minLength: length, maxLength: length })
      .map((values) => ({ image: { shape, data: Float32Array.from(values) }, size, dilation }));
  });

describe('memory for loops', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('needs WebAssembly, and says what switches it off', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(() => loopsMemory(2 ** 20)).toThrow(
      new UserError('WebAssembly is switched off, and coincide needs it; run Node without --jitless.', {
        kind: 'run',
      }),
    );
  });

  test('that cannot be had is a RangeError with the limit to raise', () => {
    const Memory = class {
      constructor() {
        throw new RangeError('WebAssembly.Memory(): could not allocate memory');
      }
    };
    vi.stubGlobal('WebAssembly', { Memory });
    expect(() => loopsMemory(2 ** 20)).toThrow(
      new RangeError(
        'WebAssembly could not allocate memory of 1 MiB; a limit on virtual memory (ulimit -v) must leave it about 10 GiB',
      ),
    );
  });
});

describe('loops over four values at a time', () => {
  test('find the largest value under every window', () => {
    fc.assert(
      fc.property(inputs, ({ image, size, dilation }) => {
        const expected = windows(image, size, dilation).map((values) => Math.max(...values) + 0);
        anywhere(image, (image) => {
          const { data } = largestUnder(image, size, dilation);
          expect(Array.from(data, (value) => value + 0)).toEqual(expected);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('add up in double precision, in the order that is promised, and round once', () => {
    const weights = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(
        inputs,
        weights,
        fc.constantFrom(1, 3, 4, 0.1),
        ({ image, size, dilation }, all, divisor) => {
          const down = all.slice(0, size[0]);
          const across = all.slice(4, 4 + size[1]);
          const expected = windows(image, size, dilation).map((values) => {
            const columns = across.map((_, x) =>
              sum(down.map((weight, y) => weight * values[y * size[1] + x]!)),
            );
            return Math.fround(sum(across.map((weight, x) => weight * columns[x]!)) / divisor);
          });
          anywhere(image, (image) => {
            const { data } = sumsUnder(image, down, across, dilation, divisor);
            expect(Array.from(data, (value) => value + 0)).toEqual(expected.map((value) => value + 0));
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('give the mean of 2×2 values as doubles do, where single precision is enough and where it is not', () => {
    const short = fc.integer({ min: -(2 ** 22), max: 2 ** 22 }).map((units) => units * 2 ** -21);
    const other = fc
      .constantFrom(2 ** 20, -(2 ** 20), 2 ** -22, 2, -2, 2 - 2 ** -22, 3 - 2 ** -22, -0, 1 / 3, 3e38)
      .map(Math.fround);
    const others = fc.array(fc.tuple(fc.nat(), other), { maxLength: 3 });
    const image = fc.tuple(upTo(6), upTo(9), fc.nat(40), others);
    fc.assert(
      fc.property(image, short, short, ([dilation, rows, more, others], one, step) => {
        const shape = [dilation + rows, dilation + more + 1, 1] as const;
        const data = Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => (one + i * step) % 2);
        for (const [place, x] of others) data[place % data.length] = x;
        const expected = windows({ shape, data }, [2, 2], [dilation, dilation]).map(([a, b, c, d]) =>
          Math.fround((a! + c! + (b! + d!)) / 4),
        );
        anywhere({ shape, data }, (image) => {
          const means = sumsUnder(image, [1, 1], [1, 1], [dilation, dilation], 4).data;
          expect([...means]).toEqual(expected);
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('correlate with any number of filters, in the order that is promised, and skip only what changes nothing', () => {
    const strides = fc.tuple(upTo(2), upTo(3));
    const bias = fc.array(fc.constantFrom(0, 0.25, -3), { minLength: 21, maxLength: 21 });
    fc.assert(
      fc.property(
        inputs,
        strides,
        upTo(21),
        bias,
        fc.constantFrom(0, 0.6, 1),
        ({ image, size, dilation }, apart, filters, bias, empty) => {
          const [height, width, channels] = image.shape;
          const places = size[0] * size[1] * channels;
          const values = Float32Array.from({ length: places * filters }, (_, i) => Math.sin(i * i + 1));
          // Whole cells of zeros are skipped.
          const dark = (cell: number) => Math.abs(Math.sin(7 * cell)) < empty;
          const data = image.data.map((value, i) => (dark(Math.floor(i / channels)) ? 0 : value));
          const expected: number[] = [];
          for (let y = 0; y + (size[0] - 1) * dilation[0] < height; y += apart[0])
            for (let x = 0; x + (size[1] - 1) * dilation[1] < width; x += apart[1])
              for (let f = 0; f < filters; f++) {
                let total = bias[f]!;
                for (let place = 0; place < places; place++) {
                  const [cell, c] = [Math.floor(place / channels), place % channels];
                  const row = y + Math.floor(cell / size[1]) * dilation[0];
                  const column = x + (cell % size[1]) * dilation[1];
                  total += data[(row * width + column) * channels + c]! * values[place * filters + f]!;
                }
                expected.push(Math.fround(total) + 0);
              }
          const kernel: Weights = { values, shape: [...size, channels, filters] };
          anywhere({ shape: image.shape, data }, (image) => {
            const found = correlation(image, kernel, bias.slice(0, filters), apart, dilation);
            expect(Array.from(found.data, (value) => value + 0)).toEqual(expected);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('compare windows of one map as their values are, 0 and -0 being the same', () => {
    let same = 0;
    fc.assert(
      fc.property(outputMaps(), (random) => {
        const arena = openArena(2 ** 20);
        const map = { ...random.map, data: lying(arena, random.map.data) };
        const outputs = Array.from(map.rows, (_, member) =>
          valuesOf(random, member).map((value) => value + 0),
        );
        for (const one of outputs.keys()) {
          for (const other of outputs.keys()) {
            const equal = outputs[one]!.every((value, i) => value === outputs[other]![i]);
            expect(within(windowOf(map, one), windowOf(map, other), 0)).toBe(equal);
            if (equal && one !== other) same++;
          }
        }
        arena.release();
      }),
      { numRuns: 200 },
    );
    expect(same).toBeGreaterThan(10);
  });

  test('see each value that is not finite, wherever it stands', () => {
    const arena = openArena(2 ** 20);
    for (let length = 1; length < 14; length++) {
      const data = lying(arena, new Float32Array(length).fill(-3.4e38));
      expect(allFinite(data)).toBe(true);
      for (let at = 0; at < length; at++) {
        for (const other of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          data.fill(-3.4e38)[at] = other;
          expect(allFinite(data)).toBe(false);
        }
      }
      // What lies behind them is not theirs.
      data.fill(0);
      arena.floats(data.byteOffset, length + 1)[length] = Number.NaN;
      expect(allFinite(data)).toBe(true);
    }
    arena.release();
  });

  test('go through images that are larger than the memory was', () => {
    const shape = [1500, 1501, 1] as const;
    const data = new Float32Array(shape[0] * shape[1]).map((_, i) => i % 1009);
    const { data: found } = largestUnder({ shape, data }, [2, 2], [1, 1]);
    for (const [y, x] of [
      [0, 0],
      [700, 1499],
      [1498, 1499],
    ] as const) {
      const at = y * 1501 + x;
      const four = [data[at]!, data[at + 1]!, data[at + 1501]!, data[at + 1502]!];
      expect(found[y * 1500 + x]).toBe(Math.max(...four));
    }
  });
});

/** Wherever an image lies: in an array of its own, in a space with room for what follows from it, or with none. */
function anywhere(image: Image, check: (image: Image) => void): void {
  check(image);
  const arena = openArena(2 ** 20);
  const inside = { ...image, data: lying(arena, image.data) };
  const before = arena.top();
  check(inside);
  expect(inside.data).toEqual(image.data);
  arena.reset(before);
  fill(arena);
  check(inside);
  arena.release();
}

function lying({ put, floats }: Arena, values: Float32Array): Float32Array {
  return floats(put(values), values.length);
}

function upTo(max: number) {
  return fc.integer({ min: 1, max });
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b);
}

/** The values under each window, row by row, one window for each place and channel. */
function windows({ shape, data }: Image, size: Pair, dilation: Pair): number[][] {
  const [height, width, channels] = shape;
  const found: number[][] = [];
  for (let y = 0; y + (size[0] - 1) * dilation[0] < height; y++) {
    for (let x = 0; x + (size[1] - 1) * dilation[1] < width; x++) {
      for (let c = 0; c < channels; c++) {
        const values: number[] = [];
        for (let row = y, i = 0; i < size[0]; i++, row += dilation[0])
          for (let column = x, j = 0; j < size[1]; j++, column += dilation[1])
            values.push(data[(row * width + column) * channels + c]!);
        found.push(values);
      }
    }
  }
  return found;
}
