import { WriteStream } from 'node:tty';
import pc from 'picocolors';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { UserError } from '../../core/error.ts';
import type { Palette } from '../../picture/terminal.ts';
import { reason } from '../../results/reason.ts';

/** Prints a command's output on stdout, and ends it with a line break unless it has one. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Prints a text for people, in lines that fit. See `fittingLines`. */
export function printFitted(text: string): void {
  print(fittingLines(text));
}

/** Prints the parts of a long text, as fast as they are taken. The text ends with a line break, or gets one. */
export async function printParts(parts: Iterable<string | Uint8Array>): Promise<void> {
  let last: string | Uint8Array = '';
  for (const part of parts) {
    last = part;
    if (process.stdout.write(part) || process.stdout.destroyed) continue;
    await new Promise<void>((resolve) => {
      const go = () => {
        process.stdout.off('drain', go).off('close', go).off('error', go);
        resolve();
      };
      process.stdout.on('drain', go).on('close', go).on('error', go);
    });
  }
  const ended = typeof last === 'string' ? last.endsWith('\n') : last.at(-1) === LINE_BREAK;
  if (!ended) process.stdout.write('\n');
}

const LINE_BREAK = 0x0a;

/** Prints bytes, such as those of a picture. */
export function printBytes(bytes: Uint8Array): void {
  process.stdout.write(bytes);
}

/** Prints a message on stderr: an error, a warning, or what was done. On a terminal, in lines that fit. */
export function note(text: string): void {
  // An editor that reads the messages needs each on one line.
  const lines = process.stderr.isTTY ? fittingLines(text, process.stderr.columns || undefined) : text;
  process.stderr.write(lines.endsWith('\n') ? lines : `${lines}\n`);
}

/**
 * The colours that stdout can show: `true` for 16 million, else `256`, `grey` or `plain`. It is `plain` with NO_COLOR or
 * `--no-color`, and where stdout is no terminal and FORCE_COLOR is not set.
 */
export function paletteOf(
  env: NodeJS.ProcessEnv = process.env,
  isTTY = process.stdout.isTTY === true,
  args: readonly string[] = process.argv,
): Palette {
  if (args.includes('--no-color')) return 'plain';
  const { NO_COLOR = '', FORCE_COLOR, ...rest } = env;
  if (NO_COLOR !== '' || FORCE_COLOR === '0' || FORCE_COLOR === 'false') return 'plain';
  if (FORCE_COLOR === undefined && !isTTY) return 'plain';
  const depth = (given: NodeJS.ProcessEnv) => WriteStream.prototype.getColorDepth.call({}, given);
  // FORCE_COLOR says that there are some; the terminal may have more.
  const bits =
    FORCE_COLOR === undefined ? depth(rest) : Math.max(depth({ ...rest, FORCE_COLOR }), depth(rest));
  return bits >= 24 ? 'true' : bits >= 8 ? '256' : bits >= 4 ? 'grey' : 'plain';
}

/** Colours for text on stdout. */
export const colours = pc.createColors(paletteOf() !== 'plain');

/** Characters in a line of stdout: those of the terminal, else of COLUMNS, else 80. */
export function widthOf(): number {
  const width = tableWidth();
  return Number.isFinite(width) ? width : 80;
}

/** No colours, for text that does not go to stdout. */
export const noColours = pc.createColors(false);

let failure: NodeJS.ErrnoException | undefined;

/** Ignores that a reader stops early, as in `coincide run | head -1`. Other failures are reported at the end. */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') failure ??= error;
    });
  }
}

/** @throws UserError (storage) where something could not be printed, as on a full disk */
export async function finishOutput(): Promise<void> {
  await new Promise((resolve) => process.stdout.write('', resolve));
  if (!failure) return;
  throw new UserError(`could not print: ${reason(failure)}.`, { kind: 'storage', cause: failure });
}

/** Characters in a line of a terminal, or of COLUMNS; no limit where lines go elsewhere. */
export function tableWidth(): number {
  const columns = process.stdout.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/** A text in lines of at most `width` characters, broken between words; lines after the first are indented. */
export function inLines(text: string, indent: number, width = tableWidth()): string {
  if (!Number.isFinite(width)) return text;
  const lines = wrapAnsi(text, Math.max(20, width - indent), { trim: true });
  return lines.replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/**
 * A text in lines of at most `width` characters, broken between words. What is broken off is indented by two more than
 * its line. Lines of a table stay as they are: `aligned` makes them fit.
 */
export function fittingLines(text: string, width = tableWidth()): string {
  if (!Number.isFinite(width)) return text;
  const lines = text.split('\n').map((line) => {
    if (cellWidth(line) <= width || /\S {2,}\S/.test(line)) return line;
    const indent = /^ */.exec(line)![0];
    return indent + inLines(line.slice(indent.length), indent.length + 2, width);
  });
  return lines.join('\n');
}

/** A sentence that is indented, in lines that fit; those after the first are indented by two more. */
export function sentence(text: string, indent = 2): string {
  return `${' '.repeat(indent)}${inLines(text, indent + 2)}`;
}

/** Columns that a text takes. `string-width` takes 0.1 ms for a cell, and the table of a large model has 100,000. */
export function cellWidth(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/**
 * Rows as columns, two spaces apart. Columns of numbers are aligned to the right. Columns that do not fit into the width
 * follow in a block below, each block with the first columns.
 *
 * @param keys how many of the first columns each block has
 */
export function aligned(
  rows: readonly (readonly string[])[],
  header?: readonly string[],
  width = Number.POSITIVE_INFINITY,
  keys = 1,
): string {
  const lines = header ? [header, ...rows] : rows;
  const columns = lines[0]?.map((_, i) => lines.map((line) => line[i] ?? '')) ?? [];
  const widths = columns.map((cells) => Math.max(...cells.map(cellWidth)));
  const right = columns.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-+]?[\d.]/.test(row[i] ?? '')),
  );
  const padded = (line: readonly string[], i: number) => {
    const cell = line[i] ?? '';
    const blank = ' '.repeat(widths[i]! - cellWidth(cell));
    return right[i] ? blank + cell : cell + blank;
  };
  return blocksOf(widths, width, keys)
    .map((block) =>
      lines.map((line) => `  ${block.map((i) => padded(line, i)).join('  ')}`.trimEnd()).join('\n'),
    )
    .join('\n\n');
}

/** The columns of each block: the first `keys`, then as many others as fit into the width, at least one. */
export function blocksOf(widths: readonly number[], width: number, keys: number): number[][] {
  const all = [...widths.keys()];
  const repeated = all.slice(0, keys);
  const taken = (columns: readonly number[]) => columns.reduce((sum, i) => sum + widths[i]! + 2, 0);
  const blocks: number[][] = [];
  let block = repeated;
  for (const i of all.slice(keys)) {
    if (block.length > repeated.length && taken([...block, i]) > width) {
      blocks.push(block);
      block = repeated;
    }
    block = [...block, i];
  }
  return [...blocks, block];
}
