import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { circle, folder, start } from './coincide.ts';

/** What draws pictures, plots and pages: no command that draws none may wait for it. */
const DRAWING = /node_modules\/(vega|vega-[a-z]+|d3-[a-z]+|@resvg|fast-png|fflate|@fontsource)\//;

/** Every module that a command loads. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const cwd = folder({ 'a.yaml': circle, 'experiments/b.yaml': circle });
  const list = join(cwd, 'modules.txt');
  writeFileSync(list, '');
  const hook = `import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + '\\n');
      return next(url, context);
    }`;
  const register = `import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));`;
  writeFileSync(join(cwd, 'register.mjs'), register);
  const { ended } = start(cwd, args, {
    env: { NODE_OPTIONS: `--import ${pathToFileURL(join(cwd, 'register.mjs')).href}` },
  });
  const { code, stderr } = await ended;
  expect([code, stderr.includes('rror')]).toEqual([0, false]);
  const loaded = readFileSync(list, 'utf8').split('\n');
  expect(loaded.some((url) => url.endsWith('dist/cli.js'))).toBe(true);
  return loaded.filter((url) => DRAWING.test(url));
}

test.each([['--help'], ['show', '--help'], ['validate'], ['run', '-q'], ['explain', 'a.yaml'], ['list']])(
  'coincide %s %s loads nothing that draws',
  async (...args) => {
    expect(await loadedBy(...args.filter((arg) => arg !== undefined))).toEqual([]);
  },
);

test('coincide show loads what it needs for the terminal, and neither plots nor fonts', async () => {
  const loaded = await loadedBy('show', 'a.yaml');
  expect(loaded.filter((url) => /vega|d3-|resvg|fontsource/.test(url))).toEqual([]);
});

test('the list would name what is loaded', async () => {
  expect((await loadedBy('plot', 'a.yaml', '-o', 'a.png')).length).toBeGreaterThan(10);
});
