import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { readObject } from '../../src/experiment/read.ts';
import { capture } from '../../src/run/capture.ts';
import { backendsThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';

const wasm = backendsThere.find(({ name }) => name === 'wasm')!;

/** A picture of one row that is black but for one white pixel. */
function dot(x: number): Uint8Array {
  const data = Uint8Array.from({ length: 4 }, (_, i) => (i === x ? 255 : 0));
  return encode({ width: 4, height: 1, data, channels: 1, depth: 8 });
}

const pictures = { 'p/first/0.png': dot(0), 'p/third/2.png': dot(2) };

/** The decision is the column of the white pixel, or 0 if there is none. */
const file = {
  image: { type: 'folder', path: 'p', classes: ['first', 'second', 'third', 'fourth'] },
  shift: { x: [-1, 2] },
  trials: 'all',
  layers: ['flatten', 'argmax'],
};

async function flipsOf(given: object, all: Record<string, Uint8Array> = pictures) {
  const experiment = await readObject({ ...file, ...given }, folder(all), { name: 'e', kinds: {} });
  const { flips } = await capture(experiment, { backend: async () => wasm });
  return flips;
}

const row = (values: number[]) => ({ shape: [1, 4, 1], data: Float32Array.from(values) });

test('a flip has the picture as it is, and under the shortest shift that gives the other decision', async () => {
  const given = { measures: ['decisions'], tables: ['summary', 'images', 'decisions'] };
  // 0.png under -1, 0, 1, 2: 0 0 1 2. 2.png: 1 2 3 0, of which 0 is the smallest of three that are as frequent.
  expect(await flipsOf(given)).toEqual([
    {
      ...{ variant: 0, variantName: '', image: 'first/0.png', of: 'trials', rate: 1 / 4 },
      ...{ decision: 0, decisionName: 'first', other: 1, otherName: 'second', shift: [0, 1] },
      pictures: [row([1, 0, 0, 0]), row([0, 1, 0, 0])],
    },
    {
      ...{ variant: 0, variantName: '', image: 'third/2.png', of: 'trials', rate: 1 / 4 },
      ...{ decision: 2, decisionName: 'third', other: 0, otherName: 'first', shift: [0, 2] },
      pictures: [row([0, 0, 1, 0]), row([0, 0, 0, 0])],
    },
  ]);
});

test('the table of decisions alone has them too, and the table of pictures alone has no shifts', async () => {
  const [first] = await flipsOf({ tables: ['summary', 'decisions'] });
  expect(first).toMatchObject({ image: 'first/0.png', of: 'shifts', rate: 1 / 4, shift: [0, 1] });
  expect(first!.pictures).toHaveLength(2);
  const [other] = await flipsOf({ measures: ['decisions'], tables: ['summary', 'images'] });
  expect(other).toMatchObject({ image: 'first/0.png', of: 'trials', shift: undefined });
  expect(other!.pictures).toBeUndefined();
  expect(await flipsOf({})).toEqual([]);
});

test('means over the pictures of a set are no decisions: without a row for each picture there are the table’s, or none', async () => {
  expect(await flipsOf({ measures: ['decisions'] })).toEqual([]);
  const [first] = await flipsOf({ measures: ['decisions'], tables: ['summary', 'decisions'] });
  expect(first).toMatchObject({ image: 'first/0.png', decision: 0, of: 'shifts', shift: [0, 1] });
});

test('one image has its flip, in each variant, the most frequent first', async () => {
  const given = {
    image: { type: 'file', path: 'p/first/0.png' },
    tables: ['summary', 'decisions'],
    sweep: { 'shift.x': { still: [0, 0], right: [0, 1], both: [-3, 1] } },
  };
  const flips = await flipsOf(given);
  expect(flips.map(({ variant, variantName, rate }) => [variant, variantName, rate])).toEqual([
    [1, 'shift.x right', 1 / 2],
    [2, 'shift.x both', 1 / 5],
  ]);
  expect(flips[0]!.pictures).toEqual([row([1, 0, 0, 0]), row([0, 1, 0, 0])]);
});

test('ten flips at most, and none of a picture whose decision never changes', async () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`p/first/${i}.png`, dot(0)]));
  const given = { tables: ['summary', 'decisions'] };
  expect(await flipsOf(given, many)).toHaveLength(10);
  expect(await flipsOf({ ...given, shift: { x: [-1, 0] } }, many)).toEqual([]);
});
