import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { parseObject } from '../src/experiment/parse.ts';
import { circle } from '../src/image/circle.ts';
import { loadBackend, run } from '../src/index.ts';
import { classes } from '../src/measure/classes.ts';
import { draws } from '../src/measure/draws.ts';
import { matches } from '../src/measure/matches.ts';
import { stream } from '../src/random.ts';
import { runExperiment } from '../src/run.ts';
import { compare } from './compare.ts';
import { batched, type Counts, oneByOne } from './copies.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const wasm = await loadBackend('wasm');

/** Whole processes, against an empty Node process. */
async function processes(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'coincide-bench-'));
  const node = (...args: string[]) => ({
    run: () => {
      execFileSync(process.execPath, args, { cwd: root });
      return '';
    },
  });
  await compare('whole process, against an empty Node process', [
    { name: 'node -e 0', ...node('-e', '0') },
    { name: 'coincide --help', ...node('dist/cli.js', '--help') },
    {
      name: 'coincide validate circle-exact.yaml',
      ...node('dist/cli.js', 'validate', 'experiments/circle-exact.yaml'),
    },
    {
      name: 'coincide run circle-exact.yaml',
      ...node('dist/cli.js', 'run', 'experiments/circle-exact.yaml', '--out', out),
    },
  ]);
  rmSync(out, { recursive: true });
}

/** Every shipped experiment in one process, which a pull request waits for. */
async function check(): Promise<void> {
  const run = (...args: string[]) => ({
    run: () => {
      execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
      return '';
    },
  });
  await compare('coincide check over all shipped experiments, whole process (wanted: below 5 s)', [
    { name: 'coincide check --help', ...run('dist/cli.js', 'check', '--help') },
    { name: 'coincide check', ...run('dist/cli.js', 'check') },
  ]);
}

/** The lesson: 1,000 draws of ±3 over 64×64, four pools. */
async function lesson(): Promise<void> {
  const options = v.parse(circle.options, {});
  const image = circle.draw(options, () => Math.random);
  const random = stream(0, 'shift', [-3, 3, -3, 3, 1, 'uniform']);
  const draw = () => -3 + Math.floor(random() * 7);
  const draws = Array.from({ length: 1000 }, (): [number, number] => [draw(), draw()]);
  await compare('the lesson, 1,000 trials, on wasm, in process', [
    { name: 'coincide, its whole table', run: () => ours(64, 3, 4, 1000) },
    { name: 'one image at a time, classes and matches', run: () => oneByOne(wasm.tf, image, draws, 4) },
  ]);
}

/** 256×256, every shift up to 16 pixels, five pools. */
async function large(): Promise<void> {
  const image = circle.draw(v.parse(circle.options, { size: 256 }), () => Math.random);
  const shifts: [number, number][] = [];
  for (let dy = -16; dy <= 16; dy++) for (let dx = -16; dx <= 16; dx++) shifts.push([dy, dx]);
  await compare('256×256, all 1,089 shifts up to 16, depth 5, on wasm, in process', [
    { name: 'coincide, its whole table', run: () => ours(256, 16, 5) },
    { name: 'batched copies, classes and matches', run: () => batched(wasm.tf, image, shifts, 5) },
  ]);
}

/** Other stacks over 256×256, every shift up to 16 pixels: one pass where it holds, against copies of every shift. */
async function stacks(): Promise<void> {
  const block = (padding: string) => [
    { type: 'conv2d', kernel: 'random', filters: 8, padding },
    'relu',
    { type: 'max_pool', padding: 'valid' },
  ];
  const three = (padding: string) => [...block(padding), ...block(padding), ...block(padding)];
  const five = (type: string, options = {}) => Array.from({ length: 5 }, () => ({ type, ...options }));
  const workloads: [string, unknown[]][] = [
    ['average pools, depth 5', five('avg_pool')],
    ['blur pools without padding, depth 5', five('blur_pool', { padding: 'valid' })],
    ['8-channel conv – relu – max ×3, no window reads padding', three('valid')],
    ['8-channel conv – relu – max ×3, zero padding', three('same')],
    ['blur pools that reflect, depth 5', five('blur_pool')],
  ];
  for (const [title, layers] of workloads) {
    const experiment = parseObject(
      {
        image: { type: 'circle', size: 256 },
        shift: { max: 16 },
        trials: 'all',
        compare: { type: 'close' },
        layers,
      },
      { name: 'bench' },
    );
    const counts = async (copies: boolean) => {
      const { table } = await runExperiment(
        { ...experiment, measures: [draws, matches, classes] },
        { backend: async () => wasm, copies },
      );
      return table.rows.map((row) => `${row.classes}/${row.matches}`).join(' ');
    };
    await compare(
      `256×256, all 1,089 shifts up to 16, ${title}, on wasm, in process`,
      [
        { name: 'coincide, classes and matches', run: () => counts(false) },
        { name: 'coincide, every shift as a copy', run: () => counts(true) },
      ],
      3,
    );
  }
}

/** What more shifts cost. */
async function growth(): Promise<void> {
  const ranges = [4, 8, 16, 32];
  const runs = ranges.map((max) => ({
    name: `${(2 * max + 1) ** 2} shifts, up to ${max}`,
    run: async () => (await ours(256, max, 5)).slice(0, 0),
  }));
  await compare('256×256, depth 5, whole tables, by range of shifts', runs);
}

async function ours(
  size: number,
  max: number,
  depth: number,
  trials: number | 'all' = 'all',
): Promise<Counts> {
  const { table } = await run(
    { image: { type: 'circle', size }, shift: { max }, trials, pool: { type: 'max_pool', depth } },
    { backend: wasm },
  );
  return table.rows.map(({ classes, matches }) => `${classes}/${matches}`).join(' ');
}

await processes();
await check();
await lesson();
await large();
await growth();
await stacks();
