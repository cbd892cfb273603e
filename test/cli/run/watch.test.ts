import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    printed = '';
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
