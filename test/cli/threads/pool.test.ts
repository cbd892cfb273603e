import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { updatePackage } from '../../support/check/package_of.ts';
import { coincide, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder, project } from '../../support/files.ts';

const seeds = (n: number) => `sweep: { seed: [${Array.from({ length: n }, (_, i) => i)}] }\n`;

/** One that pools and has a table of shifts, one of convolutions, a set of pictures, and one with a warning. */
const files = {
  'experiments/a.yaml': `${circle}trials: 40\ntables: [summary, shifts]\n${seeds(60)}`,
  'experiments/b.yaml': `
image: { type: noise, size: 20 }
shift: { max: 2 }
layers: [{ type: conv2d, kernel: random, filters: 4, padding: same }, relu, avg_pool]
${seeds(12)}expect: [{ metric: matches, min: 1 }]
`,
  'experiments/c/set.yaml': `
image: { type: idx, images: images.idx, size: 12 }
shift: { max: 2 }
pool: { type: max_pool, depth: 2 }
tables: [summary, images]
${seeds(5)}`,
  'experiments/c/images.idx': idx(4, 9),
  'experiments/d.yaml': `image: { type: dots, at: [] }\nshift: { max: 1 }\npool: max_pool\n${seeds(3)}`,
};

/** Grey pictures, of other values each. */
function idx(count: number, size: number): Uint8Array {
  const header = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, size, 0, 0, 0, size];
  return Uint8Array.from([
    ...header,
    ...Array.from({ length: count * size * size }, (_, i) => (i * i) % 251),
  ]);
}

function contents(path: string): Record<string, string> {
  return Object.fromEntries(filesBelow(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

/** How many threads have run the built worker, by what V8 says of all scripts that ran. */
function threads(coverage: string): number {
  const reports = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), 'utf8'));
  return reports.filter((text) => /dist\/worker\.js"/.test(text)).length;
}

test('any number of threads gives the same bytes, on stdout, on stderr and in files', async () => {
  const cwd = folder(files);
  const run = async (workers: number) => {
    const env = { NODE_V8_COVERAGE: join(cwd, `coverage-${workers}`) };
    const args = ['run', '--fresh', '--workers', String(workers), '--out', `out-${workers}`];
    const { stdout, ...ended } = await start(cwd, args, { env }).ended;
    return { ...ended, stdout: stdout.replace(`out-${workers}/`, 'out/') };
  };
  const alone = await run(1);
  expect(alone).toMatchObject({ code: 0, stderr: expect.stringContaining('warning: d: ') });
  expect(threads(join(cwd, 'coverage-1'))).toBe(0);
  expect(Object.keys(contents(join(cwd, 'out-1')))).toHaveLength(10);
  for (const workers of [2, 5]) {
    expect(await run(workers)).toEqual(alone);
    expect(contents(join(cwd, `out-${workers}`))).toEqual(contents(join(cwd, 'out-1')));
    expect(threads(join(cwd, `coverage-${workers}`))).toBe(workers - 1);
  }
});

test('a check finds the same', async () => {
  const cwd = folder(files);
  await coincide(cwd, 'run');
  const table = join(cwd, 'results/b.csv');
  writeFileSync(table, readFileSync(table, 'utf8').replace(/^(b,7,3,.*?),(\d+),/m, '$1,9$2,'));
  updatePackage(table);
  const checked = (workers: number) => coincide(cwd, 'check', '--workers', String(workers));
  const alone = await checked(1);
  expect(alone).toMatchObject({ code: 1, stdout: expect.stringContaining('baseline: same') });
  expect(await checked(4)).toEqual(alone);
});

test('what fails is the first in order, whoever meets it first; what is before it is written', async () => {
  // The square of 1e30 is no float32, nor is that of the next two variants’ values.
  const fails = `image: { type: pixels, rows: [[1, 0], [0, 1]] }
shift: { max: 1 }
layers: [{ type: conv2d, kernel: [[1]], bias: 0 }, square, square]
sweep: { layers.0.bias: [${Array.from({ length: 30 }, (_, i) => i)}, 1.0e+30, 2.0e+30, 3.0e+30, 40] }
`;
  const cwd = folder({
    'experiments/a.yaml': `${circle}${seeds(20)}`,
    'experiments/b.yaml': fails,
    'experiments/c.yaml': circle,
  });
  const run = (workers: number) =>
    coincide(cwd, 'run', '--workers', String(workers), '--out', `out-${workers}`);
  const alone = await run(1);
  expect(alone.code).toBe(3);
  expect(alone.stderr).toMatch(
    /^stopped; written: a; not written: b, c\.\nexperiments\/b\.yaml: step 2 \(square\) gives Infinity/,
  );
  for (const workers of [2, 4]) {
    expect(await run(workers)).toEqual(alone);
    expect(filesBelow(join(cwd, `out-${workers}`))).toEqual(['a.csv', 'a.datapackage.json']);
  }
});

const longSweep = `${circle}${seeds(2000)}`;
const twoSweeps = {
  'experiments/a.yaml': `image: { type: noise, size: 64 }\nshift: { max: 12 }\ntrials: all\npool: { type: max_pool, depth: 5 }\n${seeds(60)}`,
  'experiments/b.yaml': longSweep,
};
let ofTwoSweeps: Promise<Record<string, string>> | undefined;

/** The tables of the two sweeps by one thread. */
async function runTwoSweeps(): Promise<Record<string, string>> {
  const cwd = folder(twoSweeps);
  expect(await coincide(cwd, 'run', '--workers', '1', '--out', 'alone')).toMatchObject({ code: 0 });
  return contents(join(cwd, 'alone'));
}

test.each(['changed', 'broken', 'gone'])(
  'what was read is run, though its file is %s by the time a thread reads it',
  async (how) => {
    ofTwoSweeps ??= runTwoSweeps();
    const alone = await ofTwoSweeps;
    const cwd = folder(twoSweeps);
    const { child, ended } = start(cwd, ['run', '--workers', '3', '--verbose', '--out', 'out']);
    await once(child.stderr!, 'data');
    const path = join(cwd, 'experiments/b.yaml');
    if (how === 'gone') rmSync(path);
    else
      writeFileSync(
        path,
        how === 'broken' ? longSweep.replace('circle', 'circel') : `${circle}${seeds(1999)}`,
      );
    expect((await ended).code).toBe(0);
    expect(contents(join(cwd, 'out'))).toEqual(alone);
  },
);

const pools = `image: { type: noise, size: 128 }\nshift: { max: 16 }\ntrials: all\npool: { type: max_pool, depth: 4 }\n${seeds(400)}`;
/** A runtime that must not be torn from its work. */
const onnx = `
image: { type: sprite, path: fashion200.png, tile: 28, embed: { size: 36 } }
shift: { max: 3 }
trials: 20
layers: [{ type: model, path: max.onnx }, argmax]
${seeds(12)}`;

test.each([
  ['pools', pools, 800],
  ...[700, 900, 1100, 1300, 1500].map((after) => ['a model of ONNX', onnx, after] as const),
] as const)('Ctrl-C ends all of them: %s, %#', async (_, text, after) => {
  const cwd = folder({
    'experiments/a.yaml': circle,
    'experiments/b.yaml': text,
    ...Object.fromEntries(
      ['fashion200.png', 'max.onnx'].map((name) => [
        `experiments/${name}`,
        readFileSync(join(project, 'experiments/models', name)),
      ]),
    ),
  });
  const { child, ended } = start(cwd, ['run', '--workers', '3']);
  while (!existsSync(join(cwd, 'results/a.datapackage.json'))) await sleep(10);
  await sleep(after);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({
    code: 130,
    signal: null,
    stderr: expect.stringMatching(
      /^interrupted; written: a; not written: b\.\n(\d+ of \d+ units are kept, .*\n)?$/,
    ),
  });
});

test.each(['0', '-1', '1.5', 'all', '', '1000'])(
  '--workers %j is told to be no number of threads',
  async (n) => {
    const cwd = folder({ 'a.yaml': circle });
    for (const command of ['run', 'check']) {
      expect(await coincide(cwd, command, 'a.yaml', `--workers=${n}`)).toEqual({
        code: 2,
        signal: null,
        stdout: '',
        stderr: expect.stringMatching(/^--workers: expected a whole number from 1 to 256, not .*\.\n$/),
      });
    }
  },
);
