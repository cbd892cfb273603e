import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { watching } from '../../../src/cli/run/watch.ts';
import { Interrupted } from '../../../src/cli/terminal/failure.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';
import { pngNamed } from '../../support/image/pictures.ts';
import { scaled } from '../../support/time.ts';

test(
  'a change during the work, the first one too, has it done again',
  async () => {
    const path = join(folder({ 'a.yaml': circle }), 'a.yaml');
    const done: string[] = [];
    const work = async (changed: readonly string[]) => {
      done.push(changed.join());
      if (done.length === 3) throw new Interrupted('SIGINT');
      writeFileSync(path, circle.replace('max: 3', `max: ${done.length}`));
      await sleep(scaled(0.5));
    };
    await expect(watching([path], {}, work)).rejects.toThrow('interrupted');
    expect(done).toEqual([path, path, path]);
  },
  scaled(60),
);

test.each([
  ['an experiment', 'b.yaml'],
  ['a file that an experiment names', 'p.png'],
])(
  'a change is also that %s is removed: then all is done again',
  async (_, name) => {
    const cwd = folder({
      'a.yaml': circle,
      'b.yaml': circle.replace('circle', '{ type: file, path: p.png }'),
      'p.png': pngNamed('filtered'),
    });
    const paths = ['a.yaml', 'b.yaml'].map((file) => join(cwd, file));
    const done: string[][] = [];
    const work = async (changed: readonly string[]) => {
      done.push([...changed]);
      if (done.length === 2) throw new Interrupted('SIGINT');
      // Not before the work has ended, since the first work is for all paths in any case.
      setTimeout(() => rmSync(join(cwd, name)), scaled(0.5));
    };
    await expect(watching(paths, {}, work)).rejects.toThrow('interrupted');
    expect(done).toEqual([paths, paths]);
  },
  scaled(60),
);
