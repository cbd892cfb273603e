import { expect, test } from 'vitest';
import type { Shape } from '../../src/core/tensor.ts';
import { arrange } from '../../src/model/arrangement.ts';
import { feedModel } from '../../src/model/feed.ts';
import type { Model } from '../../src/model/model.ts';
import { backendsThere } from '../support/backends.ts';
import { asTheyAre, outputsOf } from '../support/model/networks.ts';

const backend = backendsThere.find(({ name }) => name === 'wasm')!;

/** A model that gives back what it gets, and notes the shapes of its inputs. */
function echo(given: Partial<Model> = {}): Model & { got: number[][] } {
  const got: number[][] = [];
  return {
    path: 'echo.onnx',
    about: { format: 'echo', details: [], weightBytes: 0 },
    values: async () => [],
    layout: 'NHWC',
    input: { name: 'x', type: 'float32', shape: [null, null, null, null] },
    others: [],
    outputs: ['same'],
    got,
    async run(x, shape) {
      got.push([...shape]);
      return [{ data: x.slice(), shape }];
    },
    dispose: () => {},
    ...given,
  };
}

const input = (...shape: (number | null)[]) => ({ input: { name: 'x', type: 'float32', shape } });

/** Five pictures of 2×3 with 2 channels: 0, 1, 2, … */
const batch = Float32Array.from({ length: 60 }, (_, i) => i);
const picture: Shape = [2, 3, 2];
const fed = (model: Model, feed = asTheyAre) => outputsOf(model, batch, picture, backend, feed);

test('pictures are scaled to (x · scale - mean) / std, channel by channel', async () => {
  const feed = { scale: 0.5, mean: [1, 2], std: [4, 8] };
  const wanted = Array.from(batch, (x, i) => (x * 0.5 - feed.mean[i % 2]!) / feed.std[i % 2]!);
  for (const layout of ['NHWC', 'NCHW'] as const)
    expect((await fed(echo({ layout }), feed)).map((y) => [...y])).toEqual([wanted]);
});

test('a model whose channels come first gets them first, and its maps are turned back', async () => {
  const model = echo({ layout: 'NCHW' });
  const seen: number[][] = [];
  const { run } = model;
  model.run = async (x, ...rest) => {
    seen.push([...x.subarray(0, 12)]);
    return run(x, ...rest);
  };
  expect(await fed(model)).toEqual([batch]);
  expect(model.got.at(-1)).toEqual([5, 2, 2, 3]);
  expect(seen[0]).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
  // The user knows better than the format.
  const other = echo({ layout: 'NHWC' });
  await fed(other, { ...asTheyAre, layout: 'NCHW' });
  expect(other.got.at(-1)).toEqual([5, 2, 2, 3]);
});

test('as many pictures go through together as memory allows, and others have their turn in between', async () => {
  // 16 MiB in all: two of 6 MB, of which none is left over, five of 1 MB, one of 80 MB.
  for (const [bytes, sizes] of [
    [6e6, [2, 2, 2]],
    [1e6, [5]],
    [80e6, [1, 1, 1, 1, 1]],
  ] as const) {
    const model = echo({ bytes: () => bytes });
    let yielded = 0;
    const passage = { ...arrange(model, undefined, picture), feed: asTheyAre, layouts: [] };
    const outputs = await feedModel(
      model,
      batch,
      picture,
      passage,
      async () => backend,
      async () => void yielded++,
    );
    expect(model.got.map(([n]) => n)).toEqual(sizes);
    expect(yielded).toBe(sizes.length - 1);
    expect(outputs).toEqual([batch]);
  }
});

test('a model of a fixed batch gets it full, of zeros where pictures end, and those are taken away', async () => {
  const model = echo(input(2, null, null, null));
  expect(await fed(model)).toEqual([batch]);
  expect(model.got.map(([n]) => n)).toEqual([2, 2, 2]);
});

test('pictures that go in alone fill a fixed batch with copies', async () => {
  const seen: number[][] = [];
  const model = echo({
    ...input(2, null, null, null),
    run: async (x, shape) => {
      seen.push([...x]);
      return [{ data: x, shape }];
    },
  });
  const passage = { ...arrange(model, undefined, picture), feed: asTheyAre, layouts: [], alone: true };
  const outputs = await feedModel(model, batch, picture, passage, async () => backend);
  expect(outputs).toEqual([batch]);
  expect(seen).toHaveLength(5);
  const [first] = [[...batch.subarray(12, 24)]];
  expect(seen[1]).toEqual([...first!, ...first!]);
});

test.each<[string, number[], Shape, string, (number | null)[], number[]]>([
  ['[n, h, w]', [1], [2, 3, 1], 'NCHW', [null, 2, 3], [10, 2, 3]],
  ['[1, h, w]', [10], [2, 3, 1], 'NCHW', [1, null, null], [1, 2, 3]],
  ['[h, w]', [10], [2, 3, 1], 'NCHW', [null, null], [2, 3]],
  ['[c, h, w]', [5], [2, 3, 2], 'NCHW', [2, null, null], [2, 2, 3]],
  ['[h, w, c]', [5], [2, 3, 2], 'NHWC', [null, null, 2], [2, 3, 2]],
])('%s takes pictures of %j', async (_, [passes], shape, layout, declared, given) => {
  const model = echo({ layout: layout as 'NHWC', ...input(...declared) });
  expect(await outputsOf(model, batch, shape, backend)).toEqual([batch]);
  expect(model.got).toEqual(Array.from({ length: passes! }, () => given));
});

test.each<[string, Shape, string, (number | null)[], number[][]]>([
  ['a row of values', [2, 3, 1], 'NCHW', [null, 6], [[10, 6]]],
  ['a row of values, fixed', [2, 3, 1], 'NHWC', [2, 6], Array(5).fill([2, 6])],
  ['a row of values of channels', [2, 3, 2], 'NHWC', [null, 12], [[5, 12]]],
])('%s takes pictures of %j', async (_, shape, layout, declared, got) => {
  const model = echo({ layout: layout as 'NHWC', ...input(...declared) });
  expect(await outputsOf(model, batch, shape, backend)).toEqual([batch]);
  expect(model.got).toEqual(got);
});

test('a row of the values of a picture is in the order of the layout', async () => {
  const seen: number[][] = [];
  const model = echo({
    layout: 'NCHW',
    ...input(null, 4),
    run: async (x, shape) => {
      seen.push([...x]);
      return [{ data: x.slice(), shape }];
    },
  });
  await outputsOf(model, Float32Array.of(1, 2, 3, 4), [1, 2, 2], backend);
  expect(seen.at(-1)).toEqual([1, 3, 2, 4]);
});

test('what gives other counts than it got is refused, and so is what has more axes than maps', async () => {
  const mixing = echo({ run: async () => [{ data: new Float32Array(12), shape: [1, 2, 3, 2] }] });
  await expect(fed(mixing)).rejects.toThrow(
    'the model echo.onnx gives an output same of 1×2×3×2 for 5 pictures; expected [5, …], a part for each picture; output: NAME takes another value, or export the model for one picture.',
  );
  const deep = echo({
    run: async (_, [n]) => [{ data: new Float32Array(n! * 48), shape: [n!, 2, 2, 3, 4] }],
  });
  await expect(fed(deep)).rejects.toThrow(
    'the model echo.onnx has an output same of 5 axes; expected a batch of vectors or maps; output: NAME takes another value.',
  );
});

test.each<[(number | null)[], Shape, string]>([
  [
    [null, 32, null, 3],
    [36, 36, 1],
    'takes pictures of 32×any×3 (HWC), not 36×36×1; they fit with image: { channels: rgb, size: [32, 36] } (or [32, 36] as the crop, embed or frame).',
  ],
  [
    [null, 3, 32, 32],
    [36, 36, 3],
    'takes pictures of 3×32×32 (HWC), not 36×36×3; they fit with image: { size: 32 } and input: { layout: NCHW } (or 32 as the crop, embed or frame).',
  ],
  [
    [null, 3, 36, 36],
    [36, 36, 1],
    'takes pictures of 3×36×36 (HWC), not 36×36×1; they fit with image: { channels: rgb } and input: { layout: NCHW }.',
  ],
  [
    [null, 36, 36, 1],
    [36, 36, 3],
    'takes pictures of 36×36×1 (HWC), not 36×36×3; they fit with image: { channels: grey }.',
  ],
  [[null, 36, 36, 4], [36, 36, 3], 'takes pictures of 36×36×4 (HWC), not 36×36×3.'],
  [
    [null, null, null, 3],
    [36, 36, 1],
    'takes pictures of any×any×3 (HWC), not 36×36×1; they fit with image: { channels: rgb }.',
  ],
  [
    [36, 36, 3],
    [36, 36, 1],
    'takes pictures of 36×36×3 (HWC), not 36×36×1; they fit with image: { channels: rgb }.',
  ],
  [
    [null, 3, null, null],
    [36, 36, 3],
    'takes pictures of 3×any×any (HWC), not 36×36×3; they fit with input: { layout: NCHW }.',
  ],
  [[null, 10], [36, 36, 1], 'takes 10 values of each picture, and one of 36×36×1 has 1296.'],
  [
    [null, 4, 36, 36, 1],
    [36, 36, 1],
    'takes inputs of any×4×36×36×1, several frames or slices of each; export it for one.',
  ],
  [
    [],
    [36, 36, 1],
    'takes no axes; expected pictures, [n, height, width, channels]; export it with such an input.',
  ],
])('inputs of %j refuse pictures of %j', (shape, given, why) => {
  expect(() => arrange(echo(input(...shape)), undefined, given)).toThrow(`the model echo.onnx ${why}`);
});
