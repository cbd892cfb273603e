import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../error.ts';
import type { ExperimentFile } from '../experiment/files.ts';
import { storedPaths } from '../results/stored_paths.ts';
import { filesNamedBy } from './named_files.ts';

/**
 * The experiments that are not as they were at a commit: their file, a file that they name, or their results, in what
 * this branch has committed since it left there, or in what is not committed yet.
 *
 * @throws UserError where git does not know it
 */
export async function changedSince(
  ref: string,
  found: readonly ExperimentFile[],
  results: string,
): Promise<ExperimentFile[]> {
  const changed = await changedFiles(ref);
  const chosen: ExperimentFile[] = [];
  for (const one of found) {
    const { name } = one.experiment;
    const paths = [
      one.path,
      ...filesNamedBy(one),
      ...Object.values(storedPaths(name)).map((path) => join(results, path)),
    ];
    const real = await Promise.all(paths.map(actual));
    if (real.some((path) => changed.has(path))) chosen.push(one);
  }
  return chosen;
}

async function changedFiles(ref: string): Promise<Set<string>> {
  const top = (
    await git(['rev-parse', '--show-toplevel'], 'this folder is not in a git repository')
  ).trimEnd();
  await git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
    `git does not know a commit "${ref}"; fetch it first`,
  );
  const base = await git(
    ['merge-base', ref, 'HEAD'],
    `git knows no commit that "${ref}" and HEAD have in common; fetch the whole history (fetch-depth: 0)`,
  );
  const lists = await Promise.all([
    git(['-C', top, 'diff', '--name-only', '--no-renames', '-z', base.trim(), '--']),
    git(['-C', top, 'ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  const names = lists.flatMap((list) => list.split('\0')).filter((name) => name !== '');
  return new Set(await Promise.all(names.map((name) => actual(join(top, name)))));
}

/** A path without links; of a file that is gone, its folder's. */
async function actual(path: string): Promise<string> {
  const full = resolve(path);
  return realpath(full).catch(async () => {
    const folder = await realpath(dirname(full)).catch(() => dirname(full));
    return join(folder, full.slice(dirname(full).length + 1));
  });
}

/** What git prints. @param why what a failure means, in words */
async function git(args: readonly string[], why?: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', [...args], { maxBuffer: 2 ** 28 });
    return stdout;
  } catch (cause) {
    const { code, stderr = '' } = cause as { code?: unknown; stderr?: string };
    const said = code === 'ENOENT' ? 'git is not installed' : (why ?? stderr.split('\n')[0] ?? 'git failed');
    throw new UserError(`--changed-since: ${said}.`, { cause });
  }
}
