import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { didYouMean, type Problem, UserError } from '../error.ts';
import type { Kinds } from './kinds.ts';
import { EXTENSIONS, experimentName } from './name.ts';
import { type Experiment, parseSource } from './parse.ts';
import { limits } from './schema.ts';
import type { Override } from './variants.ts';
import { parseYaml } from './yaml.ts';

/** An experiment and the file that it was read from, as the user named it. */
export interface ExperimentFile {
  path: string;
  experiment: Experiment;
}

export interface ReadOptions {
  /** Kinds of one's own, beside the package's. */
  kinds?: Partial<Kinds>;
  overrides?: readonly Override[];
}

/**
 * Reads one experiment file (YAML 1.2 or JSON, 256 KiB at most) and checks all of it.
 *
 * @throws UserError with file, line and column of every mistake
 */
export async function readExperimentFile(path: string, options: ReadOptions = {}): Promise<Experiment> {
  const name = experimentName(resolve(path));
  return parseSource(parseYaml(await readText(path), path), { name, ...options });
}

/**
 * Reads experiment files, and folders of them to any depth. Every mistake of every file is found before any is
 * thrown.
 *
 * @throws UserError
 */
export async function readExperimentFiles(
  paths: readonly string[],
  options: ReadOptions = {},
): Promise<ExperimentFile[]> {
  const problems: Problem[] = [];
  const files: ExperimentFile[] = [];
  const names = new Map<string, string>();
  for (const path of await findFiles(paths)) {
    try {
      const experiment = await readExperimentFile(path, options);
      const other = names.get(experiment.name);
      if (other === undefined) names.set(experiment.name, path);
      else
        problems.push({
          message: `has the name "${experiment.name}", as ${other} has; rename one of them.`,
          where: { file: path },
        });
      files.push({ path, experiment });
    } catch (error) {
      if (!(error instanceof UserError) || error.kind !== 'input') throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  return files;
}

async function findFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const kind = await stat(path).catch(() => undefined);
    if (kind?.isDirectory()) found.push(...(await filesIn(path)));
    else if (kind?.isFile()) found.push(path);
    else throw new UserError([{ message: await missing(path, kind !== undefined), where: { file: path } }]);
  }
  // The same file twice is one experiment.
  return [...new Map(found.map((path) => [resolve(path), path])).values()];
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && EXTENSIONS.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => part.startsWith('.') || part === 'node_modules'),
    )
    .sort((a, b) => (a < b ? -1 : 1));
  if (files.length > 0) return files;
  const message = `there is no experiment in this folder; expected files that end in ${EXTENSIONS.join(', ')}.`;
  throw new UserError([{ message, where: { file: folder } }]);
}

async function missing(path: string, exists: boolean): Promise<string> {
  if (exists) return 'expected a file or a folder.';
  if (path === 'experiments') return 'there is no such folder here; `coincide init` makes one.';
  const siblings = await readdir(dirname(path)).catch(() => [] as string[]);
  return `there is no such file or folder${didYouMean(basename(path), siblings) || '.'}`;
}

async function readText(path: string): Promise<string> {
  const where = { file: path };
  const { size } = await stat(path);
  if (size > limits.fileBytes) {
    const message = `has ${size} bytes, more than the ${limits.fileBytes} (256 KiB) that an experiment may have.`;
    throw new UserError([{ message, where }]);
  }
  const bytes = await readFile(path).catch((cause) => {
    throw new UserError([{ message: `cannot be read (${cause.code}).`, where }], { kind: 'storage', cause });
  });
  const text = bytes.toString('utf8');
  const again = Buffer.from(text);
  if (again.equals(bytes)) return text;
  // Decoding put a substitute where the bytes were no character: there the two differ first.
  const before = bytes
    .subarray(
      0,
      bytes.findIndex((byte, i) => byte !== again[i]),
    )
    .toString('utf8');
  const lines = before.split('\n');
  const place = { file: path, line: lines.length, column: lines.at(-1)!.length + 1 };
  throw new UserError([{ message: 'this is not UTF-8; save the file in that encoding.', where: place }]);
}
