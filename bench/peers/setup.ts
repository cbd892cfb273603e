import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('.', import.meta.url));

/** Outside of the tree: the virtual environment holds 7 GB. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coincide-peers');

export interface Tools {
  python: string;
  onePass: string;
  /** What they are, for the page of results. */
  versions: readonly string[];
}

/** The virtual environment with the pinned packages, made where it is not there yet, and the compiled C program. */
export function setUp(): Tools {
  const base = process.env.PYTHON || 'python3';
  const version = output(base, ['-c', 'import sys; print(*sys.version_info[:3], sep=".")']);
  const [major, minor] = version.split('.').map(Number);
  if (major !== 3 || minor! < 11)
    throw new Error(`${base} is Python ${version}; the packages need 3.11 or later.`);
  const python = environment(base, version);
  const compiler = process.env.CC || 'cc';
  return {
    python,
    onePass: compile(compiler),
    versions: [
      `Node ${process.versions.node}`,
      `Python ${version}`,
      // The contestants stand before what they need.
      ...readFileSync(join(folder, 'requirements.txt'), 'utf8')
        .split('\n\n')[0]!
        .split('\n')
        .filter((line) => /^[a-z]/.test(line))
        .map((line) => line.replace('==', ' ')),
      output(compiler, ['--version']).split('\n')[0]!,
    ],
  };
}

function environment(base: string, version: string): string {
  const requirements = join(folder, 'requirements.txt');
  const digest = createHash('sha256')
    .update(`${version}\n${readFileSync(requirements)}`)
    .digest('hex');
  const place = join(cache, `venv-${digest.slice(0, 12)}`);
  const python = join(place, 'bin/python');
  const complete = join(place, 'complete');
  if (existsSync(complete)) return python;
  console.log(`Installing the peers into ${place}: about 3.3 GB are downloaded, 7 GB stay on disk.`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const show = { stdio: 'inherit' as const };
  execFileSync(base, ['-m', 'venv', place], show);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], show);
  writeFileSync(complete, '');
  return python;
}

function compile(compiler: string): string {
  const program = join(cache, 'one_pass');
  const source = join(folder, 'one_pass.c');
  execFileSync(compiler, ['-std=c11', '-O3', '-march=native', '-o', program, source], { stdio: 'inherit' });
  return program;
}

function output(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}
