import { expect, test } from 'vitest';
import { images } from '../../src/measure/images.ts';
import { trialsOf } from '../support/measure/trials.ts';

test('a picture is one, and was not skipped', () => {
  const { measured } = trialsOf([[0, 0]], [1], [0]);
  expect(images.measure(measured)).toEqual({ images: 1, skipped: 0 });
});
