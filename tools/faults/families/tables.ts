import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Family, pick, type Suite } from '../family.ts';
import { damaged, roughly, tornText } from '../mutate.ts';
import { runProcess } from '../processes.ts';
import { type Snapshot, snapshotOf, writeFiles } from '../projects.ts';
import { formatSummary, type Reading, readEach } from '../readers.ts';

/** How many files all reads, and a part. */
const ALL = 5000;
const PART = 400;

const SMALL = `
seed: 3
trials: 20
image: { type: circle, size: 10, radius: 3 }
shift: { max: 2 }
sweep: { pool.type: [max_pool, avg_pool] }
pool: { type: max_pool, depth: 1 }
tables: [summary, shifts]
`;
const BASELINES = ['same', '{ no_worse: significant }', '{ no_worse_by: 0.01 }'];

/** Committed tables and data packages, manifests and unit files that somebody has changed. */
export const tables: Family = {
  name: 'mutated tables, data packages and shards',
  async run(suite) {
    const whole: Snapshot[] = [];
    for (const baseline of BASELINES) whole.push(await committed(`${SMALL}baseline: ${baseline}\n`, suite));
    const random = suite.random('tables');
    const make = (at: number): Reading =>
      random() < 0.7
        ? changedResults(pick(whole, random), at, random)
        : changedShard(pick(whole, random), at, random);
    const count = suite.all ? ALL : PART;
    suite.say(formatSummary(await readEach(count, make, suite.tally('mutated tables and packages'), suite)));
  },
};

/** A project with its results, and a folder of shards. */
async function committed(text: string, suite: Suite): Promise<Snapshot> {
  const folder = mkdtempSync(join(suite.work, 'committed-'));
  writeFiles(folder, { 'x.yaml': text });
  for (const args of [
    ['run', 'x.yaml'],
    ['run', 'x.yaml', '--shard', '1/1', '--out', 'shards'],
  ]) {
    const ended = await runProcess({ cwd: folder, args });
    if (ended.code !== 0) throw new Error(ended.stderr);
  }
  return snapshotOf(folder);
}

type Random = () => number;

function changedResults(whole: Snapshot, at: number, random: Random): Reading {
  const files = Object.fromEntries([...whole].filter(([path]) => !path.startsWith('shards/')));
  const path = pick(
    Object.keys(files).filter((name) => name.startsWith('results/')),
    random,
  );
  const original = files[path]!;
  files[path] = changed(path, original, random);
  const isTable = path.endsWith('.csv');
  // The package knows the table's hash: with the old one every change is noticed, with the new one all is read.
  const mended = isTable && random() < 0.6;
  if (mended) mendHash(files, path);
  const differs = files[path] !== original;
  const against = random() < 0.15;
  return {
    label: `${path} ${at}`,
    files: latin1(files),
    lines: [against ? ['report', 'x.yaml', '--against', 'results', '-o', 'r.md'] : ['check', 'x.yaml']],
    judge: ({ code }) =>
      isTable && differs && !mended && !against && code === 0
        ? { wrong: 'another table than its package says, and the check holds' }
        : {},
  };
}

function changedShard(whole: Snapshot, at: number, random: Random): Reading {
  const files = Object.fromEntries([...whole].filter(([path]) => path.startsWith('shards/')));
  const path = pick(Object.keys(files), random);
  const original = files[path]!;
  delete files[path];
  const [name, content] = path.endsWith('.units')
    ? changedUnits(path, original, random)
    : changedManifest(path, original, random);
  files[name] = content;
  return { label: `${path} ${at}`, files: latin1(files), lines: [['merge', 'shards', '--out', 'merged']] };
}

/** Unit lines that are damaged, with a checksum that fits. */
function changedUnits(path: string, original: string, random: Random): [string, string] {
  if (random() < 0.3) return [path, changed(path, original, random)];
  const lines = original.split('\n').slice(0, -2);
  const at = Math.floor(random() * lines.length);
  const [id = '', ...rest] = lines[at]!.split(' ');
  lines[at] = `${id} ${changed('x.json', rest.join(' '), random).replaceAll('\n', ' ')}`;
  const body = `${lines.join('\n')}\n`;
  return [path, `${body}sha256 ${sha256(body)}\n`];
}

/** A manifest that is damaged, under the name that fits. */
function changedManifest(path: string, original: string, random: Random): [string, string] {
  if (random() < 0.2) return [path, changed(path, original, random)];
  const text = changed('x.json', original, random);
  return [path.replace(/manifest-.*/, `manifest-${sha256(text).slice(0, 16)}.json`), text];
}

/** A text that is changed as data, as text or as bytes. */
function changed(path: string, text: string, random: Random): string {
  const kind = random();
  if (path.endsWith('.json') && kind < 0.7) {
    try {
      return `${JSON.stringify(roughly(JSON.parse(text), random))}\n`;
    } catch {
      return tornText(text, random);
    }
  }
  if (kind < 0.85) return tornText(text, random);
  return Buffer.from(damaged(Buffer.from(text, 'latin1'), random)).toString('latin1');
}

/** Writes the table's size and hash into its data package. */
function mendHash(files: Record<string, string>, path: string): void {
  const about = 'results/x.datapackage.json';
  const data = JSON.parse(files[about]!) as { resources: { path: string; bytes: number; hash: string }[] };
  for (const resource of data.resources) {
    if (`results/${resource.path}` !== path) continue;
    resource.bytes = Buffer.byteLength(files[path]!, 'latin1');
    resource.hash = `sha256:${sha256(files[path]!)}`;
  }
  files[about] = `${JSON.stringify(data, null, 2)}\n`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

/** Snapshots hold a character for each byte. */
function latin1(files: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text, 'latin1')]));
}
