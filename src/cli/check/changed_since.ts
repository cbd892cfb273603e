import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { STDIN } from '../../experiment/disk/standard_input.ts';
import { resultPaths } from '../../results/paths.ts';
import { isBelow } from '../../results/system_paths.ts';
import { filesNamedBy } from '../arguments/named_files.ts';
import { git, ignoredBy, isSubmodule } from './git.ts';

/**
 * The experiments that may differ from a commit: their file, a file that they name, or their results, in what this
 * branch has committed since it left there, or in what is not committed yet. What git cannot judge counts as changed:
 * standard input, ignored files, and files outside the repository.
 *
 * @throws UserError where git does not know the commit
 */
export async function changedSince(
  ref: string,
  found: readonly ExperimentFile[],
  results: string,
): Promise<ExperimentFile[]> {
  if (ref.startsWith('-'))
    throw new UserError(`--changed-since ${ref}: expected a commit, such as origin/main.`);
  const top = await realpath(
    (await git(['rev-parse', '--show-toplevel'], 'this folder is not in a git repository')).trimEnd(),
  );
  const changed = await changedFiles(ref, top);
  const gone = [...changed].filter((path) => !existsSync(path)).map(dirname);
  const files = await Promise.all(found.map((one) => filesOf(one, results)));
  const unknown = await unknownToGit(top, [
    ...new Set(files.flatMap(({ read, stored }) => [...read, ...stored.filter((file) => existsSync(file))])),
  ]);
  return found.filter(({ path }, i) => {
    const { read, named, stored } = files[i]!;
    return (
      path === STDIN ||
      [...read, ...stored].some((file) => isAmongChanged(file, changed)) ||
      [...read, ...stored].some((file) => unknown.has(file)) ||
      mayBeRest(named, gone)
    );
  });
}

/** The files of an experiment, without links: those it is read from, those it names, and its results. */
async function filesOf(
  one: ExperimentFile,
  results: string,
): Promise<{ read: string[]; named: string[]; stored: string[] }> {
  const stored = Object.values(resultPaths(one.experiment.name)).map((path) => join(results, path));
  const named = await Promise.all(filesNamedBy(one).map(withoutLinks));
  const own = one.path === STDIN ? [] : [await withoutLinks(one.path)];
  return { read: [...own, ...named], named, stored: await Promise.all(stored.map(withoutLinks)) };
}

/** Whether a file, or a folder above it such as a submodule, is among the changed paths. */
function isAmongChanged(file: string, changed: ReadonlySet<string>): boolean {
  for (let at = file; ; at = dirname(at)) {
    if (changed.has(at)) return true;
    if (at === dirname(at)) return false;
  }
}

/**
 * Whether files may be the rest of a set of which some are gone: the folder of a gone file is one of theirs, or is
 * beside one of theirs, since a set may have a folder for each label.
 */
function mayBeRest(files: readonly string[], gone: readonly string[]): boolean {
  const folders = new Set(files.map(dirname));
  const above = new Set([...folders].map(dirname));
  return gone.some((folder) => folders.has(folder) || above.has(dirname(folder)));
}

/** Files that differ from where this branch left the commit; submodules and repositories inside count as a whole. */
async function changedFiles(ref: string, top: string): Promise<Set<string>> {
  const listed = (...args: string[]) => git(['-C', top, 'ls-files', '--exclude-standard', '-z', ...args]);
  const lists = (await hasNoCommit(ref))
    ? [await listed('--cached', '--others')]
    : await Promise.all([differing(ref, top), listed('--others')]);
  const names = lists.flatMap((list) => list.split('\0')).filter((name) => name !== '');
  return new Set(await Promise.all(names.map((name) => withoutLinks(join(top, name)))));
}

/** Whether a commit is that of a branch which has none yet, as in a hook of the first one. */
async function hasNoCommit(ref: string): Promise<boolean> {
  if (ref !== 'HEAD' && ref !== '@') return false;
  return git(['rev-parse', '--verify', '--quiet', 'HEAD']).then(
    () => false,
    () => true,
  );
}

async function differing(ref: string, top: string): Promise<string> {
  await git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
    `git does not know a commit "${ref}"; fetch it first`,
  );
  const base = await git(
    ['merge-base', ref, 'HEAD'],
    `git knows no commit that "${ref}" and HEAD have in common; fetch the whole history (fetch-depth: 0)`,
  );
  const diff = ['diff', '--name-only', '--no-renames', '--ignore-submodules=none', '-z', base.trim(), '--'];
  return git(['-C', top, ...diff]);
}

/** The files that git cannot judge: ignored ones, and those outside the repository and its submodules. */
async function unknownToGit(top: string, files: readonly string[]): Promise<Set<string>> {
  const unknown = new Set<string>();
  const byRoot = new Map<string, string[]>();
  for (const file of files) {
    const root = repositoryOf(file, top);
    if (root === undefined) unknown.add(file);
    else byRoot.set(root, [...(byRoot.get(root) ?? []), file]);
  }
  for (const [root, own] of byRoot) {
    const known = root === top || (await isSubmodule(root));
    for (const file of known ? await ignoredBy(root, own) : own) unknown.add(file);
  }
  return unknown;
}

/** The nearest folder above a file that is a git repository, if it is `top` or inside it. */
function repositoryOf(file: string, top: string): string | undefined {
  if (!isBelow(file, top)) return undefined;
  for (let at = dirname(file); at !== top; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
  }
  return top;
}

/** A path without links; if there is no such file, its folder's. */
async function withoutLinks(path: string): Promise<string> {
  const full = resolve(path);
  return realpath(full).catch(async () => {
    const folder = await realpath(dirname(full)).catch(() => dirname(full));
    return join(folder, basename(full));
  });
}
