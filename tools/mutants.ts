import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CheckReport, Finding } from '../src/check/findings/finding.ts';
import { type Mutant, mutants } from './mutants/list.ts';
import { reasons } from './mutants/reasons.ts';

/**
 * `npm run test:mutants`: puts one small mistake after the other into a copy of the code, and asks `coincide check`
 * whether it sees it, on the shipped experiments and their committed results alone. A mistake that nothing sees needs
 * a reason in `mutants/reasons.ts`. `npm run test:mutants -- avg_pool` tries only those whose name has the word.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const began = performance.now();
const folders: string[] = [];

/** Checks one experiment after the other in one process, until a claim of one does not hold. */
const CHECK_UNTIL_RED = `
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
globalThis.__VERSION__ = '0';
const { cli } = await import('./src/cli/cli.ts');
const files = readdirSync('experiments', { recursive: true }).filter((name) => name.endsWith('.yaml')).sort();
const print = process.stdout.write.bind(process.stdout);
for (const file of files) {
  let printed = '';
  process.stdout.write = (text, ...rest) => {
    printed += text;
    rest.findLast((one) => typeof one === 'function')?.();
    return true;
  };
  // In one thread: others are there only once the code is built.
  const code = await cli(['check', '--workers', '1', '--reporter', 'json', join('experiments', file)]);
  process.stdout.write = print;
  if (code !== 0 || file === files.at(-1)) {
    print(printed, () => process.exit(code));
    break;
  }
}
`;

try {
  const chosen = mutants.filter(({ file, title }) => `${file}: ${title}`.includes(process.argv[2] ?? ''));
  const rest = [...chosen];
  const lines = new Map<Mutant, string>();
  const missed: string[] = [];
  let caught = 0;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), 4) }, async () => {
      const copy = copyOfTheCode();
      const sound = await redClaims(copy);
      if (sound.length > 0) throw new Error(`Without a mistake this does not hold: ${sound[0]!.claim}`);
      for (let mutant = rest.shift(); mutant; mutant = rest.shift()) {
        const name = `${mutant.file}: ${mutant.title}`;
        const undo = make(mutant, copy);
        const red = await redClaims(copy);
        undo();
        if (red.length > 0) caught++;
        else if (!Object.hasOwn(reasons, name)) missed.push(name);
        lines.set(mutant, `${red.length > 0 ? '✓' : '✗'} ${name}\n    ${told(red, name)}`);
      }
    }),
  );
  for (const mutant of chosen) console.log(lines.get(mutant));
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${caught}/${chosen.length} mistakes turn coincide check red; ${seconds} s`);
  for (const name of Object.keys(reasons)) {
    if (!mutants.some(({ file, title }) => `${file}: ${title}` === name))
      missed.push(`no such mistake: ${name}`);
  }
  for (const name of missed) console.error(`neither seen nor explained: ${name}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true });
}

/** Experiments with trained networks take most of the time; one of them is enough, which draws shifts of pictures. */
function copyOfTheCode(): string {
  const copy = mkdtempSync(join(tmpdir(), 'coincide-mutants-'));
  folders.push(copy);
  for (const name of ['src', 'experiments', 'results', 'package.json', 'tsconfig.json']) {
    const leftOut = /^(?:experiments|results)\/(?:protocols$|models\/(?!operators).*\.(?:yaml|csv|json)$)/;
    const filter = (source: string) => !leftOut.test(relative(root, source));
    cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'main.mjs'), CHECK_UNTIL_RED);
  return copy;
}

/** The claims of the first experiment that a check of the copy does not find to hold. */
async function redClaims(copy: string): Promise<Finding[]> {
  const args = ['--import', 'tsx', 'main.mjs'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: copy,
    maxBuffer: 2 ** 28,
  }).catch((error: { stdout: string; stderr: string }) => error);
  if (stdout === '') return [refusal(stderr)];
  const { checked } = JSON.parse(stdout) as CheckReport;
  return checked.flatMap(({ findings }) => findings).filter(({ state }) => state !== 'held');
}

/** A check that ends in front of any verdict is red too: it says what it does not take. */
function refusal(stderr: string): Finding {
  const first = stderr.split('\n').find((line) => !line.startsWith('warning: ')) ?? '';
  if (/Transform failed|^node:/.test(first)) throw new Error(`The mistake is not a program:\n${stderr}`);
  const about = {
    experiment: 'refused',
    claim: first,
    about: 'table',
    level: 'error',
    state: 'error',
  } as const;
  return { ...about, messages: [], rows: 0, differences: [], improvements: [] };
}

/** Makes a mistake. @returns what takes it back */
function make({ file, edits }: Mutant, copy: string): () => void {
  const path = join(copy, 'src', file);
  const before = readFileSync(path, 'utf8');
  let text = before;
  for (const [from, to] of edits) {
    if (text.split(from).length !== 2) throw new Error(`${file}: this does not stand there once: ${from}`);
    text = text.replace(from, () => to);
  }
  writeFileSync(path, text);
  return () => writeFileSync(path, before);
}

/** Which claim saw it first: an expectation, if there is one, since it says most. */
function told(red: readonly Finding[], name: string): string {
  const { experiment, claim } = red.find(({ about }) => about === 'expectation') ?? red[0] ?? {};
  if (claim === undefined) return `no claim; ${reasons[name] ?? 'no reason'}`;
  return `${experiment}: ${claim}${red.length > 1 ? `, and ${red.length - 1} more` : ''}`;
}
