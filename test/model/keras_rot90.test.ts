import { expect, test } from 'vitest';
import { Rot90 } from '../../src/model/keras/layers/rearranged.ts';
import { backendsThere } from '../support/backends.ts';

test.each(backendsThere.map((backend) => [backend.name, backend] as const))(
  'two quarters are both axes backwards, also of maps that are not square, on %s',
  async (_, { tf, activate }) => {
    activate();
    const x = tf.tensor(
      Float32Array.from({ length: 24 }, (_, i) => i),
      [2, 3, 4, 1],
    );
    const layer = Rot90({ k: 2, axes: [1, 2] }, () => {
      throw new Error('has no layers');
    });
    const turned = layer.apply(tf, [x], {}) as typeof x;
    expect(turned.shape).toEqual([2, 3, 4, 1]);
    // All values of a picture in reverse order.
    const reversed = [0, 12].flatMap((first) => Array.from({ length: 12 }, (_, i) => first + 11 - i));
    expect([...(await turned.data())]).toEqual(reversed);
    tf.dispose([x, turned]);
  },
);
