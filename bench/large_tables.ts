import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// What tables of many rows cost: `npm run bench:tables`, after a build; `-- MAX` takes another `shift.max` than 790, which
// gives 9,998,244 rows. It prints seconds and the most memory of each command, and compares nothing.

const max = Number(process.argv[2] ?? 790);
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'coincide-tables-'));
const table = join(cwd, 'results/a.shifts.csv');
const packagePath = join(cwd, 'results/a.datapackage.json');
const experiment = {
  image: { type: 'circle', size: 64 },
  shift: { max },
  trials: 'all',
  tables: ['shifts'],
  pool: { type: 'max_pool', depth: 3 },
};

const PRELUDE = `data:text/javascript,process.on("exit",()=>console.error("\\nKB "+process.resourceUsage().maxRSS))`;

/** Runs the command line. */
function command(
  ...args: string[]
): Promise<{ code: number; seconds: number; megabytes: number; out: string }> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', PRELUDE, cli, ...args], { cwd });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => {
    if (out.length < 1e5) out += part;
  });
  child.stderr.on('data', (part) => {
    err += part;
  });
  return new Promise((resolve) =>
    child.on('close', (code) => {
      const [, kilobytes] = /KB (\d+)\n*$/.exec(err) ?? [];
      const seconds = (performance.now() - began) / 1000;
      resolve({ code: code!, seconds, megabytes: (Number(kilobytes) * 1024) / 1e6, out });
    }),
  );
}

async function print(title: string, ...args: string[]): Promise<void> {
  const { code, seconds, megabytes, out } = await command(...args);
  console.log(`${title}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, exit ${code}`);
  for (const line of out.split('\n').filter((line) => /more rows|different runs|✗/.test(line)))
    console.log(`  ${line.trim()}`);
}

/** Writes the committed table anew, line by line, and its hash into the data package. */
async function rewrite(line: (text: string, number: number) => string | undefined): Promise<void> {
  const hash = createHash('sha256');
  const other = `${table}.new`;
  const out = createWriteStream(other);
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(table) })) {
    const written = line(text, ++number);
    if (written === undefined) continue;
    hash.update(`${written}\n`);
    if (!out.write(`${written}\n`))
      await new Promise((resolve) => out.once('drain', () => resolve(undefined)));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
  renameSync(other, table);
  const text = readFileSync(packagePath, 'utf8');
  const content = JSON.parse(text);
  const resource = content.resources.find(({ path }: { path: string }) => path === 'a.shifts.csv');
  Object.assign(resource, { hash: `sha256:${hash.digest('hex')}`, bytes: statSync(table).size });
  writeFileSync(packagePath, `${JSON.stringify(content, null, 2)}\n`);
}

try {
  writeFileSync(join(cwd, 'a.json'), JSON.stringify(experiment));
  const file = 'a.json';
  await print('run', 'run', file, '--quiet', '--fresh');
  const { size } = statSync(table);
  console.log(`  ${(4 * (2 * max + 1) ** 2).toLocaleString('en')} rows, ${size.toLocaleString('en')} bytes`);
  await print('run --json', 'run', file, '--json', '--quiet', '--fresh', '--out', 'other');
  await print('check, as committed', 'check', file, '--quiet');
  await rewrite((text, n) => (n % 10 === 0 ? text.replace(/[^,]*$/, '0.123') : text));
  await print('check, every tenth row differs', 'check', file, '--quiet');
  await rewrite((text, n) => (n % 100_000 === 50 ? undefined : text));
  await print('check, and some rows are gone', 'check', file, '--quiet');
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
