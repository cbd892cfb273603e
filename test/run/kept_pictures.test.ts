import { encode } from 'fast-png';
import { expect, test, vi } from 'vitest';
import { png } from '../../src/image/decode/png.ts';
import { run } from '../../src/index.ts';
import { folder } from '../support/files.ts';

/** A picture of 6×6 pixels that are all different. */
function picture(first: number): Uint8Array {
  const data = Uint8Array.from({ length: 36 }, (_, i) => (first + 7 * i) % 256);
  return encode({ width: 6, height: 6, data, channels: 1, depth: 8 });
}

const pictures = { 'p/a/1.png': picture(1), 'p/a/2.png': picture(50), 'p/b/3.png': picture(99) };

/** How many pictures are decoded for an experiment, and its table. */
async function decodes(given: object) {
  const file = {
    image: { type: 'folder', path: 'p', size: 5 },
    shift: { max: 1 },
    trials: 4,
    pool: { type: 'max_pool', depth: 1 },
    ...given,
  };
  using decode = vi.spyOn(png, 'decode');
  const { table } = await run(file as never, { base: folder(pictures) });
  return { count: decode.mock.calls.length, rows: table.rows };
}

test.each([
  ['other layers', { 'pool.type': ['max_pool', 'avg_pool', 'blur_pool'] }],
  ['other shifts', { 'shift.max': [0, 1, 2] }],
  ['other seeds', { seed: [0, 1, 2] }],
  ['both', { 'pool.type': ['max_pool', 'avg_pool'], seed: [0, 1] }],
])('a picture is decoded once, however many variants: %s', async (_, sweep) => {
  expect((await decodes({ sweep })).count).toBe(3);
});

test('variants with another size resize each picture once for each size', async () => {
  const sweep = { 'image.size': [4, 5], 'shift.max': [0, 1, 2] };
  expect((await decodes({ sweep })).count).toBe(6);
});

test('measures that compare pictures decode none twice', async () => {
  expect((await decodes({ measures: ['separation', 'sensitivity'] })).count).toBe(3);
});

test('a picture alone is decoded once', async () => {
  const image = { type: 'file', path: 'p/a/1.png' };
  const sweep = { 'pool.type': ['max_pool', 'avg_pool', 'blur_pool'] };
  expect((await decodes({ image, sweep })).count).toBe(1);
  const against = { type: 'file', path: 'p/b/3.png' };
  expect((await decodes({ image, against, sweep })).count).toBe(2);
});

test('a variant has the numbers that it has alone', async () => {
  const { rows } = await decodes({ sweep: { 'pool.type': ['max_pool', 'avg_pool'], seed: [0, 1] } });
  const alone: object[] = [];
  for (const type of ['max_pool', 'avg_pool'])
    for (const seed of [0, 1]) alone.push(...(await decodes({ seed, pool: { type, depth: 1 } })).rows);
  expect(rows).toMatchObject(alone);
});
