import { WriteStream } from 'node:tty';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { UserError } from '../../core/error.ts';
import type { Palette } from '../../picture/terminal.ts';
import { reason } from '../../results/reason.ts';

/** What a command exists to print. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Errors, warnings and what was done. */
export function note(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Colours for stdout where it is a terminal that has them, and NO_COLOR is not set; a CI is none. */
export const colours = pc.createColors(process.stdout.isTTY === true && process.stdout.hasColors());

/** What pictures on stdout can be made of. NO_COLOR is honoured, and so is FORCE_COLOR, where it is no terminal too. */
export function paletteOf(
  env: NodeJS.ProcessEnv = process.env,
  isTTY = process.stdout.isTTY === true,
): Palette {
  const { NO_COLOR = '', FORCE_COLOR, ...rest } = env;
  if (NO_COLOR !== '' || FORCE_COLOR === '0' || FORCE_COLOR === 'false') return 'plain';
  if (FORCE_COLOR === undefined && !isTTY) return 'plain';
  const depth = (given: NodeJS.ProcessEnv) => WriteStream.prototype.getColorDepth.call({}, given);
  // To force colours says that there are some; how many, the terminal may know better.
  const bits =
    FORCE_COLOR === undefined ? depth(rest) : Math.max(depth({ ...rest, FORCE_COLOR }), depth(rest));
  return bits >= 24 ? 'true' : bits >= 8 ? '256' : bits >= 4 ? 'grey' : 'plain';
}

/** Characters in a line of stdout: the terminal's, else those that COLUMNS says, else 80. */
export function widthOf(): number {
  const columns = process.stdout.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : 80;
}

/** For text that goes elsewhere. */
export const noColours = pc.createColors(false);

let failure: NodeJS.ErrnoException | undefined;

/** `coincide run | head -1` ends quietly: who stops reading has read enough. Other failures are kept for the end. */
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

/** Rows as aligned columns, two spaces apart; columns of numbers to the right, below their header if there is one. */
export function aligned(rows: readonly (readonly string[])[], header?: readonly string[]): string {
  const lines = header ? [header, ...rows] : rows;
  const columns = lines[0]?.map((_, i) => lines.map((line) => line[i] ?? '')) ?? [];
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => stringWidth(cell))));
  const right = columns.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-+]?[\d.]/.test(row[i] ?? '')),
  );
  return lines
    .map((line) => {
      const cells = line.map((cell, i) => {
        const blank = ' '.repeat(widths[i]! - stringWidth(cell));
        return right[i] ? blank + cell : cell + blank;
      });
      return `  ${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}
