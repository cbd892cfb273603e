import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { readExperimentFiles } from '../../src/experiment/disk/files.ts';
import { capture } from '../../src/run/capture.ts';
import type { UnitResult } from '../../src/run/unit_result.ts';
import { folder, project } from '../support/files.ts';
import { outputsOf, readFile } from '../support/running.ts';

const backend = await loadBackend('cpu');
const settings = { backend: async () => backend };

const file = (max: number, compare: object | string) => ({
  image: { type: 'circle', size: 16, radius: 5 },
  shift: { max, fill_mode: 'wrap' },
  trials: 'all',
  layers: [{ type: 'max_pool', padding: 'circular' }, 'relu', 'max_pool', 'global_max_pool'],
  steps: 'all',
  compare,
});

describe('a shift that was not drawn', () => {
  test.each([
    'exact',
    { type: 'close', absolute: 0.3 },
    'roll',
    'down_shift',
    { type: 'down_shift', border: 'circular' },
  ])('is the same, differs or is left out under %j as if it were drawn', async (compare) => {
    const drawn = await outputsOf(file(2, compare), { backend });
    const { dy, dx } = drawn[0]!.shifts;
    // A corner, since what is compared of a frame depends on the longest shift on either axis.
    const far = [...dy.keys()].filter((s) => Math.abs(dy[s]!) === 2 && Math.abs(dx[s]!) === 2);
    const near = [...dy.keys()].filter((s) => Math.max(Math.abs(dy[s]!), Math.abs(dx[s]!)) === 2);
    const some = JSON.stringify(compare).includes('down_shift') ? far : near;
    const shifts = some.map((s) => [dy[s]!, dx[s]!] as const);
    const { pictured } = await capture(readFile(file(1, compare)), settings, { shifts });
    const { strip } = pictured[0]!;
    const words = new Set<number | undefined>();
    for (const [i, { classes }] of strip.steps.entries()) {
      for (const [at, s] of some.entries()) {
        const known = drawn[i]!.classOf[s]!;
        const expected = known > 0 ? -1 : known < 0 ? undefined : 0;
        expect({ i, s, is: classes[at + 1] }).toEqual({ i, s, is: expected });
        words.add(expected);
      }
    }
    expect(words.size).toBeGreaterThan(1);
  });
});

test('of a set of pictures in random order the picture that is seen is the one that is spoken of', async () => {
  const cwd = folder({
    'a.yaml':
      'image: { type: sprite, path: p.png, tile: 28, limit: 2, order: random }\nshift: { max: 2 }\ntrials: all\npool: { type: max_pool, depth: 3 }\n',
  });
  copyFileSync(join(project, 'experiments/models/fashion200.png'), join(cwd, 'p.png'));
  const [found] = await readExperimentFiles([join(cwd, 'a.yaml')]);
  const { pictured } = await capture(found!.experiment, settings, { some: 24 });
  const { strip } = pictured[0]!;
  for (const { outputs, classes } of strip.steps) {
    const same = outputs.map(({ data }) => data.every((value, i) => value === outputs[0]!.data[i]));
    expect(classes.map((found) => found === 0)).toEqual(same);
  }
});

describe('a detector', () => {
  // A white square of 4×4 in the cell in row 1 and column 1 of a network whose answer is known by hand.
  const square = [4, 5, 6, 7].flatMap((y) => [4, 5, 6, 7].map((x) => [y, x]));
  const yaml = (layers: string) =>
    `image: { type: dots, size: 16, at: ${JSON.stringify(square)} }\nshift: { x: [0, 4] }\ntrials: all\nlayers: [${layers}]\n`;
  const stripOf = async (model: string, layer: string) => {
    const cwd = folder({ 'a.yaml': yaml(`{ type: model, path: ${model} }, ${layer}`) });
    copyFileSync(join(project, 'test/fixtures/detectors', model), join(cwd, model));
    const [found] = await readExperimentFiles([join(cwd, 'a.yaml')]);
    const shifts = [
      [0, 4],
      [0, 1],
    ] as const;
    return (await capture(found!.experiment, settings, { shifts })).pictured[0]!.strip;
  };

  test('has its boxes on the image of each row, and those of the unshifted image, moved', async () => {
    const strip = await stripOf('yolov5.onnx', '{ type: boxes, layout: yolov5 }');
    const [image, boxes] = strip.steps;
    expect(boxes!.outputs).toEqual(image!.outputs);
    const numbers = boxes!.marks!.map((row) =>
      [row.found, row.moved].map((list) => list.map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2])),
    );
    expect(numbers).toEqual([
      [[[4, 4, 8, 8]], []],
      // A shift of 4 moves the box by a cell of the network.
      [[[8, 4, 12, 8]], [[8, 4, 12, 8]]],
      // One of 1 leaves it in its cell.
      [[[4, 4, 8, 8]], [[5, 4, 9, 8]]],
    ]);
    expect(image!.marks).toBeUndefined();
  });

  test('has its points there, too', async () => {
    const strip = await stripOf('points.onnx', '{ type: keypoints, format: heatmaps }');
    const { marks } = strip.steps.at(-1)!;
    for (const { found } of marks!)
      for (const { x1, y1, x2, y2 } of found) expect([x2, y2]).toEqual([x1, y1]);
    const [reference, moved] = [marks![0]!.found, marks![1]!.moved];
    expect(reference.length).toBeGreaterThan(0);
    expect(moved.map(({ x1, y1 }) => [x1 - 4, y1])).toEqual(reference.map(({ x1, y1 }) => [x1, y1]));
  });
});

describe('the variants with pictures', () => {
  const sweep = {
    image: { type: 'circle', size: 16, radius: 5 },
    shift: { max: 2 },
    trials: 'all',
    pool: { type: 'max_pool', depth: 2 },
    sweep: { 'image.radius': [2, 3, 4, 5, 6, 7] },
  };
  const namesOf = async (file: object, most: number) => {
    const { pictured, result } = await capture(readFile({ ...sweep, ...file }), settings, { most });
    return { pictured, result, names: pictured.map(({ name }) => name) };
  };

  test('are those that fail, in the order of the table, then the most telling one, then the first', async () => {
    const expect_ = [{ metric: 'classes', at: { depth: 2, 'image.radius': 6 }, max: 0 }];
    const { names, pictured, result } = await namesOf({ expect: expect_ }, 3);
    const { classes } = result.table.rows.find((row) => row['image.radius'] === 6 && row.depth === 2)!;
    expect(names[0]).toBe('image.radius 6');
    expect(pictured[0]!.why).toBe(`its classes is ${classes} at depth 2, not at most 0`);
    const telling = result.table.rows.find(
      ({ depth, matches, trials }) => depth === 2 && matches! > 1 && matches! < trials!,
    )!;
    expect(names[1]).toBe(`image.radius ${telling['image.radius']}`);
    expect(new Set(names).size).toBe(3);
    // Whether a variant was known to be pictured or not, its map is the same.
    const all = await namesOf({ expect: expect_ }, 6);
    const again = all.pictured.find(({ name }) => name === 'image.radius 6')!;
    expect(pictured[0]!.maps.map(({ shiftClasses }) => Array.from(shiftClasses.classOf))).toEqual(
      again.maps.map(({ shiftClasses }) => Array.from(shiftClasses.classOf)),
    );
  });

  test('show the second image beside the first, and whether it gives the same output', async () => {
    const { pictured } = await capture(
      readFile({
        image: { type: 'dots', size: 8, at: [[3, 3]] },
        against: { type: 'dots', size: 8, at: [[3, 2]] },
        shift: { max: 1 },
        trials: 'all',
        pool: { type: 'max_pool', depth: 3 },
      }),
      settings,
      { some: 8 },
    );
    const { shifts, second, steps } = pictured[0]!.strip;
    expect([shifts.length, second]).toEqual([18, 9]);
    expect(shifts.slice(9)).toEqual(shifts.slice(0, 9));
    // At depth 1 both dots are in one window unless the shift is odd along x.
    expect(new Set(steps[1]!.classes.slice(9))).toEqual(new Set([0, -1]));
    for (const { outputs, classes } of steps)
      for (const i of shifts.keys()) {
        if (i < 9) continue;
        const same = outputs[i]!.data.every((value, at) => value === outputs[i - 9]!.data[at]);
        expect(classes[i]).toBe(same ? 0 : -1);
      }
    expect(steps[0]!.classes[9]).toBe(-1);
    expect(steps[3]!.classes[9]).toBe(0);
  });

  test('say the class that argmax gives, by its name where one is known', async () => {
    const { pictured } = await capture(
      readFile({
        ...sweep,
        sweep: undefined,
        layers: ['global_max_pool', { type: 'argmax', threshold: 1 }],
        pool: undefined,
        steps: 'all',
      }),
      settings,
    );
    const { steps } = pictured[0]!.strip;
    expect(steps.map(({ decisions }) => decisions?.[0])).toEqual([undefined, undefined, 'class 0']);
  });
});

test.each([
  [
    'one image',
    'image: { type: noise, size: 16 }\nlayers: [{ type: conv2d, kernel: random, filters: 2 }, max_pool]\n',
  ],
  [
    'a set',
    'image: { type: sprite, path: p.png, tile: 28, limit: 3 }\nlayers: [{ type: conv2d, kernel: random, filters: 2 }, max_pool]\n',
  ],
])('units that were computed before give the same pictures: of %s', async (_, text) => {
  const cwd = folder({
    'a.yaml': `${text}shift: { max: 6 }\ntrials: 20\nsteps: all\nsweep: { seed: [3, 4] }\n`,
  });
  copyFileSync(join(project, 'experiments/models/fashion200.png'), join(cwd, 'p.png'));
  const [found] = await readExperimentFiles([join(cwd, 'a.yaml')]);
  const kept = new Map<number, UnitResult>();
  const keep = (index: number, unit: UnitResult) => void kept.set(index, unit);
  const computed = await capture(
    found!.experiment,
    { ...settings, known: { read: () => undefined, keep } },
    { most: 2 },
  );
  const read = (index: number) => kept.get(index);
  const known = await capture(
    found!.experiment,
    { ...settings, known: { read, keep: () => expect.unreachable() } },
    { most: 2 },
  );
  expect(kept.size).toBeGreaterThan(1);
  expect(known.pictured).toEqual(computed.pictured);
});
