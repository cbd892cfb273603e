import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { resultPaths } from '../../results/paths.ts';
import { filesNamedBy } from '../arguments/named_files.ts';

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
  const gone = [...changed].filter((path) => !existsSync(path)).map(dirname);
  const chosen: ExperimentFile[] = [];
  for (const one of found) {
    const own = [
      one.path,
      ...Object.values(resultPaths(one.experiment.name)).map((path) => join(results, path)),
    ];
    const [paths, named] = await Promise.all(
      [own, filesNamedBy(one)].map((some) => Promise.all(some.map(actual))),
    );
    if ([...paths!, ...named!].some((path) => changed.has(path)) || leftOf(named!, gone)) chosen.push(one);
  }
  return chosen;
}

/**
 * Whether files may be what is left of a set that had more, in folders from which some are gone: in one of theirs, or
 * in one beside those, since a set may have a folder for each label.
 */
function leftOf(files: readonly string[], gone: readonly string[]): boolean {
  const folders = new Set(files.map(dirname));
  const above = new Set([...folders].map(dirname));
  return gone.some((folder) => folders.has(folder) || above.has(dirname(folder)));
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
