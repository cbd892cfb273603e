import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { formatProblem, grouped, type Problem, UserError } from '../../core/error.ts';
import type { RuntimeSettings } from '../../core/files.ts';
import { formatMistake } from '../../core/mistake.ts';
import { readWhole } from '../../results/read_whole.ts';
import { reason } from '../../results/reason.ts';
import { type Experiment, readSource } from '../parse.ts';
import { limits } from '../schema/limits.ts';
import type { OwnKinds } from '../schema/own_kinds.ts';
import type { Override } from '../text/override.ts';
import { parseYaml } from '../text/yaml.ts';
import { filesBelow } from './disk.ts';
import { findFiles, type PassedBy } from './find.ts';
import { experimentName, foldedName } from './name.ts';
import { otherFile } from './other_file.ts';
import { pathLabel, STDIN, type StandardInput } from './standard_input.ts';

/** An experiment and the file that it was read from, as the user named it. */
export interface ExperimentFile {
  path: string;
  experiment: Experiment;
}

export interface ReadOptions {
  /** Kinds of one's own, beside the package's. */
  kinds?: OwnKinds;
  overrides?: readonly Override[];
  /** Whether the files that an experiment names may be outside its folder. Default false. */
  outside?: boolean | undefined;
  /** What to do about a file that is. Default: the option of the command line. */
  outsideRemedy?: string | undefined;
  /** How models that it names are computed. */
  runtime?: RuntimeSettings | undefined;
  /** The file that the path `-` names: the text of standard input, and the name of its experiment. */
  stdin?: StandardInput | undefined;
  /** The text of a file that is not read from the disk; the files that it names are. */
  text?: string | undefined;
  /** Called with the files of a folder that are passed by, though they may be meant as experiments. */
  passedBy?: ((files: readonly PassedBy[]) => void) | undefined;
  /** Called with each of several experiments as soon as it is read. */
  read?: ((experiment: Experiment) => void) | undefined;
}

/**
 * Reads one experiment file (YAML 1.2 or JSON, 256 KiB at most) and checks all of it, with the files that it names,
 * whose paths are relative to its folder.
 *
 * @throws UserError with file, line and column of every mistake
 */
export async function readExperimentFile(
  path: string,
  { outside, outsideRemedy, runtime, stdin, text, ...options }: ReadOptions = {},
): Promise<Experiment> {
  const name = nameAt(path, stdin);
  const label = pathLabel(path);
  const source = parseYaml(text ?? (await experimentText(path, stdin)), label);
  return readSource(
    source,
    { name, ...options },
    filesBelow(dirname(path), { outside, outsideRemedy, runtime }),
  );
}

/** What a program does about a file outside the experiment's folder: functions of the library have no option for it. */
export const MOVE_FILE = 'move it into that folder, or the experiment to a folder above it';

/** The text of an experiment file, or of standard input. @throws UserError */
export async function experimentText(path: string, stdin?: StandardInput): Promise<string> {
  const other = otherFile(path);
  if (other !== undefined) throw new UserError([{ message: formatMistake(other), where: { file: path } }]);
  const bytes = path === STDIN && stdin ? stdin.bytes : await readBytes(path);
  return decodedText(bytes, pathLabel(path));
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
  const names = new Map<string, { name: string; path: string }>();
  const doubtful: PassedBy[] = [];
  const found = await findFiles(paths, problems, { stdin: options.stdin !== undefined, doubtful });
  if (doubtful.length > 0) options.passedBy?.(doubtful);
  for (const path of found) {
    try {
      takeName(names, nameAt(path, options.stdin), pathLabel(path), problems);
      const experiment = await readExperimentFile(path, options);
      for (const table of experiment.tables) {
        if (table !== 'summary') takeName(names, `${experiment.name}.${table}`, pathLabel(path), problems);
      }
      files.push({ path, experiment });
      options.read?.(experiment);
    } catch (error) {
      if (!(error instanceof UserError) || error.kind !== 'input') throw error;
      problems.push(...error.problems);
    }
  }
  // An argument that is wrong for one file is wrong for all.
  const each = [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
  if (each.length > 0) throw new UserError(each);
  return files;
}

/** Reports a second file with results of the same name: one would overwrite the other. */
function takeName(
  names: Map<string, { name: string; path: string }>,
  name: string,
  path: string,
  problems: Problem[],
): void {
  const folded = foldedName(name);
  const other = names.get(folded);
  names.set(folded, { name, path });
  if (other === undefined) return;
  const problem =
    other.name === name
      ? `results named "${name}" come from ${other.path} too`
      : `results named "${name}" and "${other.name}", of ${other.path}, are one file on Windows and macOS`;
  problems.push({ message: formatMistake({ problem, remedy: 'rename one of them' }), where: { file: path } });
}

function nameAt(path: string, stdin: StandardInput | undefined): string {
  if (path === STDIN && stdin) return experimentName(stdin.name, `--name ${stdin.name}`);
  return experimentName(resolve(path), path);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    requireFileSize(size, path);
    return await readWhole(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const where = { file: path };
    throw new UserError([{ message: `the file cannot be read (${reason(cause)}).`, where }], {
      kind: 'storage',
      cause,
    });
  }
}

function requireFileSize(size: number, label: string): void {
  if (size <= limits.fileBytes) return;
  const most = `${grouped(limits.fileBytes)} (256 KiB)`;
  const message = `the file has ${grouped(size)} bytes, more than the ${most} that an experiment may have.`;
  throw new UserError([{ message, where: { file: label } }]);
}

/** @throws UserError where the bytes are too many, or are not UTF-8 */
function decodedText(given: Uint8Array, label: string): string {
  requireFileSize(given.length, label);
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    const message = `this is ${wide}; save the file as UTF-8, in PowerShell by Out-File -Encoding utf8 in place of >.`;
    throw new UserError([{ message, where: { file: label, line: 1, column: 1 } }]);
  }
  const text = bytes.toString('utf8');
  const again = Buffer.from(text);
  if (again.equals(bytes)) return text;
  // Decoding put a substitute where the bytes were no character: there the two differ first.
  const first = bytes.findIndex((byte, i) => byte !== again[i]);
  const lines = bytes.subarray(0, first).toString('utf8').split('\n');
  const place = { file: label, line: lines.length, column: lines.at(-1)!.length + 1 };
  throw new UserError([{ message: 'this is not UTF-8; save the file in that encoding.', where: place }]);
}

/** The encoding of a text with two or four bytes for each character: their mark begins it, or most are 0; else undefined. */
function wideEncoding(bytes: Uint8Array): 'UTF-16' | 'UTF-32' | undefined {
  const [a, b, c, d] = bytes;
  const zeros = [a, b, c, d].map((byte) => (byte === 0 ? '0' : '1')).join('');
  const marked = a === 0xff && b === 0xfe;
  if (
    bytes.length >= 4 &&
    ((marked && zeros === '1100') || zeros === '1000' || zeros === '0001' || zeros === '0011')
  )
    return 'UTF-32';
  if (marked || (a === 0xfe && b === 0xff)) return 'UTF-16';
  return bytes.length >= 4 && (zeros === '1010' || zeros === '0101') ? 'UTF-16' : undefined;
}
