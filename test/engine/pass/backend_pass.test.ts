import { expect, test } from 'vitest';
import { type Image, type OutputMap, type Pair, type Shape, windowOf } from '../../../src/core/tensor.ts';
import { copyWindow } from '../../../src/engine/copy_window.ts';
import { phasePass } from '../../../src/engine/pass/backend_pass.ts';
import { loopsPass } from '../../../src/engine/pass/loops_pass.ts';
import { extend, type SharedPass } from '../../../src/engine/pass/shared_pass.ts';
import { defineLayer } from '../../../src/layers/define.ts';
import { maxPool } from '../../../src/layers/max_pool.ts';
import type { Step } from '../../../src/layers/stack/stack.ts';
import type { PoolOptions } from '../../../src/layers/windows/pool_options.ts';
import { type Arena, openArena } from '../../../src/simd/arena.ts';
import { backendsThere } from '../../support/backends.ts';
import { gridOf, oracles, shifted } from '../../support/engine/oracle.ts';
import { allShifts, neverYields } from '../../support/running.ts';

/** Every value is different, so that a window at a wrong place shows. */
function numbered(...shape: [number, number, number]): Image {
  return { shape, data: Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => i - 7) };
}

/** A step whose windows read no padding. */
function pool(
  pool_size: Pair,
  strides: Pair,
  padding: PoolOptions['padding'],
  { kind = maxPool, channels = 1 } = {},
): Step {
  const layer = { name: 'max_pool', kind, options: { pool_size, strides, padding } };
  const clear = { size: 0, before: 0, after: 0 };
  return { index: 1, name: 'max_pool', depth: 1, shape: [0, 0, channels], layer, axes: [clear, clear] };
}

const backend = backendsThere.find(({ name }) => name === 'cpu')!;
const everyMember = (count: number) => Int32Array.from({ length: count }, (_, member) => member);

interface Scene {
  image: Image;
  y: Pair;
  x: Pair;
  torus: boolean;
  /** In plain loops where there is none. */
  on?: typeof backend | undefined;
}

async function begin({ image, y, x, torus, ...rest }: Scene): Promise<SharedPass> {
  const on = 'on' in rest ? rest.on : backend;
  const fill = { mode: torus ? 'wrap' : 'constant', value: 0.5 } as const;
  const extended = await extend(
    image,
    [image.shape[0], image.shape[1]],
    allShifts(y, x),
    { shared: 0, torus, margin: { before: [0, 0], after: [0, 0] }, why: '' },
    fill,
    neverYields,
  );
  return on ? phasePass(on, extended) : loopsPass(extended, neverYields);
}

const scenes: [string, Scene, Step[], Shape[], expected: Pair][] = [
  [
    'on the plane, at sizes that no stride divides',
    { image: numbered(11, 14, 2), y: [-2, 4], x: [-1, 3], torus: false },
    [
      pool([2, 3], [2, 3], 'valid', { channels: 2 }),
      pool([2, 1], [1, 2], 'valid', { channels: 2 }),
      pool([1, 2], [3, 1], 'valid', { channels: 2 }),
    ],
    [
      [5, 4, 2],
      [4, 2, 2],
      [2, 1, 2],
    ],
    [6, 6],
  ],
  [
    'on the torus',
    { image: numbered(12, 18, 1), y: [-5, 20], x: [-19, 2], torus: true },
    [pool([3, 2], [2, 3], 'circular'), pool([2, 4], [3, 2], 'circular')],
    [
      [6, 6, 1],
      [2, 3, 1],
    ],
    [6, 6],
  ],
];

test.each(
  scenes.flatMap((scene) =>
    [...backendsThere, undefined].map((on) => [scene[0], on?.name ?? 'loops', scene, on] as const),
  ),
)(
  '%s, every output is a window of the map, on %s',
  async (_, __, [, scene, layers, shapes, dilation], on) => {
    const tensors = on?.tf.memory().numTensors;
    const pass = await begin({ ...scene, on });
    const { dy, dx } = allShifts(scene.y, scene.x);
    let map: OutputMap | undefined;
    for (const [step, layer] of layers.entries()) {
      await pass.next(layer);
      map = await pass.outputs(shapes[step]!, everyMember(dy.length));
      for (let shift = 0; shift < dy.length; shift++) {
        let grid = shifted(
          gridOf(scene.image),
          dy[shift]!,
          dx[shift]!,
          scene.torus ? 'wrap' : 'constant',
          0.5,
        );
        for (const { layer } of layers.slice(0, step + 1)) grid = oracles.max_pool!(grid, layer!.options);
        expect([...copyWindow(windowOf(map, shift)).data]).toEqual(grid.flat(2));
      }
    }
    expect(map!.dilation).toEqual(dilation);
    pass.dispose();
    expect(on?.tf.memory().numTensors).toBe(tensors);
  },
);

test('a window begins at the largest shift minus its own, the reference among them', async () => {
  const pass = await begin({ image: numbered(6, 6, 1), y: [-1, 4], x: [1, 2], torus: false });
  const { dy, dx } = allShifts([-1, 4], [1, 2]);
  const { rows, columns } = await pass.outputs([6, 6, 1], everyMember(dy.length));
  pass.dispose();
  expect([...rows]).toEqual(Array.from(dy, (shift) => 4 - shift));
  expect([...columns]).toEqual(Array.from(dx, (shift) => 2 - shift));
});

test('however many shifts there are, a map has no more values than the extended image, but for the last phase', async () => {
  const scene = { image: numbered(32, 32, 1), y: [-10, 10], x: [-10, 10], torus: false } as const;
  const pass = await begin(scene);
  for (let side = 32; side > 1; side /= 2) {
    const { data, dilation } = await pass.outputs([side, side, 1], everyMember(21 * 21));
    expect(data.length).toBeLessThan((52 + dilation[0]) ** 2);
    await pass.next(pool([2, 2], [2, 2], 'valid'));
  }
  pass.dispose();
});

test('a layer is asked for stride 1, over as many phases as the strides so far make', async () => {
  const asked: [PoolOptions, number][] = [];
  const spy = defineLayer({
    ...maxPool,
    apply(tf, x, options) {
      asked.push([options, x.shape[0]]);
      return maxPool.apply(tf, x, options);
    },
  });
  for (const [torus, padding] of [
    [false, 'valid'],
    [true, 'circular'],
  ] as const) {
    const pass = await begin({ image: numbered(12, 12, 1), y: [-1, 1], x: [-1, 1], torus });
    // Its own padding may be `same`, where no window reaches it.
    await pass.next(pool([2, 2], [2, 3], 'same', { kind: spy }));
    await pass.next(pool([1, 3], [2, 1], 'same', { kind: spy }));
    await pass.next(pool([2, 2], [1, 1], 'valid', { kind: spy }));
    pass.dispose();
    const options = { strides: [1, 1], padding };
    expect(asked.splice(0)).toEqual([
      [{ ...options, pool_size: [2, 2] }, 1],
      [{ ...options, pool_size: [1, 3] }, 6],
      [{ ...options, pool_size: [2, 2] }, 12],
    ]);
  }
});

test('a layer that throws leaves no tensor behind', async () => {
  const tensors = backend.tf.memory().numTensors;
  const broken = defineLayer({
    ...maxPool,
    apply(tf, x) {
      tf.relu(x);
      throw new Error('out of order');
    },
  });
  const pass = await begin({ image: numbered(4, 4, 1), y: [0, 0], x: [0, 0], torus: false });
  await expect(pass.next(pool([2, 2], [2, 2], 'valid', { kind: broken }))).rejects.toThrow(
    new Error('out of order'),
  );
  pass.dispose();
  expect(backend.tf.memory().numTensors).toBe(tensors);
});

test('an image that is not extended to the end gives its arena back', async () => {
  let arena: Arena | undefined;
  const extending = extend(
    numbered(70, 2, 1),
    [70, 2],
    allShifts([0, 1], [0, 0]),
    { shared: 0, torus: false, margin: { before: [0, 0], after: [0, 0] }, why: '' },
    { mode: 'nearest', value: 0 },
    { due: () => true, yieldNow: () => Promise.reject(new Error('interrupted')) },
    () => (arena = openArena(2 ** 20)),
  );
  await expect(extending).rejects.toThrow('interrupted');
  const next = openArena(2 ** 20);
  expect(next).toBe(arena);
  next.release();
});
