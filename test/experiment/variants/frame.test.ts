import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { run } from '../../../src/index.ts';
import { folder } from '../../support/files.ts';

/** A grey picture that is black but for some white pixels, [y, x]. */
function picture(height: number, width: number, white: readonly (readonly [number, number])[]): Uint8Array {
  const data = new Uint8Array(height * width);
  for (const [y, x] of white) data[y * width + x] = 255;
  return encode({ width, height, data, channels: 1, depth: 8 });
}

const all = Array.from({ length: 24 }, (_, i) => [Math.floor(i / 4), i % 4] as const);

/** Three pictures of three sizes. */
const pictures = {
  // A frame of 2×2 begins at (1, 1): white is its first pixel, and stays in it under 4 of 9 shifts.
  'p/a.png': picture(4, 4, [[1, 1]]),
  // At (1, 2): white is its second row, and one of the two stays in it unless they go down: 6 of 9 shifts.
  'p/b.png': picture(5, 6, [
    [2, 2],
    [2, 3],
  ]),
  // White everywhere: 9 of 9.
  'p/c.png': picture(6, 4, all),
};

const set = { type: 'folder', path: 'p', labels: 'none' } as const;
const file = { image: set, trials: 'all', pool: 'max_pool', tables: ['summary', 'images'] } as const;

test('pictures of different sizes are a set if a frame gives them one, each seen in its middle', async () => {
  const base = folder(pictures);
  const { table, images } = (await run({ ...file, shift: { max: 1, frame: 2 } }, { base })) as any;
  const last = table.rows.at(-1);
  expect(last).toMatchObject({ images: 3, trials: 27, matches: 19, height: 1, width: 1 });
  expect(table.rows[0]).toMatchObject({ layer: 'folder', height: 2, width: 2 });
  const rows = images.rows.filter(({ step }: { step: number }) => step === 1);
  expect(rows.map(({ image, matches }: any) => [image, matches])).toEqual([
    ['a.png', 4],
    ['b.png', 6],
    ['c.png', 9],
  ]);
});

test('copies of every shift see the same', async () => {
  const base = folder(pictures);
  // So few shifts of so large a range are no shared pass: each is a copy.
  const list = [
    [1, 1],
    [-1, -1],
  ] as [number, number][];
  const { table } = await run({ ...file, shift: { list, frame: 2 } }, { base });
  // a: only (1, 1); b: only (-1, -1); c: both.
  expect(table.rows.at(-1)).toMatchObject({ trials: 6, matches: 4 });
});

test('without a frame, the message has the texts that give them one size', async () => {
  const base = folder(pictures);
  const without = run({ ...file, shift: { max: 1 } }, { base });
  await expect(without).rejects.toThrow(
    'image: "b.png" gives 5×6, but "a.png" gives 4×4; give them one size: crop: [4, 4] in image cuts them, or resize: { size: [4, 4] } in image stretches them, or frame: [2, 2] in shift shows their middle, and content enters and leaves.',
  );
  for (const image of [
    { ...set, crop: [4, 4] },
    { ...set, resize: { size: [4, 4] } },
  ])
    expect((await run({ ...file, image, shift: { max: 1 } } as any, { base })).table.rows[0]!.images).toBe(3);
  // Shifts that reach further than any picture leave room for no frame.
  await expect(run({ ...file, shift: { max: 2 } }, { base })).rejects.toThrow('stretches them.');
});

test('a picture that does not fill the frame is named', async () => {
  const base = folder(pictures);
  await expect(run({ ...file, shift: { max: 1, frame: [2, 3] } }, { base })).rejects.toThrow(
    'shift.frame: these shifts need an image of width 5, not 4 as "a.png" has, or a smaller frame, frame: [2, 2].',
  );
});

test('a picture that cannot be read is left out of the sizes', async () => {
  const base = folder({ ...pictures, 'p/0.png': 'no picture' });
  const image = { ...set, on_error: 'skip' } as const;
  const { table } = await run({ ...file, image, shift: { max: 1, frame: 2 } }, { base });
  expect(table.rows.at(-1)).toMatchObject({ images: 3, skipped: 1, matches: 19 });
});
