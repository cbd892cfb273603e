import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { coincide, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';
import { scaled } from '../../support/time.ts';

/** Files of half a megabyte that are computed in a moment, so that a good part of a run is writing. */
function large(seed: number): string {
  return `
seed: ${seed}
image: { type: noise, size: 16 }
shift: { max: 20 }
trials: 9999
pool: { type: max_pool, depth: 3 }
tables: [summary, shifts]
`;
}

function contents(folder: string): Map<string, string> {
  return new Map(filesBelow(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function leftovers(results: string): string[] {
  return existsSync(results) ? readdirSync(results).filter((name) => name.startsWith('.coincide-')) : [];
}

test('runs that are killed while they write leave whole files only, and the next run sweeps what they left', {
  timeout: scaled(120),
}, async () => {
  const cwd = folder({ 'x.yaml': large(1) });
  const results = join(cwd, 'results');
  const whole = new Map<string, Set<string>>();
  for (const seed of [1, 2]) {
    writeFileSync(join(cwd, 'x.yaml'), large(seed));
    expect(await coincide(cwd, 'run', 'x.yaml', '--out', `whole-${seed}`)).toMatchObject({ code: 0 });
    for (const [name, content] of contents(join(cwd, `whole-${seed}`))) {
      whole.set(name, (whole.get(name) ?? new Set()).add(content));
    }
  }

  let swept = 0;
  let killed = 0;
  for (let i = 0; i < 8; i++) {
    writeFileSync(join(cwd, 'x.yaml'), large(1 + (i % 2)));
    const before = leftovers(results);
    const { child, ended } = start(cwd, ['run', 'x.yaml']);
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!over && leftovers(results).every((name) => before.includes(name))) await sleep(1);
    await sleep(i * 3);
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') killed++;
    const after = leftovers(results);
    swept += before.filter((name) => !after.includes(name)).length;
    for (const [name, content] of contents(results)) {
      if (name.startsWith('.coincide-')) continue;
      expect(whole.get(name)?.has(content), `${name} after kill ${i} is whole`).toBe(true);
    }
  }
  expect(killed).toBeGreaterThan(2);
  expect(swept).toBeGreaterThan(0);

  expect(await coincide(cwd, 'run', 'x.yaml')).toMatchObject({ code: 0 });
  expect(leftovers(results)).toEqual([]);
  expect(contents(results)).toEqual(contents(join(cwd, 'whole-2')));
});

test('runs at the same time in one folder do each other no harm', async () => {
  const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/x.yaml': large(1) });
  await coincide(cwd, 'run', '--out', 'alone');
  const ended = await Promise.all(Array.from({ length: 3 }, () => coincide(cwd, 'run')));
  for (const one of ended) expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(contents(join(cwd, 'results'))).toEqual(contents(join(cwd, 'alone')));
});
