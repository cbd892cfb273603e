import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Image, type Pair, type Shape, windowOfImage } from '../../src/core/tensor.ts';
import type { Measured } from '../../src/engine/engine.ts';
import type { MeasureColumn } from '../../src/measure/kind.ts';
import { psnr } from '../../src/measure/psnr.ts';
import { overImages } from '../../src/measure/sets/over_images.ts';
import { trialsOf } from '../support/measure/trials.ts';
import { neverYields, outputsOf } from '../support/running.ts';

async function psnrOf(step: Measured): Promise<number | null> {
  return psnr.measure(step, await psnr.read!(step, neverYields)).psnr;
}

interface Scene {
  shape: Shape;
  stride: Pair;
  shifts: Pair[];
  counts: number[];
  outputs: Image[];
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const around = fc.integer({ min: -2, max: 2 });

/** Outputs that have nothing to do with each other. */
const scenes: fc.Arbitrary<Scene> = fc
  .record({
    shape: fc.tuple(upTo(9, 3), upTo(9, 3), upTo(2)),
    stride: fc.tuple(upTo(2), upTo(2)),
    others: fc.uniqueArray(
      fc.tuple(around, around).filter(([y, x]) => y !== 0 || x !== 0),
      { maxLength: 5, selector: String },
    ),
    counts: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
  })
  .chain(({ shape, stride, others, counts }) => {
    const size = shape[0] * shape[1] * shape[2];
    const image = fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size })
      .map((values): Image => ({ shape, data: Float32Array.from(values) }));
    const shifts: Pair[] = [[0, 0], ...others];
    return fc
      .array(image, { minLength: shifts.length, maxLength: shifts.length })
      .map((outputs) => ({ shape, stride, shifts, counts: counts.slice(0, shifts.length), outputs }));
  });

function measuredOf({ stride, shifts, counts, outputs }: Scene): Measured {
  const { measured } = trialsOf(
    shifts,
    counts,
    counts.map(() => 0),
  );
  const output = async (s: number) => windowOfImage(outputs[s]!);
  return { ...measured, stride, reference: outputs[0]!, output };
}

/** By its definition, trial by trial and cell by cell. */
function plain({ shape: [height, width, channels], stride, shifts, counts, outputs }: Scene): number | null {
  const [reference] = outputs;
  const value = (image: Image, y: number, x: number, c: number) =>
    image.data[(y * width + x) * channels + c]!;
  const trials = shifts.flatMap(([dy, dx], s) => {
    const whole = dy % stride[0] === 0 && dx % stride[1] === 0;
    return whole
      ? Array.from({ length: counts[s]! }, () => ({ s, y: dy / stride[0], x: dx / stride[1] }))
      : [];
  });
  const inside = (y: number, x: number) =>
    trials.every((t) => y + t.y >= 0 && y + t.y < height && x + t.x >= 0 && x + t.x < width) &&
    trials.every((t) => y - t.y >= 0 && y - t.y < height && x - t.x >= 0 && x - t.x < width);
  const squares: number[] = [];
  for (const trial of trials)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++)
          if (inside(y, x))
            squares.push(
              (value(outputs[trial.s]!, y + trial.y, x + trial.x, c) - value(reference!, y, x, c)) ** 2,
            );
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  const range = Math.max(...reference!.data) - Math.min(...reference!.data);
  if (squares.length === 0 || mean === 0 || range === 0) return null;
  return 20 * Math.log10(range / Math.sqrt(mean));
}

test('is the range of the reference over the error beside the moved reference, in decibels', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const expected = plain(scene);
      const value = await psnrOf(measuredOf(scene));
      if (expected === null) expect(value).toBeNull();
      else expect(value).toBeCloseTo(expected, 9);
      if (expected !== null) found++;
    }),
    { numRuns: 200 },
  );
  expect(found).toBeGreaterThan(40);
});

/** The same with a peak, and errors pooled over trials that are each compared where their own shift allows. */
function plainSamples(
  { shape: [height, width, channels], stride, shifts, counts, outputs }: Scene,
  peak: number,
) {
  const at = (image: Image, y: number, x: number, c: number) =>
    y < 0 || y >= height || x < 0 || x >= width ? undefined : image.data[(y * width + x) * channels + c];
  const squares: number[] = [];
  for (const [s, [dy, dx]] of shifts.entries()) {
    if (dy % stride[0] !== 0 || dx % stride[1] !== 0) continue;
    for (let trial = 0; trial < counts[s]!; trial++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let c = 0; c < channels; c++) {
            const moved = at(outputs[0]!, y - dy / stride[0], x - dx / stride[1], c);
            if (moved !== undefined) squares.push((at(outputs[s]!, y, x, c)! - moved) ** 2);
          }
  }
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  return mean > 0 ? 10 * Math.log10(peak ** 2 / mean) : null;
}

test('with a peak and pooled samples, is what its definition says', async () => {
  const kind = psnr.configure!({ peak: 7, average: 'samples' });
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const step = measuredOf(scene);
      const { psnr: value } = kind.measure(step, await kind.read!(step, neverYields));
      const expected = plainSamples(scene, 7);
      if (expected === null) expect(value).toBeNull();
      else expect(value).toBeCloseTo(expected, 9);
    }),
    { numRuns: 200 },
  );
});

test('with peak 2 and pooled samples is EQ-T, by the formula in NumPy (test/fixtures/eq_t.py)', async () => {
  const { shape, shifts, pictures, eq_t } = JSON.parse(
    readFileSync(new URL('../fixtures/eq_t.json', import.meta.url), 'utf8'),
  );
  const kind = psnr.configure!({ peak: 2, average: 'samples' });
  const columns: Record<string, MeasureColumn> = kind.columns;
  const values = new Map<string, number[]>(Object.keys(columns).map((name) => [name, []]));
  for (const { reference, outputs } of pictures) {
    const image = (data: number[]): Image => ({ shape, data: Float32Array.from(data) });
    const scene: Scene = {
      shape,
      stride: [1, 1],
      shifts,
      counts: shifts.map(() => 1),
      outputs: outputs.map(image),
    };
    const step = { ...measuredOf(scene), reference: image(reference) };
    const found: Record<string, number | null> = kind.measure(step, await kind.read!(step, neverYields));
    for (const [name, list] of values) list.push(found[name] ?? Number.NaN);
  }
  const whole = overImages(
    columns,
    new Map([...values].map(([name, list]) => [name, Float64Array.from(list)])),
  );
  expect(whole.psnr).toBeCloseTo(eq_t, 6);
});

test('is empty where the output has no places', async () => {
  const image: Image = { shape: [3, 3, 1], data: Float32Array.from({ length: 9 }, (_, i) => i) };
  const scene: Scene = {
    shape: image.shape,
    stride: [1, 1],
    shifts: [[0, 0]],
    counts: [1],
    outputs: [image],
  };
  expect(await psnrOf({ ...measuredOf(scene), stride: undefined })).toBeNull();
});

const noise = { type: 'noise', size: [14, 16] };

test('is empty where the output moves with the image, whole cell by whole cell', async () => {
  const shift = { max: 4, step: 2, fill_mode: 'nearest' };
  const file = { image: noise, shift, trials: 'all', layers: [{ type: 'max_pool', padding: 'valid' }] };
  for (const step of await outputsOf(file)) expect(await psnrOf(step)).toBeNull();
});

test('sees, of shifts by parts of a pixel, the whole cells; and there the padding of the windows', async () => {
  const shift = { max: [1, 2], step: 0.5, fill_mode: 'wrap', interpolation: 'lanczos3' };
  const layers = [
    { type: 'max_pool', pool_size: 3, strides: [1, 2] },
    { type: 'max_pool', pool_size: 2, strides: 1 },
  ];
  const steps = await outputsOf({ image: noise, shift, trials: 200, layers });
  const strides: Pair[] = [
    [1, 1],
    [1, 2],
    [1, 2],
  ];
  for (const [i, step] of steps.entries()) {
    const { dy, dx, trials } = step.shifts;
    const shifts = Array.from(dy, (y, s): Pair => [y, dx[s]!]);
    const { outputs, reference } = step;
    const scene = { shape: reference.shape, stride: strides[i]!, shifts, counts: [...trials], outputs };
    const expected = plain(scene);
    if (i === 0) expect([expected, await psnrOf(step)]).toEqual([null, null]);
    else expect(await psnrOf(step)).toBeCloseTo(expected!, 9);
  }
});
