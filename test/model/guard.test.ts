import { expect, test } from 'vitest';
import { withoutEmptyWindows } from '../../src/model/guard.ts';
import { loadModel } from '../../src/model/loaded.ts';
import { openModel } from '../../src/model/open.ts';
import { backendsThere } from '../support/backends.ts';
import { asTheyAre, filesOf, outputsOf } from '../support/model/networks.ts';

const wasm = backendsThere.find(({ name }) => name === 'wasm')!;
const { tf, activate } = wasm;

test('windows over nothing are refused until the last of several calls ends', async () => {
  activate();
  const engine = tf.engine();
  const pool = () => tf.tidy(() => tf.maxPool(tf.zeros([1, 2, 2, 1]) as never, 3, 1, 'valid'));
  let end = () => {};
  const first = withoutEmptyWindows(tf, () => new Promise<void>((resolve) => (end = resolve)));
  await withoutEmptyWindows(tf, async () =>
    expect(pool).toThrow('nothing is left for the operation MaxPool'),
  );
  expect(pool).toThrow('nothing is left for the operation MaxPool');
  end();
  await first;
  expect(Object.hasOwn(engine, 'runKernel')).toBe(false);
});

test.each(['max-tfjs/model.json', 'max-tfjs-graph/model.json'])(
  'two loads of %s at once, one of pictures that are too small, do not disturb each other',
  async (form) => {
    const shapes = [
      [2, 2, 1],
      [36, 36, 1],
      [2, 2, 1],
      [28, 28, 1],
    ] as const;
    const loads = await Promise.allSettled(shapes.map((shape) => loadModel(filesOf(form), shape, asTheyAre)));
    expect(loads.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    for (const load of loads) if (load.status === 'fulfilled') load.value.hold()();
    expect(Object.hasOwn(tf.engine(), 'runKernel')).toBe(false);
  },
);

test('a pool whose strides were lost is refused, and other models compute as before', async () => {
  const given = filesOf('max-tfjs-graph/model.json');
  const outputs = async () => {
    const model = await openModel(given);
    const [output] = await outputsOf(model, new Float32Array(28 * 28).fill(0.5), [28, 28, 1], wasm);
    model.dispose();
    return output;
  };
  const before = await outputs();
  const text = new TextDecoder()
    .decode(given.bytes)
    .replace(/("op":"MaxPool".*?"strides":\{"list":\{)"i":\[[^\]]*\]/, '$1');
  expect(text.length).toBeLessThan(given.bytes.length);
  const damaged = { ...given, bytes: new TextEncoder().encode(text) };
  await expect(loadModel(damaged, [36, 36, 1], asTheyAre)).rejects.toThrow(
    'the strides of the operation MaxPool are no whole numbers above 0',
  );
  expect(await outputs()).toEqual(before);
});
