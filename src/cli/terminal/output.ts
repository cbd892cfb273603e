import { either, UserError } from '../../core/error.ts';
import { endsInFolder } from '../../results/system_paths.ts';
import { type FileContent, requireWritablePath, writeFileWhole } from '../../results/write_whole.ts';
import { note, print, printBytes, printParts } from './terminal.ts';

/** A file to write, or `-` for stdout, and its format. */
export interface Output<Format extends string = string> {
  /** The option that asked for it, as messages name it. */
  option: string;
  path: string;
  format: Format;
}

/** Formats, each with the endings of its file names. The first format is that of stdout and devices. */
export type Formats<Format extends string> = Readonly<Record<Format, readonly string[]>>;

/**
 * The file that an option asks for, as a list: empty if it was not given. The format follows from the name's ending.
 *
 * @example outputOf('--out', 'a.svg', { svg: ['.svg'], png: ['.png'] }) // [{ option, path: 'a.svg', format: 'svg' }]
 * @throws UserError where the ending is that of no format
 */
export function outputOf<Format extends string>(
  option: string,
  path: string | undefined,
  formats: Formats<Format>,
): Output<Format>[] {
  if (path === undefined) return [];
  requireName(option, path);
  const format = formatOf(path, formats);
  if (format !== undefined) return [{ option, path, format }];
  const endings = Object.values<readonly string[]>(formats).flat();
  throw new UserError(
    `${option} ${path}: expected a name that ends in ${either(endings)}, or - for ${Object.keys(formats)[0]!.toUpperCase()} on stdout.`,
  );
}

function requireName(option: string, path: string): void {
  if (path === '' || endsInFolder(path))
    throw new UserError(`${option}: expected the name of a file, not "${path}".`);
}

/**
 * The format that the ending of a path names; undefined if it names none. Stdout and devices have no ending and take
 * the first format.
 */
export function formatOf<Format extends string>(path: string, formats: Formats<Format>): Format | undefined {
  const names = Object.keys(formats) as Format[];
  const named = names.find((name) => formats[name].some((ending) => path.toLowerCase().endsWith(ending)));
  return named ?? (isFormless(path) ? names[0] : undefined);
}

/** Whether a path says nothing about a format: stdout, or a device. */
function isFormless(path: string): boolean {
  return path === STDOUT || /^\/(?:dev|proc)\//.test(path);
}

/** @throws UserError where two outputs are meant for stdout, or for one file */
export function requireDistinct(outputs: readonly Output[]): void {
  for (const [i, { option, path }] of outputs.entries()) {
    const other = outputs.slice(0, i).find((one) => one.path === path);
    if (!other) continue;
    const place = path === STDOUT ? 'stdout' : path;
    throw new UserError(`${other.option} and ${option} both write to ${place}; choose one.`);
  }
}

/** Fails early for what cannot be written, before anything is computed. @throws UserError */
export async function requireWritable(outputs: readonly Output[]): Promise<void> {
  for (const { option, path } of outputs) {
    if (path === STDOUT) continue;
    requireName(option, path);
    await requireWritablePath(path);
  }
}

/** Writes to a file, whole or not at all, or to stdout. @throws UserError (storage) */
export async function writeOutput({ path }: Output, content: FileContent): Promise<void> {
  if (path !== STDOUT) return writeFileWhole(path, content);
  if (typeof content === 'string') print(content);
  else if (content instanceof Uint8Array) printBytes(content);
  else await printParts(content);
}

/** Says on stderr which files were written. */
export function noteWritten(outputs: readonly Output[]): void {
  const paths = outputs.map(({ path }) => path).filter((path) => path !== STDOUT);
  if (paths.length > 0) note(`wrote ${paths.join(' and ')}`);
}

const STDOUT = '-';
