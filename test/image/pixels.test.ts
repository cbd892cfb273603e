import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/tensor.ts';
import { pixels } from '../../src/image/pixels.ts';

function draw(rows: (number | number[])[][]): Image {
  return pixels.draw(v.parse(pixels.options, { rows }), () => expect.unreachable('nothing here is random'));
}

const value = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('pixels', () => {
  test('are rows of numbers, read as they are written', () => {
    const image = draw([
      [0, 1, 2],
      [3, -4.5, 5],
    ]);
    expect(image).toEqual({ shape: [2, 3, 1], data: Float32Array.of(0, 1, 2, 3, -4.5, 5) });
  });

  test('are what was written, whatever was', () => {
    const size = fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
    );
    const written = size.chain(([height, width, channels]) =>
      fc.array(
        fc.array(fc.array(value, { minLength: channels, maxLength: channels }), {
          minLength: width,
          maxLength: width,
        }),
        { minLength: height, maxLength: height },
      ),
    );
    fc.assert(
      fc.property(written, (rows) => {
        const { shape, data } = draw(rows);
        expect(shape).toEqual([rows.length, rows[0]!.length, rows[0]![0]!.length]);
        for (const [y, row] of rows.entries())
          for (const [x, pixel] of row.entries())
            for (const [c, one] of pixel.entries()) expect(data[(y * shape[1] + x) * shape[2] + c]).toBe(one);
      }),
    );
  });

  test('of one channel may be written as lists of one', () => {
    expect(draw([[[1], [2]]])).toEqual(draw([[1, 2]]));
  });

  test('are rounded to float32', () => {
    expect(draw([[0.1]]).data[0]).toBe(0.10000000149011612);
  });

  test.each([
    [{}, 'rows', 'is missing'],
    [{ rows: 1 }, 'rows', 'expected a list with at least one row'],
    [{ rows: [] }, 'rows', 'expected a list with at least one row'],
    [{ rows: [[]] }, 'rows.0', 'expected a list with at least one pixel'],
    [{ rows: [1] }, 'rows.0', 'expected a list with at least one pixel'],
    [{ rows: [[[]]] }, 'rows.0.0', 'expected a list with at least one number'],
    [{ rows: [['x']] }, 'rows.0.0', 'expected a finite number, or a list of one per channel'],
    [{ rows: [[Number.NaN]] }, 'rows.0.0', 'expected a finite number, or a list of one per channel'],
    [{ rows: [[1e39]] }, 'rows.0.0', 'expected a finite number, at most 3.4e38'],
    [{ rows: [[1, 2], [3]] }, 'rows.1', 'expected 2 pixels, as in the first row, not 1'],
    [{ rows: [[1], [2, 3]] }, 'rows.1', 'expected 1 pixels, as in the first row, not 2'],
    [{ rows: [[1, [2]]] }, 'rows.0.1', 'expected a number, as in the first pixel'],
    [{ rows: [[[1, 2]], [[3]]] }, 'rows.1.0', 'expected 2 channels, as in the first pixel'],
    [{ rows: [[[1], 2]] }, 'rows.0.1', 'expected 1 channels, as in the first pixel'],
  ])('%j are refused at %s', (given, path, message) => {
    const { issues } = v.safeParse(pixels.options, given);
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
  });
});
