import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';
import { pngNamed } from '../../support/image/pictures.ts';
import { scaled } from '../../support/time.ts';

/** A command that watches, and how to wait for what it prints. */
function watched(cwd: string, ...args: string[]) {
  const { child, ended } = start(cwd, ['run', '--watch', ...args]);
  let printed = '';
  child.stdout!.on('data', (text) => {
    printed += text;
  });
  child.stderr!.on('data', (text) => {
    printed += text;
  });
  const until = async (text: string | RegExp) => {
    const limit = performance.now() + scaled(20);
    while (!printed.match(text)) {
      if (performance.now() > limit) throw new Error(`never printed: ${text}\n${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const all = printed;
    printed = '';
    return all;
  };
  return { child, ended, until };
}

test(
  'run --watch runs again what changes, tells mistakes and goes on, and ends with Ctrl-C',
  async () => {
    const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': circle });
    const { child, ended, until } = watched(cwd);
    await until(/watching; Ctrl-C ends it\./);
    writeFileSync(join(cwd, 'experiments/b.yaml'), circle.replace('max: 3', 'max: 1'));
    await until(
      /changed: experiments\/b\.yaml[\s\S]*\nb\n[\s\S]*9\/9|changed: experiments\/b\.yaml[\s\S]*\n1 experiment: /,
    );
    writeFileSync(join(cwd, 'experiments/b.yaml'), circle.replace('circle', 'cirle'));
    await until(/b\.yaml:1:8: image: unknown image "cirle"; did you mean "circle"\?/);
    writeFileSync(join(cwd, 'experiments/c.yaml'), circle);
    await until(/changed: experiments\/c\.yaml[\s\S]*\n1 experiment: /);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, signal: null });
    expect(filesBelow(join(cwd, 'results'))).toContain('c.csv');
  },
  scaled(90),
);

test(
  'run --watch FILE runs again when a file that the experiment names has changed',
  async () => {
    const picture = pngNamed('filtered');
    const cwd = folder({
      'p.png': picture,
      'p.yaml': circle.replace('circle', '{ type: file, path: p.png }'),
    });
    const { child, ended, until } = watched(cwd, 'p.yaml');
    await until(/watching; Ctrl-C ends it\./);
    writeFileSync(join(cwd, 'p.png'), picture.subarray(0, 20));
    await until(/changed: .*p\.png[\s\S]*p\.yaml:\d+:\d+: image\.path: /);
    writeFileSync(join(cwd, 'p.png'), picture);
    await until(/changed: .*p\.png[\s\S]*\n1 experiment: /);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130 });
  },
  scaled(90),
);

test(
  'run . --watch does not run again for what it writes itself, nor for other files of the folder',
  async () => {
    const slow = `image: { type: noise, size: 64 }\nshift: { max: 8 }\ntrials: all\npool: { type: max_pool, depth: 3 }\nsweep: { seed: [${Array.from({ length: 100 }, (_, i) => i).join(', ')}] }\n`;
    const cwd = folder({ 'a.yaml': slow, 'package.json': '{ "name": "x" }' });
    const { child, ended, until } = watched(cwd, '.');
    await until(/watching; Ctrl-C ends it\./);
    writeFileSync(join(cwd, 'README.md'), 'x');
    writeFileSync(join(cwd, 'package.json'), '{ "name": "y" }');
    // It was written after both: had they run anything, that would be printed before.
    writeFileSync(join(cwd, 'a.yaml'), slow.replace('depth: 3', 'depth: 2'));
    await until(/changed: .*a\.yaml[\s\S]*\n1 experiment: /);
    // What that run has written.
    expect(filesBelow(join(cwd, '.coincide')).length).toBeGreaterThan(1);
    await sleep(1000);
    writeFileSync(join(cwd, 'b.yaml'), circle);
    const printed = await until(/changed: b\.yaml[\s\S]*\n1 experiment: /);
    expect(printed.match(/changed: /g)).toHaveLength(1);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130 });
  },
  scaled(90),
);
