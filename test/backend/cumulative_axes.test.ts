import { describe, expect, test } from 'vitest';
import { backendsThere } from '../support/backends.ts';

describe.each(backendsThere)('on $name', ({ tf, activate }) => {
  const x = [1, 2, 3, 4, 5, 6];

  test.each([
    ['Cumsum', -1, false, [1, 3, 6, 4, 9, 15]],
    ['Cumsum', -2, true, [5, 7, 9, 4, 5, 6]],
    ['Cumsum', 0, false, [1, 2, 3, 5, 7, 9]],
    ['Cumprod', -1, false, [1, 2, 6, 4, 20, 120]],
    ['Cumprod', 1, true, [6, 6, 3, 120, 30, 6]],
  ] as const)('%s along the axis %i, reverse: %s', async (name, axis, reverse, wanted) => {
    activate();
    const action = name === 'Cumsum' ? tf.cumsum : tf.cumprod;
    expect([...(await action(tf.tensor2d(x, [2, 3]), axis, false, reverse).data())]).toEqual(wanted);
  });

  test('an axis that there is not is refused', () => {
    activate();
    for (const axis of [-3, 2]) expect(() => tf.cumsum(tf.tensor2d(x, [2, 3]), axis)).toThrow(/axis/i);
  });
});
