import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Image, type Pair, type Shape, windowOfImage } from '../../src/core/tensor.ts';
import type { Measured } from '../../src/engine/engine.ts';
import { alignedMeasure as aligned } from '../../src/measure/aligned.ts';
import { trialsOf } from '../support/measure/trials.ts';
import { neverYields, outputsOf, runFile } from '../support/running.ts';

interface Scene {
  shape: Shape;
  stride: Pair;
  shifts: Pair[];
  counts: number[];
  outputs: Image[];
  threshold: number | undefined;
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const around = fc.integer({ min: -3, max: 3 });

const scenes: fc.Arbitrary<Scene> = fc
  .record({
    shape: fc.tuple(upTo(5), upTo(5), upTo(3)),
    stride: fc.tuple(fc.constantFrom(0.5, 1, 2), fc.constantFrom(0.5, 1, 2)),
    others: fc.uniqueArray(
      fc.tuple(around, around).filter(([y, x]) => y !== 0 || x !== 0),
      { maxLength: 5, selector: String },
    ),
    counts: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
    threshold: fc.constantFrom(undefined, 0.5, 1),
    part: fc.constantFrom(1, 1, 0.5),
  })
  .chain(({ others, part, ...rest }) => {
    const shifts: Pair[] = [[0, 0], ...others];
    const size = rest.shape[0] * rest.shape[1] * rest.shape[2];
    const image = fc
      .array(fc.integer({ min: -1, max: 2 }), { minLength: size, maxLength: size })
      .map((values): Image => ({ shape: rest.shape, data: Float32Array.from(values, (n) => n * part) }));
    return fc
      .array(image, { minLength: shifts.length, maxLength: shifts.length })
      .map((outputs) => ({ ...rest, shifts, counts: rest.counts.slice(0, shifts.length), outputs }));
  });

function measuredOf({ stride, shifts, counts, outputs }: Scene): Measured {
  const zeros = counts.map(() => 0);
  const { measured } = trialsOf(shifts, counts, zeros);
  const output = async (s: number) => windowOfImage(outputs[s]!);
  return { ...measured, stride, reference: outputs[0]!, output };
}

async function alignedOf(scene: Scene) {
  const kind = aligned.configure!({ threshold: scene.threshold });
  const step = measuredOf(scene);
  return kind.measure(step, await kind.read!(step, neverYields));
}

/** By the definitions, trial by trial, with sets of cells written as text. */
function plain({ shape: [height, width, channels], stride, shifts, counts, outputs, threshold }: Scene) {
  const vector = ({ data }: Image, y: number, x: number) =>
    Array.from({ length: channels }, (_, c) => data[(y * width + x) * channels + c]!);
  const classOf = (values: number[]) => {
    if (values.length > 1) return values.indexOf(Math.max(...values));
    return threshold === undefined ? values[0]! : Number(values[0]! > threshold);
  };
  const columns: Record<string, number[]> = { agreement: [], iou: [], l2: [], cosine: [] };
  let haveClasses = channels > 1 || threshold !== undefined;
  if (!haveClasses) {
    const compared = outputs.filter(
      (_, s) =>
        s === 0 || (counts[s]! > 0 && shifts[s]![0] % stride[0] === 0 && shifts[s]![1] % stride[1] === 0),
    );
    haveClasses = compared.every(({ data }) => data.every((value) => Number.isInteger(value)));
  }
  for (const [s, [dy, dx]] of shifts.entries()) {
    if (dy % stride[0] !== 0 || dx % stride[1] !== 0) continue;
    const pairs: { cell: string; x: number[]; r: number[] }[] = [];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [fromY, fromX] = [y - dy / stride[0], x - dx / stride[1]];
        if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width) continue;
        pairs.push({
          cell: `${y},${x}`,
          x: vector(outputs[s]!, y, x),
          r: vector(outputs[0]!, fromY, fromX),
        });
      }
    if (pairs.length === 0) continue;
    const all = new Set(pairs.flatMap(({ x, r }) => [classOf(x), classOf(r)]));
    const ious = [...all].map((name) => {
      const inX = new Set(pairs.filter(({ x }) => classOf(x) === name).map(({ cell }) => cell));
      const inR = new Set(pairs.filter(({ r }) => classOf(r) === name).map(({ cell }) => cell));
      return [...inX].filter((cell) => inR.has(cell)).length / new Set([...inX, ...inR]).size;
    });
    const xs = pairs.flatMap(({ x }) => x);
    const rs = pairs.flatMap(({ r }) => r);
    const norm = (values: number[]) => Math.hypot(...values);
    for (let trial = 0; trial < counts[s]!; trial++) {
      columns.agreement!.push(pairs.filter(({ x, r }) => classOf(x) === classOf(r)).length / pairs.length);
      columns.iou!.push(ious.reduce((sum, iou) => sum + iou, 0) / ious.length);
      if (norm(rs) > 0) columns.l2!.push(norm(xs.map((value, i) => value - rs[i]!)) / norm(rs));
      if (norm(rs) > 0 && norm(xs) > 0)
        columns.cosine!.push(xs.reduce((sum, value, i) => sum + value * rs[i]!, 0) / (norm(xs) * norm(rs)));
    }
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    cell_agreement: haveClasses ? mean(columns.agreement!) : Number.NaN,
    mean_iou: haveClasses ? mean(columns.iou!) : Number.NaN,
    aligned_l2: mean(columns.l2!),
    aligned_cosine: mean(columns.cosine!),
  };
}

test('is what its definitions say, cell by cell and trial by trial', async () => {
  const found: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const expected: Record<string, number> = plain(scene);
      for (const [name, value] of Object.entries(await alignedOf(scene))) {
        if (Number.isNaN(expected[name])) expect(value, name).toBeNaN();
        else expect(value, name).toBeCloseTo(expected[name]!, 12);
        if (value !== 0 && value !== 1 && !Number.isNaN(value)) found[name] = (found[name] ?? 0) + 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(Object.keys(found)).toHaveLength(4);
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(60);
});

describe('of real stacks', () => {
  const noise = { type: 'noise', size: [12, 16], channels: 3 };
  const shift = { max: 2, fill_mode: 'nearest' };
  const file = { image: noise, shift, trials: 'all', measures: ['aligned'] };

  test('is 1, 1, 0, 1 where maps move with the picture', async () => {
    const layers = [{ type: 'max_pool', padding: 'valid' }];
    for (const step of await outputsOf({ ...file, layers })) {
      const found = aligned.measure(step, await aligned.read!(step, neverYields));
      expect(found).toEqual({ cell_agreement: 1, mean_iou: 1, aligned_l2: 0, aligned_cosine: 1 });
    }
  });

  test('has classes but no distances from argmax on, and neither where the output has no places', async () => {
    const layers = ['argmax', 'max_pool', 'global_max_pool'];
    const { table } = await runFile({ ...file, layers, steps: 'all' });
    const cells = table.rows.map((row) => [
      row.layer,
      ...['cell_agreement', 'mean_iou', 'aligned_l2', 'aligned_cosine'].map((name) =>
        row[name] === null ? null : typeof row[name],
      ),
    ]);
    expect(cells).toEqual([
      ['noise', 'number', 'number', 'number', 'number'],
      ['argmax', 'number', 'number', null, null],
      ['max_pool', 'number', 'number', null, null],
      ['global_max_pool', null, null, null, null],
    ]);
    const [, argmax] = table.rows;
    expect([argmax!.cell_agreement, argmax!.mean_iou]).toEqual([1, 1]);
  });
});
