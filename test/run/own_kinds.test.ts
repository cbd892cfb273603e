import { describe, expect, test } from 'vitest';
import { options } from '../../src/core/options.ts';
import type { Shape } from '../../src/core/tensor.ts';
import { defineImage, defineLayer, defineMeasure, loadBackend, run } from '../../src/index.ts';

const backend = await loadBackend('wasm');
const base = { image: 'circle', shift: { max: 3 }, trials: 'all', steps: 'all' } as const;

/** A layer of one's own that halves both sides, and states a shape. */
function halving(shape: (input: Shape) => Shape) {
  return defineLayer({
    title: 'Halves.',
    options: options({}),
    pools: true,
    tolerance: 0,
    shape,
    apply: (tf, x) => tf.maxPool(x, 2, 2, 'same'),
  });
}

describe('a layer of one’s own is held to its shape', () => {
  const runWith = (shape: (input: Shape) => Shape) =>
    run({ ...base, layers: ['mine'] }, { backend, layers: { mine: halving(shape) } });

  test('where it says what it gives', async () => {
    const { table } = await runWith(([h, w, c]) => [h / 2, w / 2, c]);
    expect(table.rows.at(-1)).toMatchObject({ height: 32, width: 32 });
  });

  test.each<[string, (input: Shape) => Shape]>([
    ['64×64×1', (input) => input],
    ['16×16×1', ([h, w, c]) => [h / 4, w / 4, c]],
    // As many values in another arrangement.
    ['16×64×1', ([, w, c]) => [16, w, c]],
  ])('where it says %s', async (said, shape) => {
    await expect(runWith(shape)).rejects.toThrow(
      `layer mine at step 1: expected an output of ${said}, as its shape says; it gave 32×32×1.`,
    );
  });

  test('also in a shared pass', async () => {
    const mine = defineLayer({
      title: 'Pools, whatever its strides.',
      options: options({}),
      pools: true,
      tolerance: 0,
      window: () => ({ size: [2, 2], strides: [2, 2], padding: 'valid' }),
      apply: (tf, x) => tf.maxPool(x, 2, 2, 'valid'),
    });
    const running = run({ ...base, layers: ['mine'] }, { backend, layers: { mine } });
    await expect(running).rejects.toThrow(
      /^layer mine at step 1: expected an output of 69×69×1, as its shape says; it gave 35×35×1\.$/,
    );
  });
});

describe('an image of one’s own is held to its shape', () => {
  const ramp = (n: number) => Float32Array.from({ length: n }, (_, i) => i);
  const runWith = (shape: Shape, data: Float32Array) => {
    const mine = defineImage({
      title: 'x',
      options: options({}),
      shape: () => [8, 8, 1],
      draw: () => ({ shape, data }),
    });
    return run({ ...base, image: 'mine', layers: ['relu'] }, { images: { mine } });
  };

  test('where it draws what it says', async () => {
    expect((await runWith([8, 8, 1], ramp(64))).table.rows).toHaveLength(2);
  });

  test.each<[Shape, number, string]>([
    [[8, 8, 1], 20, '20 of 8×8×1'],
    [[16, 16, 1], 256, '256 of 16×16×1'],
    [[4, 4, 1], 16, '16 of 4×4×1'],
  ])('where it draws %o with %i values', async (shape, values, given) => {
    await expect(runWith(shape, ramp(values))).rejects.toThrow(
      `image mine: expected 64 values of 8×8×1, as its shape says; draw gave ${given}.`,
    );
  });
});

describe('a measure of one’s own is held to its columns', () => {
  const runWith = (found: object) => {
    const mine = defineMeasure({
      title: 'Mine',
      when: 'asked',
      columns: { foo: { type: 'number', unit: '1', description: 'd', formula: 'f' } },
      measure: () => found as { foo: number },
    });
    return run({ ...base, layers: ['relu'], measures: ['mine'] }, { measures: { mine } });
  };

  test('where it returns a number, null or NaN', async () => {
    expect((await runWith({ foo: 2 })).table.rows[0]).toMatchObject({ foo: 2 });
    expect((await runWith({ foo: null })).table.rows[0]).toMatchObject({ foo: null });
    expect((await runWith({ foo: Number.NaN })).table.rows[0]).toMatchObject({ foo: null });
  });

  test.each<[object, string]>([
    [{}, 'measure "Mine": expected a number or null for its column foo; it returned no column.'],
    [{ bar: 1 }, 'measure "Mine": expected a number or null for its column foo; it returned bar.'],
    [{ foo: 'x' }, 'measure "Mine": expected a number or null for its column foo; it returned "x".'],
    [{ foo: 1, match_rate: 7 }, 'measure "Mine": match_rate is none of its columns; expected foo.'],
  ])('where it returns %o', async (found, message) => {
    await expect(runWith(found)).rejects.toThrow(message);
  });
});
