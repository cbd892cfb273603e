import { describe, expect, test } from 'vitest';
import { flatten } from '../../src/layers/flatten.ts';
import { backendsThere } from '../support/backends.ts';
import { noise, outputOf, picture, stepOf } from '../support/layers/output.ts';

describe.each(backendsThere)('flatten on $name', (backend) => {
  test('lays row after row, in each column after column, in each channel after channel', () => {
    const image = picture([
      [
        [111, 112],
        [121, 122],
        [131, 132],
      ],
      [
        [211, 212],
        [221, 222],
        [231, 232],
      ],
    ]);
    expect(outputOf(backend, flatten, image)).toEqual([
      [[111, 112, 121, 122, 131, 132, 211, 212, 221, 222, 231, 232]],
    ]);
  });

  test('is the list of an image’s values', () => {
    for (const shape of [
      [1, 1, 1],
      [1, 7, 1],
      [5, 1, 3],
      [6, 4, 5],
    ] as const) {
      const image = noise(shape, `${shape}`);
      expect(outputOf(backend, flatten, image)).toEqual([[[...image.data]]]);
      expect(stepOf(flatten, shape, {})).toMatchObject({ shape: [1, 1, image.data.length], depth: 0 });
    }
  });
});
