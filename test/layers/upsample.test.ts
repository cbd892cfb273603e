import { describe, expect, test } from 'vitest';
import { upsample } from '../../src/layers/upsample.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { upsampled } from '../support/layers/enlarged.ts';
import { noise, outputOf, picture, rowsOf, stepOf } from '../support/layers/output.ts';
import { outputsOf } from '../support/running.ts';

const sizes = [
  [1, 1],
  [2, 2],
  [3, 1],
  [1, 4],
  [2, 5],
] as const;

describe.each(backendsThere)('upsample on $name', (backend) => {
  test.each(['nearest', 'bilinear'])('reads the input at the centres of its cells, %s', (interpolation) => {
    for (const size of sizes)
      for (const shape of [
        [1, 1, 1],
        [3, 5, 2],
        [4, 2, 3],
      ] as const) {
        const image = noise(shape, `${size} ${shape}`);
        const wanted = upsampled(gridOf(image), { size, interpolation });
        const found = outputOf(backend, upsample, image, { size, interpolation });
        expect(found.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
        for (const [i, value] of found.flat(2).entries())
          expect(Math.abs(value - wanted.flat(2)[i]!)).toBeLessThanOrEqual(2 ** -23);
      }
  });

  test('on a small picture', () => {
    const row = picture([[0, 4]]);
    const found = (given: object) => rowsOf(outputOf(backend, upsample, row, { size: [1, 2], ...given }));
    expect(found({})).toEqual([[0, 0, 4, 4]]);
    // tf.image.resize([[0, 4]], [1, 4]) of TensorFlow 2, and torch.nn.Upsample with align_corners=False.
    expect(found({ interpolation: 'bilinear' })).toEqual([[0, 1, 3, 4]]);
  });
});

test('upsample makes a cell of half a pixel, so that down_shift counts in them', async () => {
  expect(stepOf(upsample, [3, 4, 2], { size: [2, 3] })).toMatchObject({
    shape: [6, 12, 2],
    depth: 0,
    stride: [1 / 2, 1 / 3],
  });
  const file = {
    image: { type: 'dots', size: 8, at: [[4, 4]] },
    shift: { max: 2 },
    trials: 'all',
    layers: ['upsample'],
    compare: 'down_shift',
  };
  const [, step] = await outputsOf(file);
  expect([...step!.classOf].every((number) => number === 0)).toBe(true);
});
