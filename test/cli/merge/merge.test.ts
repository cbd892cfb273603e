import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coincide, start } from '../../support/cli/coincide.ts';
import { filesBelow, folder } from '../../support/files.ts';

function idx(count: number, size: number): Uint8Array {
  const values = Array.from({ length: count * size * size }, (_, i) => (i * i) % 251);
  return Uint8Array.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, size, 0, 0, 0, size, ...values]);
}

/** A sweep with an expectation that does not hold and a warning, a set with tables and measures, one in a folder. */
const files = {
  'experiments/a.yaml': `description: A claim.
image: { type: dots, size: 8, at: [[4, 4]] }
shift: { max: 2 }
layers: [max_pool, { type: conv2d, kernel: edge }, avg_pool]
tables: [summary, shifts]
sweep: { seed: [0, 1, 2, 3], shift.max: [1, 2] }
expect: [{ metric: match_rate, at: { depth: 2, shift.max: 2 }, min: 1 }, { metric: classes, min: 1 }]
`,
  'experiments/b/set.yaml': `image: { type: idx, images: images.idx }
shift: { max: 2 }
pool: { type: avg_pool, depth: 2 }
measures: [worst]
tables: [summary, images]
sweep: { 'pool.type': [avg_pool, max_pool] }
expect: [{ metric: match_rate, of: worst_picture, min: 2 }]
`,
  'experiments/b/images.idx': idx(7, 8),
  'experiments/c.yaml': 'image: { type: dots, at: [] }\nshift: { max: 1 }\npool: max_pool\n',
};

const contents = (path: string) =>
  Object.fromEntries(filesBelow(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
const withoutOut = (text: string) => text.replace(/ to \S+\/\n$/, ' to OUT/\n');

test('any number of shards, in one folder or in several, gives the bytes of the whole run, without its files', async () => {
  const cwd = folder(files);
  const whole = await coincide(cwd, 'run', '--out', 'whole');
  expect(whole.code).toBe(1);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.boolean(), async (of, own) => {
      const folders = new Set<string>();
      for (let index = of; index >= 1; index--) {
        const out = own ? `shard-${of}-${index}` : `shards-${of}`;
        folders.add(out);
        const ended = await coincide(cwd, 'run', '--shard', `${index}/${of}`, '--out', out);
        expect(ended).toMatchObject({
          code: 0,
          stdout: expect.stringMatching(/^shard \d of \d: \d+ units? of 11 in /),
        });
      }
      const elsewhere = folder();
      for (const one of folders) cpSync(join(cwd, one), join(elsewhere, one), { recursive: true });
      const merged = await coincide(elsewhere, 'merge', ...folders, '--out', 'out');
      expect({ ...merged, stdout: withoutOut(merged.stdout) }).toEqual({
        ...whole,
        stdout: withoutOut(whole.stdout),
      });
      expect(contents(join(elsewhere, 'out'))).toEqual(contents(join(cwd, 'whole')));
      const json = await coincide(elsewhere, 'merge', ...folders, '--out', 'out', '--json');
      const run = await coincide(cwd, 'run', '--json', '--out', 'whole');
      expect(json.stdout).toBe(run.stdout);
      for (const one of folders) rmSync(join(cwd, one), { recursive: true });
    }),
    { numRuns: 3, examples: [[4, true]] },
  );
});

async function shards(cwd: string, of: number, out: string, ...more: string[]) {
  for (let index = 1; index <= of; index++)
    await coincide(cwd, 'run', ...more, '--shard', `${index}/${of}`, '--out', out, '--quiet');
}

test('what is missing is refused with the command that computes just that, which then completes it', async () => {
  const cwd = folder(files);
  for (const index of [1, 3])
    await coincide(cwd, 'run', 'experiments', '--shard', `${index}/3`, '--out', 'shards');
  const refused = await coincide(cwd, 'merge', 'shards');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  const [, command] = /^\d units? missing; this computes them: coincide (.*)\n$/.exec(refused.stderr)!;
  expect(command).toBe('run experiments --shard 2/3 --out shards');
  const partial = await coincide(cwd, 'merge', 'shards', '--allow-partial', '--out', 'partial');
  expect(partial.stderr).toMatch(/partial: \d units? missing; these tables fail check\.\n$/);
  expect(Object.values(contents(join(cwd, 'partial'))).join('')).toMatch(/"missingUnits": \d/);
  const checked = await coincide(cwd, 'check', '--results', 'partial');
  expect(checked.code).toBe(2);
  expect(checked.stdout).toContain(
    'its tables are partial, of a merge that lacked units; merge all shards and commit.',
  );
  await coincide(cwd, ...command!.split(' '));
  expect((await coincide(cwd, 'merge', 'shards', '--quiet')).code).toBe(1);
  expect((await coincide(cwd, 'check')).stdout).toContain('baseline: same');
});

test('a shard that was killed goes on, and one that was there is not computed again', async () => {
  const cwd = folder({
    'experiments/a.yaml': `image: { type: noise, size: 96 }\nshift: { max: 12 }\ntrials: all\npool: { type: max_pool, depth: 3 }\nsweep: { seed: [${Array.from({ length: 60 }, (_, i) => i)}] }\n`,
  });
  const killed = start(cwd, ['run', '--shard', '1/2', '--out', 'shards', '--workers', '1']);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  killed.child.kill('SIGINT');
  const { code, stderr } = await killed.ended;
  if (code === 130)
    expect(stderr).toMatch(
      /^interrupted; \d+ of 30 units are in shards, and the same command goes on from there\.\n$/,
    );
  await shards(cwd, 2, 'shards');
  const again = await coincide(cwd, 'run', '--shard', '1/2', '--out', 'shards');
  expect(again.stderr).toBe('30 of 30 units were there.\n');
  await coincide(cwd, 'merge', 'shards', '--quiet');
  expect((await coincide(cwd, 'check')).code).toBe(0);
});

test('what systems leave beside files is passed by, and folders of shards below one are named', async () => {
  const cwd = folder(files);
  await shards(cwd, 1, 'here/shard 1', 'experiments/a.yaml');
  await coincide(cwd, 'merge', 'here/shard 1', '--out', 'whole');
  for (const name of filesBelow(join(cwd, 'here'))) {
    // macOS writes such a file beside each, where the file system is not its own.
    const path = join(cwd, 'here', name);
    writeFileSync(join(dirname(path), `._${basename(path)}`), '\0\x05\x16\x07');
    writeFileSync(join(dirname(path), '.DS_Store'), '\0');
  }
  symlinkSync('nowhere', join(cwd, 'here/shard 1/gone'));
  expect(await coincide(cwd, 'merge', 'here', '--out', 'out')).toMatchObject({
    code: 2,
    stderr: `here: it holds no shard itself, but folders below it do; merge "here/shard 1".\n`,
  });
  await coincide(cwd, 'merge', 'here/shard 1', '--out', 'out');
  expect(contents(join(cwd, 'out'))).toEqual(contents(join(cwd, 'whole')));
});

test('shards that do not fit together are refused, each for its reason', async () => {
  const cwd = folder(files);
  await shards(cwd, 2, 'right');
  await shards(cwd, 1, 'seed', 'experiments/c.yaml', '--seed', '7');
  await shards(cwd, 1, 'backend', 'experiments/c.yaml', '--backend', 'cpu');
  await shards(cwd, 1, 'other', 'experiments/c.yaml', '--set', 'shift.max=2');
  const refusal = async (...folders: string[]) => {
    const { code, stderr } = await coincide(cwd, 'merge', ...folders, '--out', 'out');
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refusal('right', 'seed')).toMatch(
    /^seed\/manifest-\w+\.json: c is of another seed \(0, 7\) than in right\//,
  );
  expect(await refusal('right', 'backend')).toMatch(
    /: c is of another backend \(auto, wasm [\d.]+, cpu [\d.]+\) than in /,
  );
  expect(await refusal('right', 'other')).toMatch(
    /: c is of another experiment file, or a file that it names than in /,
  );
  expect(await refusal('absent')).toBe('absent: it cannot be read (there is no such file or folder).\n');
  expect(await refusal('experiments')).toBe(
    'experiments: it holds no shard; `coincide run --shard 1/5 --out FOLDER` makes one.\n',
  );
  cpSync(join(cwd, 'right'), join(cwd, 'damaged'), { recursive: true });
  const [unit] = filesBelow(join(cwd, 'damaged')).filter((name) => name.endsWith('.units'));
  const path = join(cwd, 'damaged', unit!);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, -9));
  expect(await refusal('damaged')).toBe(
    `damaged/${unit}: this unit file is damaged; remove it, and run its shard again.\n`,
  );
  const [manifest] = filesBelow(join(cwd, 'right')).filter((name) => name.includes('manifest'));
  cpSync(join(cwd, 'right'), join(cwd, 'manifest'), { recursive: true });
  writeFileSync(join(cwd, 'manifest', manifest!), '{}');
  expect(await refusal('manifest')).toBe(
    `manifest/${manifest}: this manifest is damaged; run its shard again.\n`,
  );
  cpSync(join(cwd, 'other/c'), join(cwd, 'manifest/c'), { recursive: true });
  writeFileSync(join(cwd, 'manifest', manifest!), readFileSync(join(cwd, 'right', manifest!)));
  expect(await refusal('manifest')).toBe(
    'manifest: 1 unit of another experiment, seed, version or backend: no manifest names them.\n',
  );
});

test('a check is spread, too: its shards are computed, and judged together', async () => {
  const cwd = folder(files);
  await coincide(cwd, 'run', '--quiet');
  const whole = await coincide(cwd, 'check');
  for (const shard of ['1/2', '2/2']) await coincide(cwd, 'check', '--shard', shard, '--out', `s${shard[0]}`);
  expect(await coincide(cwd, 'check', '--merge', 's1', '--merge', 's2')).toEqual(whole);
  writeFileSync(join(cwd, 'experiments/c.yaml'), files['experiments/c.yaml'].replace('max: 1', 'max: 2'));
  expect(await coincide(cwd, 'check', '--merge', 's1', '--merge', 's2')).toMatchObject({
    code: 2,
    stderr:
      'experiments/c.yaml: its units are not in s1, s2: these are of another experiment, seed, version or backend.\n',
  });
});

test.each([
  [['--shard', '1/2'], '--shard: expected --out FOLDER, where its units go.\n'],
  [
    ['--shard', '1/2', '--out', 'x', '--json'],
    '--shard computes units and prints no table; leave out --watch, --json, --verify, --fresh, --combine and --latex.\n',
  ],
  [
    ['-', '--shard', '1/2', '--out', 'x'],
    '--shard: expected files; each shard would need the same standard input (-).\n',
  ],
])('run %j is refused', async (args, message) => {
  const cwd = folder(files);
  expect(await coincide(cwd, 'run', ...args)).toMatchObject({ code: 2, stdout: '', stderr: message });
});

test('units of other measures than the manifest says do not fit it', async () => {
  const cwd = folder(files);
  await coincide(cwd, 'run', 'experiments/c.yaml', '--shard', '1/1', '--out', 'shards');
  const name = readdirSync(join(cwd, 'shards')).find((one) => one.startsWith('manifest-'))!;
  const manifest = JSON.parse(readFileSync(join(cwd, 'shards', name), 'utf8'));
  rmSync(join(cwd, 'shards', name));
  for (const experiment of manifest.experiments) experiment.resolved.measures = ['worst', 'neighbour_rate'];
  const text = `${JSON.stringify(manifest)}\n`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  writeFileSync(join(cwd, 'shards', `manifest-${hash}.json`), text);
  expect(await coincide(cwd, 'merge', 'shards', '--out', 'out')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'the shards of c do not fit their manifest; run them again.\n',
  });
});

test('a manifest that somebody made up is damaged, and leads to no other folder', async () => {
  const cwd = folder(files);
  await coincide(cwd, 'run', 'experiments/c.yaml', '--shard', '1/1', '--out', 'shards');
  const name = readdirSync(join(cwd, 'shards')).find((one) => one.startsWith('manifest-'))!;
  const manifest = JSON.parse(readFileSync(join(cwd, 'shards', name), 'utf8'));
  rmSync(join(cwd, 'shards', name));
  const [planned] = manifest.experiments;
  const others = [
    null,
    [],
    { ...manifest, of: 0 },
    ...[
      { name: '../../out' },
      { name: '/out' },
      { units: [1] },
      { seconds: [] },
      { stacks: [] },
      { stacks: planned.stacks.map((rows: object[]) => rows.map((row) => ({ ...row, depth: 'deep' }))) },
      { swept: [{ name: 'seed', key: 'seed', values: [1] }] },
      { classes: [1] },
      { variants: [{ ...planned.variants[0], end: 7 }] },
      { variants: [{ ...planned.variants[0], end: 0 }, ...planned.variants] },
      { tables: ['constructor'] },
      { expect: [{ metric: 'matches' }] },
      { expect: [{ metric: 'matches', at: {}, within: 0 }] },
      { expect: [{ metric: 'psnr', at: {}, within: 0, min: 1 }] },
      { resolved: { ...planned.resolved, measures: 3 } },
      { swept: {} },
    ].map((change) => ({ ...manifest, experiments: [{ ...planned, ...change }] })),
  ];
  for (const other of others) {
    const text = `${JSON.stringify(other)}\n`;
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const path = join('shards', `manifest-${hash}.json`);
    writeFileSync(join(cwd, path), text);
    expect(await coincide(cwd, 'merge', 'shards', '--out', 'out/deep'), text.slice(0, 300)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `${path}: this manifest is damaged; run its shard again.\n`,
    });
    rmSync(join(cwd, path));
  }
  expect(filesBelow(cwd).filter((one) => one.includes('out'))).toEqual([]);
});
