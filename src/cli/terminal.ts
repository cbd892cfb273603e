import pc from 'picocolors';
import stringWidth from 'string-width';
import { UserError } from '../error.ts';
import { reason } from '../results/reason.ts';

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
