import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { readExperimentFiles } from '../../src/experiment/disk/files.ts';
import { capture } from '../../src/run/capture.ts';
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
    const { strip } = await capture(readFile(file(1, compare)), { ...settings, shifts });
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
  const { strip } = await capture(found!.experiment, { ...settings, some: 24 });
  for (const { outputs, classes } of strip.steps) {
    const same = outputs.map(({ data }) => data.every((value, i) => value === outputs[0]!.data[i]));
    expect(classes.map((found) => found === 0)).toEqual(same);
  }
});
