import { describe, expect, test } from 'vitest';
import { options } from '../../src/core/options.ts';
import { loadBackend, run } from '../../src/index.ts';

const backend = await loadBackend('wasm');
const base = { image: { type: 'circle', size: 8 }, shift: { max: 1 }, trials: 'all', layers: ['relu'] };

/** What a program without types may give; each is right but for what a case changes. */
const layer = {
  title: 'The other sign.',
  options: options({}),
  pools: false,
  tolerance: 1e-6,
  window: () => ({ size: [1, 1], strides: [1, 1], padding: 'valid' }),
  apply: (tf: { neg(x: unknown): unknown }, x: unknown) => tf.neg(x),
};
const image = {
  title: 'Black.',
  options: options({}),
  shape: () => [8, 8, 1],
  draw: () => ({ shape: [8, 8, 1], data: new Float32Array(64) }),
};
const column = { type: 'number', unit: '1', description: 'd', formula: 'f' };
const measure = { title: 'One.', when: 'asked', columns: { foo: column }, measure: () => ({ foo: 1 }) };

const running = (experiment: object, kinds: object) =>
  run({ ...base, ...experiment } as never, { backend, ...kinds } as never);
const withLayer = (changes: object) =>
  running({ layers: ['mine'] }, { layers: { mine: { ...layer, ...changes } } });
const withImage = (changes: object) =>
  running({ image: 'mine' }, { images: { mine: { ...image, ...changes } } });
const withMeasure = (changes: object) =>
  running({ measures: ['mine'] }, { measures: { mine: { ...measure, ...changes } } });

const size = { strides: [1, 1], padding: 'valid' };
const noWindow = { window: undefined };
const gives = 'layer mine at step 1: expected an output of 10×10×1, as its shape says; it gave';
const drawn = 'image mine: expected 64 values of 8×8×1, as its shape says; draw gave';
const shape = 'expected [height, width, channels], whole numbers of at least 1.';

describe('a layer of one’s own', () => {
  test('is right', async () => {
    await expect(withLayer({})).resolves.toBeDefined();
  });

  test.each<[object, string]>([
    [{ pools: 'yes' }, 'layers.mine.pools: expected true or false, not "yes".'],
    [{ tolerance: -1 }, 'layers.mine.tolerance: expected a number of at least 0, not -1.'],
    [{ tolerance: undefined }, 'layers.mine.tolerance: expected a number of at least 0, not nothing.'],
    [{ window: size }, 'layers.mine.window: expected a function, not an object.'],
    [{ apply: undefined }, 'layers.mine.apply: expected a function, not nothing.'],
    [{ loops: layer.apply }, 'layers.mine.loops: expected an object with apply, a function, not a function.'],
    [{ windows: layer.window, ...noWindow }, 'layers.mine: unknown key "windows"; did you mean "window"?'],
    [{ equivariant: 'invariant' }, 'layers.mine.equivariant: expected a function, not "invariant".'],
    [noWindow, 'layers.0: mine at step 1 states neither a window nor a shape.'],
    [
      { window: () => ({ ...size, size: 1 }) },
      'layers.0: mine at step 1 states a window whose size is 1; expected [height, width], two whole numbers of at least 1.',
    ],
    [
      { window: () => ({ ...size, size: [1, 1], strides: [0, 0] }) },
      'layers.0: mine at step 1 states a window whose strides are [0, 0]; expected [down, across], two whole numbers of at least 1.',
    ],
    [
      { window: () => ({ ...size, size: [1, 1], padding: 'SAME' }) },
      'layers.0: mine at step 1 states a window whose padding is "SAME"; expected { before: [0, 0], after: [0, 0] } with whole numbers, or one of same, valid, circular, circular_centered, reflect, replicate, full.',
    ],
    [
      { window: () => undefined },
      'layers.0: mine at step 1 states nothing as its window; expected size, strides and padding.',
    ],
    [{ ...noWindow, shape: () => [8, 8] }, `layers.0: mine at step 1 states [8, 8] as its shape; ${shape}`],
    [
      { ...noWindow, shape: () => [0, 8, 1] },
      `layers.0: mine at step 1 states [0, 8, 1] as its shape; ${shape}`,
    ],
    [
      { ...noWindow, shape: () => ({ shape: [8, 8, 1], strides: 1 }) },
      'layers.0: mine at step 1 states 1 as its strides; expected [down, across], numbers above 0.',
    ],
    [{ apply: () => undefined }, `${gives} nothing.`],
    [{ apply: () => [1] }, `${gives} [1].`],
    [{ apply: async () => 1 }, `${gives} a Promise.`],
    [{ apply: (tf: any, x: unknown) => tf.sum(x) }, `${gives} a single number.`],
    [{ apply: (tf: any, x: unknown) => tf.mean(x, 1) }, `${gives} 10×1.`],
  ])('%o', async (changes, message) => {
    await expect(withLayer(changes)).rejects.toMatchObject({ name: 'UserError', message });
  });

  const inLoops = (apply: (x: { data: Float32Array; shape: number[] }) => unknown) =>
    run({ ...base, layers: ['mine'] } as never, {
      layers: { mine: { ...layer, tolerance: 0, loops: { apply } } } as never,
    });

  test.each<[string, (x: { data: Float32Array; shape: number[] }) => unknown]>([
    ['5', () => 5],
    ['no shape with float32 data', ({ data }) => data],
    ['no shape with float32 data', ({ shape, data }) => ({ shape, data: [...data] })],
    ['2×2×1', () => ({ shape: [2, 2, 1], data: new Float32Array(4) })],
    ['3 values', ({ shape }) => ({ shape, data: new Float32Array(3) })],
  ])('whose loops give %s', async (given, apply) => {
    await expect(inLoops(apply)).rejects.toThrow(`as its shape says; it gave ${given}.`);
  });

  test('may have members of its own, and be an object of a class', async () => {
    class Negative {
      title = layer.title;
      options = layer.options;
      pools = false;
      tolerance = 0;
      factor = -1;
      window() {
        return layer.window();
      }
      apply(tf: any, x: unknown) {
        return tf.mul(x, this.factor);
      }
    }
    await expect(running({ layers: ['mine'] }, { layers: { mine: new Negative() } })).resolves.toBeDefined();
    await expect(withLayer({ note: 'x', applyTwice: true })).resolves.toBeDefined();
  });
});

describe('an image of one’s own', () => {
  test.each<[object, string]>([
    [{ shape: [8, 8, 1] }, 'images.mine.shape: expected a function, not [8, 8, 1].'],
    [{ draw: undefined }, 'images.mine.draw: expected a function, not nothing.'],
    [{ shape: () => [8.5, 8, 1] }, `image: mine states [8.5, 8, 1] as its shape; ${shape}`],
    [{ draw: () => undefined }, `${drawn} nothing.`],
    [{ draw: () => new Float32Array(64) }, `${drawn} no shape with data.`],
    [
      { pictures: () => [] },
      'the pictures of mine: expected a list of pictures, { name: "a.png", label: 0 }, not nothing.',
    ],
    [{ pictures: () => ({ list: [{}] }) }, 'the name of picture 0 of mine: expected a text, not nothing.'],
    [
      { pictures: () => ({ list: [{ name: 'a' }, { name: 'a' }] }) },
      'the name of picture 1 of mine: expected a name that no other picture of the set has, not "a".',
    ],
    [
      { pictures: () => ({ list: [{ name: 'a', label: -1 }] }) },
      'the label of picture 0 of mine: expected a whole number of at least 0, not -1.',
    ],
  ])('%o', async (changes, message) => {
    await expect(withImage(changes)).rejects.toMatchObject({ name: 'UserError', message });
  });

  test('may be of numbers in any list: they are rounded to float32', async () => {
    const values = Array.from({ length: 64 }, (_, i) => i / 10);
    const tables = [values, Float64Array.from(values), Float32Array.from(values)].map(async (data) => {
      return (await withImage({ draw: () => ({ shape: [8, 8, 1], data }) })).table;
    });
    const [first, ...others] = await Promise.all(tables);
    for (const other of others) expect(other).toEqual(first);
  });
});

test.each<[object, string]>([
  [{ when: 'allways' }, 'measures.mine.when: expected always, against, set or asked, not "allways".'],
  [{ measure: undefined }, 'measures.mine.measure: expected a function, not nothing.'],
  [
    { measure: () => undefined },
    'measure "One.": expected a number or null for its column foo; it returned no column.',
  ],
  [
    { columns: { foo: { ...column, type: 'float' } } },
    'measures.mine.columns.foo.type: expected integer, number or rate, not "float".',
  ],
  [{ columns: { foo: null } }, 'measures.mine.columns.foo: expected a column, with type, not nothing.'],
])('a measure of one’s own: %o', async (changes, message) => {
  await expect(withMeasure(changes)).rejects.toMatchObject({ name: 'UserError', message });
});
