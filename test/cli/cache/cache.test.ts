import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coincide, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

const seeds = (n: number) => `sweep: { seed: [${Array.from({ length: n }, (_, i) => i)}] }\n`;
const noise = (size: number) =>
  `image: { type: noise, size: ${size} }\nshift: { max: 8 }\ntrials: 300\npool: { type: max_pool, depth: 3 }\n`;

/** Grey pictures of other values each, in the format of MNIST. */
function idx(count: number, size: number): Uint8Array {
  const values = Array.from({ length: count * size * size }, (_, i) => (i * i) % 251);
  return Uint8Array.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, size, 0, 0, 0, size, ...values]);
}

/** Many small units, one of sets that are cut into slices, and the lesson, which costs less than keeping it. */
const files = {
  'experiments/many.yaml': `${noise(32)}tables: [summary, shifts]\nexpect: [{ metric: classes, min: 1 }]\n${seeds(40)}`,
  'experiments/set.yaml': `
image: { type: idx, images: images.idx }
shift: { max: 24 }
trials: all
pool: { type: avg_pool, depth: 2 }
tables: [summary, images]
${seeds(2)}`,
  'experiments/images.idx': idx(30, 16),
  'experiments/circle.yaml': circle,
};

const contents = (path: string) =>
  Object.fromEntries(filesBelow(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
const unitFiles = (cwd: string) =>
  existsSync(join(cwd, '.coincide/units'))
    ? filesBelow(join(cwd, '.coincide/units')).filter((name) => name.endsWith('.units'))
    : [];
const fromCache = (stderr: string) => Number(/^(\d+) of \d+ units from the cache\.$/m.exec(stderr)?.[1] ?? 0);

test('what is unchanged is not computed again, with the same bytes; git leaves the cache alone', async () => {
  const cwd = folder(files);
  const first = await coincide(cwd, 'run', '--out', 'first');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(cwd, '.coincide/.gitignore'), 'utf8')).toBe('*\n');
  // The lesson costs less than keeping it.
  expect([...new Set(unitFiles(cwd).map((name) => name.split('/')[0]))]).toEqual(['many', 'set']);
  const second = await coincide(cwd, 'run', '--out', 'second');
  expect(second.stderr).toMatch(/^4\d of 4\d units from the cache\.\n$/);
  expect(second.stdout.replace('second/', 'first/')).toBe(first.stdout);
  expect(contents(join(cwd, 'second'))).toEqual(contents(join(cwd, 'first')));
  const before = contents(join(cwd, '.coincide'));
  expect(await coincide(cwd, 'check', '--cached', '--results', 'first')).toMatchObject({
    stderr: second.stderr,
  });
  expect(await coincide(cwd, 'check', '--results', 'first')).toMatchObject({ code: 0, stderr: '' });
  expect(await coincide(cwd, 'run', '--verify', '--quiet')).toMatchObject({ code: 0, stderr: '' });
  expect(contents(join(cwd, '.coincide'))).toEqual(before);
});

test('a check computes all, though the cache is wrong; --fresh replaces what is wrong', async () => {
  const cwd = folder({ 'experiments/a.yaml': `${noise(32)}${seeds(30)}` });
  await coincide(cwd, 'run', '--quiet');
  const right = contents(join(cwd, 'results'));
  // The units of another experiment in place of these, under their ids and with a right checksum.
  const other = folder({ 'experiments/a.yaml': `${noise(28)}${seeds(30)}` });
  await coincide(other, 'run', '--quiet', '--workers', '1');
  swapUnits(join(cwd, '.coincide/units/a'), join(other, '.coincide/units/a'));
  expect((await coincide(cwd, 'check', '--cached')).code).toBe(1);
  expect((await coincide(cwd, 'check')).code).toBe(0);
  expect(await coincide(cwd, 'run', '--fresh', '--quiet')).toMatchObject({ code: 0, stderr: '' });
  expect(contents(join(cwd, 'results'))).toEqual(right);
  expect((await coincide(cwd, 'check', '--cached')).code).toBe(0);
});

/** Gives the units of one folder the results of another's. */
function swapUnits(folder: string, other: string): void {
  const linesOf = (path: string) =>
    filesBelow(path).flatMap((name) =>
      readFileSync(join(path, name), 'utf8').trim().split('\n').slice(0, -1),
    );
  const ids = linesOf(folder).map((line) => line.slice(0, 64));
  const results = linesOf(other).map((line) => line.slice(65));
  const body = ids.map((id, i) => `${id} ${results[i]}\n`).join('');
  for (const name of filesBelow(folder)) rmSync(join(folder, name));
  writeFileSync(join(folder, 'other.units'), `${body}sha256 ${sha(body)}\n`);
}

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('a killed run goes on by running it again, with the same bytes, whatever of the cache is left', async () => {
  const cwd = folder(files);
  await coincide(cwd, 'run', '--out', 'whole', '--quiet');
  const whole = contents(join(cwd, 'whole'));
  const all = contents(join(cwd, '.coincide/units'));
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.constantFrom('keep', 'keep', 'remove', 'tear')),
      fc.constantFrom('1', '3'),
      async (fates, workers) => {
        for (const [name, text] of Object.entries(all)) {
          const fate = fates.next().value;
          const path = join(cwd, '.coincide/units', name);
          if (fate === 'remove') rmSync(path, { force: true });
          else writeFileSync(path, fate === 'tear' ? text.slice(0, text.length / 2) : text);
        }
        expect(await coincide(cwd, 'run', '--out', 'out', '--quiet', '--workers', workers)).toMatchObject({
          code: 0,
        });
        expect(contents(join(cwd, 'out'))).toEqual(whole);
      },
    ),
    { numRuns: 4 },
  );
});

test('SIGKILL leaves what was computed until shortly before; Ctrl-C says how much is kept', async () => {
  const text = `image: { type: noise, size: 256 }\nshift: { max: 40 }\ntrials: all\npool: { type: max_pool, depth: 5 }\n${seeds(150)}`;
  const cwd = folder({ 'experiments/a.yaml': text });
  const killed = start(cwd, ['run', '--workers', '1']);
  while (unitFiles(cwd).length < 2) await sleep(10);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const interrupted = start(cwd, ['run', '--workers', '1']);
  const before = unitFiles(cwd).length;
  while (unitFiles(cwd).length === before) await sleep(10);
  interrupted.child.kill('SIGINT');
  const { code, stderr } = await interrupted.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /^interrupted; written: nothing; not written: a\.\n(\d+) of 150 units are kept, and the same command goes on from there\.\n$/,
  );
  const kept = Number(/(\d+) of 150/.exec(stderr)![1]);
  expect(kept).toBeGreaterThan(1);
  const after = await coincide(cwd, 'run');
  expect(fromCache(after.stderr)).toBe(kept);
  const { stdout } = await coincide(cwd, 'run', '--out', 'fresh', '--fresh');
  expect(after.stdout).toBe(stdout.replace('fresh/', 'results/'));
  expect(contents(join(cwd, 'results'))).toEqual(contents(join(cwd, 'fresh')));
});

test('plot and report take from it and fill it; run . and validate pass it by', async () => {
  const cwd = folder({ 'a.yaml': `${noise(32)}${seeds(30)}` });
  await coincide(cwd, 'plot', 'a.yaml', '-o', 'a.svg', '--x', 'seed', '--y', 'classes');
  expect(unitFiles(cwd)).not.toEqual([]);
  expect(fromCache((await coincide(cwd, 'report', 'a.yaml')).stderr)).toBe(30);
  expect(fromCache((await coincide(cwd, 'run', '.')).stderr)).toBe(30);
  expect((await coincide(cwd, 'validate', '.')).stdout).toBe('a.yaml: valid; 30 variants, 0 expectations\n');
});

test('a cache that cannot be written is said once, and changes nothing', async () => {
  const cwd = folder({ 'experiments/a.yaml': `${noise(32)}${seeds(30)}`, '.coincide': 'a file' });
  const { code, stderr } = await coincide(cwd, 'run');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: the unit cache cannot be written \(.*\); the run goes on\.\n$/);
});

test('coincide cache shows, verifies and prunes', async () => {
  const cwd = folder({ 'experiments/a.yaml': `${noise(32)}${seeds(30)}` });
  expect(await coincide(cwd, 'cache')).toMatchObject({ code: 0, stdout: '.coincide/units: 0 files, 0 B\n' });
  await coincide(cwd, 'run', '--quiet');
  const shown = await coincide(cwd, 'cache');
  expect(shown.stdout).toMatch(
    /^ {2}experiment +files +size +last used\n {2}a +\d+ +[\d.]+ kB +today\n\.coincide\/units: /,
  );
  expect(await coincide(cwd, 'cache', 'verify')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^30 units in \d+ files?, all whole\n$/),
  });
  const [name] = unitFiles(cwd);
  const path = join(cwd, '.coincide/units', name!);
  writeFileSync(path, readFileSync(path).subarray(9));
  expect(await coincide(cwd, 'cache', 'verify')).toMatchObject({
    code: 4,
    stdout: expect.stringContaining(`${name}: damaged; what it held is computed again\n`),
  });
  expect((await coincide(cwd, 'cache', 'prune')).stdout).toMatch(/^removed 1 file, /);
  expect((await coincide(cwd, 'cache', 'prune', '--max-age', '0h')).stdout).toMatch(/ 0 B are left\n$/);
  expect(readdirSync(join(cwd, '.coincide/units/a'))).toEqual([]);
  for (const [args, message] of [
    [['prun'], 'cache: unknown action "prun"; did you mean "prune"?\n'],
    [
      ['--max-size', '1MB'],
      '--max-size and --max-age say what `coincide cache prune` leaves; write prune.\n',
    ],
    [['prune', '--max-size', 'big'], '--max-size: expected a size such as 500MB or 1GiB, not "big".\n'],
    [
      ['prune', '--max-age', 'old'],
      '--max-age: expected days such as 30 or 30d, or hours such as 12h, not "old".\n',
    ],
  ] as const)
    expect(await coincide(cwd, 'cache', ...args)).toMatchObject({ code: 2, stderr: message });
});
