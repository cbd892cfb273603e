import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createScheduler } from '../../../src/core/scheduler.ts';
import { run } from '../../../src/index.ts';
import { mapShifts } from '../../../src/playground/worker/every_shift.ts';
import { hold } from '../../../src/playground/worker/hold.ts';
import { pageReading, readExperimentText } from '../../../src/playground/worker/read_text.ts';
import { measureVariant } from '../../../src/run/measure_variant.ts';
import { project } from '../../support/files.ts';
import { processorTime } from '../../support/time.ts';

const settings = { loops: true, backend: () => Promise.reject(new Error('no backend is needed')) };
const circle = readFileSync(join(project, 'experiments/circle.yaml'), 'utf8');
const read = async (text: string) => (await readExperimentText({ name: 'circle', text })).experiment!;

describe('the map of all shifts', () => {
  test('has the numbers of the lesson, however many trials the file draws', async () => {
    const { steps } = await mapShifts(await read(circle), 0, 0, settings);
    expect(steps.map(({ classes }) => classes)).toEqual([49, 49, 49, 45, 1]);
    expect(steps.map(({ cells }) => Number(cells.matches))).toEqual([1, 1, 1, 5, 49]);
    expect(steps.map(({ dy }) => dy.length)).toEqual([49, 49, 49, 49, 49]);
  });

  test('says what a run of every shift says', async () => {
    const { steps } = await mapShifts(await read(circle), 0, 0, settings);
    const { table } = await run({
      image: 'circle',
      shift: { max: 3 },
      trials: 'all',
      pool: { type: 'max_pool', depth: 4 },
    });
    for (const [at, { cells }] of steps.entries())
      for (const name of ['match_rate', 'position_bits', 'relative_l2', 'pair_rate'] as const)
        expect(Number(cells[name]), name).toBeCloseTo(table.rows[at]![name] as number, 5);
  });

  test('takes little more than the engine itself, so that controls can be dragged', async () => {
    const experiment = await read(circle);
    const least = async (work: () => Promise<unknown>) => {
      const times: number[] = [];
      for (let i = 0; i < 15; i++) {
        const began = processorTime();
        for (let j = 0; j < 5; j++) await work();
        times.push(processorTime() - began);
      }
      return Math.min(...times);
    };
    const variant = { ...experiment.variants[0]!, trials: 'all' as const };
    const engine = await least(async () => {
      const scheduler = createScheduler();
      for await (const _ of await measureVariant(variant, { ...settings, distances: true, scheduler }));
    });
    const map = await least(() => mapShifts(experiment, 0, 0, settings));
    expect(map).toBeLessThan(15 * engine + 20);
  });
});

describe('a held image', () => {
  test('is the same at depth 4 and differs at depth 2, for each shift of the lesson', async () => {
    const [variant] = (await read(circle)).variants;
    for (const shift of [
      [0, 0],
      [1, 0],
      [-3, 2],
      [0.25, 0],
    ] as const) {
      const { steps } = await hold(variant!, shift, undefined, settings);
      const still = shift[0] === 0 && shift[1] === 0;
      expect(steps.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 4]);
      expect(steps[2]!.same).toBe(still);
      if (Number.isInteger(shift[0])) expect(steps[4]!.same).toBe(true);
      expect(steps[4]!.reference).toHaveLength(16);
    }
  });

  test('traces a cell through the shown steps', async () => {
    const [variant] = (await read(circle)).variants;
    const { seen } = await hold(variant!, [0, 0], { at: 1, y: 3, x: 0 }, settings);
    expect(seen![0]).toEqual({ rows: [6, 7], columns: [0, 1] });
    expect(seen![1]).toEqual({ rows: [3], columns: [0] });
    expect(seen![2]).toEqual({ rows: [], columns: [] });
  });
});

describe('a text', () => {
  test('with mistakes has them at their places, and no experiment', async () => {
    const found = await readExperimentText({
      name: 'a',
      text: 'image: circl\nshift: { max: 1 }\npool: max_pool\n',
    });
    expect(found.experiment).toBeUndefined();
    expect(found.problems).toEqual([expect.objectContaining({ line: 1, column: 8 })]);
    expect(pageReading(found, 0)).toMatchObject({ usable: false });
  });

  test('whose expectations alone are wrong can be shown', async () => {
    const text =
      'image: circle\nshift: { max: 1 }\npool: max_pool\nexpect:\n  - { metric: classes, at: { depth: 9 }, equals: 1 }\n';
    const found = await readExperimentText({ name: 'a', text });
    expect(found.problems).toEqual([expect.objectContaining({ line: 5 })]);
    expect(pageReading(found, 0)).toMatchObject({ usable: true });
  });

  test('that names a file that nobody gave says what to do', async () => {
    const text = 'image: { type: file, path: cat.png }\nshift: { max: 1 }\npool: max_pool\n';
    const { problems } = await readExperimentText({ name: 'a', text });
    expect(problems[0]!.message).toContain('drop the file onto the page');
  });

  test('with a name that no results can have says so', async () => {
    const { problems } = await readExperimentText({ name: 'a b', text: circle });
    expect(problems[0]!.message).toContain('cannot name results');
  });
});
