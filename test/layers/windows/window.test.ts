import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { oneCell } from '../../../src/layers/pointwise.ts';
import { type PaddingName, paddings } from '../../../src/layers/windows/padding.ts';
import { poolOptions, poolWindow } from '../../../src/layers/windows/pool_options.ts';
import {
  extendedAxis,
  type LayerWindow,
  type Padding,
  slide,
  slideShape,
  windowMisfit,
} from '../../../src/layers/windows/window.ts';
import { frames } from '../../support/layers/framed.ts';

const names = Object.keys(paddings) as PaddingName[];

const upTo = (max: number) => fc.integer({ min: 1, max });

/** One axis alone; the other is there to be mistaken for it. */
function along(n: number, size: number, strides: number, padding: Padding) {
  const down = slide(n, { size: [size, 99], strides: [strides, 98], padding }, 0);
  const across = slide(n, { size: [99, size], strides: [98, strides], padding }, 1);
  expect(across).toEqual(down);
  return down;
}

/** Where windows begin, by walking along the axis. */
function starts(n: number, size: number, strides: number, padding: Padding): number[] {
  const found: number[] = [];
  for (let at = 0; padding === 'valid' ? at + size <= n : at < n; at += strides) found.push(at);
  return found;
}

describe('a window that slides', () => {
  test.each([
    // TensorFlow's own example: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
    [13, 6, 5, 'same', { size: 3, before: 1, after: 2 }],
    [13, 6, 5, 'valid', { size: 2, before: 0, after: 0 }],
    // The lesson: nothing is padded from 64 down to 4.
    [64, 2, 2, 'same', { size: 32, before: 0, after: 0 }],
    [5, 2, 2, 'same', { size: 3, before: 0, after: 1 }],
    [5, 3, 1, 'same', { size: 5, before: 1, after: 1 }],
    [5, 2, 2, 'circular', { size: 3, before: 0, after: 1 }],
    [5, 3, 1, 'circular', { size: 5, before: 0, after: 2 }],
    [5, 2, 2, 'valid', { size: 2, before: 0, after: 0 }],
    [7, 1, 3, 'same', { size: 3, before: 0, after: 0 }],
    [5, 3, 1, 'full', { size: 7, before: 2, after: 2 }],
    [5, 3, 2, 'full', { size: 4, before: 2, after: 2 }],
    [8, 3, 2, 'reflect', { size: 4, before: 1, after: 0 }],
    [7, 3, 2, 'reflect', { size: 4, before: 1, after: 1 }],
    [5, 4, 1, 'replicate', { size: 5, before: 1, after: 2 }],
    [5, 2, 2, 'circular_centered', { size: 3, before: 0, after: 1 }],
    [5, 3, 1, 'circular_centered', { size: 5, before: 1, after: 1 }],
  ] as const)('over %i cells, %i wide, by %i, %s', (n, size, strides, padding, axis) => {
    expect(along(n, size, strides, padding)).toEqual(axis);
  });

  test('gives a value wherever it may begin, and pads no more than its windows need', () => {
    fc.assert(
      fc.property(
        upTo(20),
        upTo(9),
        upTo(6),
        fc.constantFrom('same', 'valid', 'circular'),
        (n, size, strides, padding) => {
          const { size: out, before, after } = along(n, size, strides, padding);
          const places = starts(n, size, strides, padding);
          if (padding === 'valid' && size > n) expect(out).toBeLessThan(1);
          else expect(out).toBe(places.length);
          const missing = places.length === 0 ? 0 : Math.max(0, places.at(-1)! + size - n);
          expect(before + after).toBe(missing);
          if (padding === 'same') expect([0, 1]).toContain(after - before);
          else expect(before).toBe(0);
        },
      ),
    );
  });

  test('sees, over an extended axis, what it sees over the axis itself', () => {
    fc.assert(
      fc.property(upTo(12), upTo(7), upTo(4), fc.constantFrom(...names), (n, size, strides, padding) => {
        const window: LayerWindow = { size: [size, 99], strides: [strides, 98], padding };
        fc.pre(windowMisfit([n, 99, 1], { ...window, size: [size, 1] }) === undefined);
        const cells = [...(extendedAxis(n, window, 0) ?? Array.from({ length: n }, (_, i) => i))];
        const { size: out } = slide(n, window, 0);
        const seen = Array.from({ length: out }, (_, i) => cells.slice(i * strides, i * strides + size));
        const wanted = frames(n, size, strides, padding).map((line) => line.map((cell) => cell ?? -1));
        expect(seen).toEqual(wanted);
      }),
    );
  });

  test('is refused where it does not fit, or where nothing is left to reflect', () => {
    const window = (size: number, padding: PaddingName): LayerWindow => {
      return { size: [size, 1], strides: [1, 1], padding };
    };
    expect(windowMisfit([3, 4, 1], window(4, 'valid'))).toBe(
      'has a window of 4×1, larger than the 3×4 that is left',
    );
    expect(windowMisfit([3, 4, 1], window(7, 'reflect'))).toBe(
      'cannot reflect 3 rows where 3 are left; write padding: replicate, or a smaller window',
    );
    expect(windowMisfit([3, 4, 1], window(6, 'reflect'))).toBe(
      'cannot reflect 3 rows where 3 are left; write padding: replicate, or a smaller window',
    );
    expect(windowMisfit([1, 4, 1], window(3, 'reflect'))).toBe(
      'cannot reflect 1 row where 1 is left; write padding: replicate, or a smaller window',
    );
    expect(windowMisfit([3, 4, 1], window(5, 'reflect'))).toBeUndefined();
    expect(windowMisfit([3, 4, 1], window(9, 'replicate'))).toBeUndefined();
  });

  test('slides down by its first numbers and across by its second, and leaves the channels', () => {
    const window: LayerWindow = { size: [2, 3], strides: [2, 1], padding: 'valid' };
    expect(slideShape([8, 9, 5], window)).toEqual([4, 7, 5]);
    expect(slideShape([8, 9, 5], oneCell())).toEqual([8, 9, 5]);
  });
});

describe('the options of a pool', () => {
  test.each([
    [{}, { pool_size: [2, 2], strides: [2, 2], padding: 'same' }],
    [{ pool_size: 3 }, { pool_size: [3, 3], strides: [3, 3], padding: 'same' }],
    [{ pool_size: [2, 4] }, { pool_size: [2, 4], strides: [2, 4], padding: 'same' }],
    [
      { strides: 1, padding: 'valid' },
      { pool_size: [2, 2], strides: [1, 1], padding: 'valid' },
    ],
  ])('%j are filled in', (given, all) => {
    const options = v.parse(poolOptions, given);
    expect(options).toEqual(all);
    expect(poolWindow(options)).toEqual({ size: all.pool_size, strides: all.strides, padding: all.padding });
  });

  test.each([
    [{ pool_size: 0 }, 'pool_size', 'expected a whole number from 1 to 16,000,000'],
    [{ strides: [1, 0] }, 'strides.1', 'expected a whole number from 1 to 16,000,000'],
    [{ strides: 'x' }, 'strides', 'expected a whole number from 1 to 16,000,000, or two as [height, width]'],
    [{ padding: 'vaild' }, 'padding', 'unknown value "vaild"; did you mean "valid"?'],
    [{ stride: 1 }, 'stride', 'unknown key "stride"; did you mean "strides"?'],
  ])('%j are refused at %s', (given, path, message) => {
    const { issues } = v.safeParse(poolOptions, given);
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
  });
});
