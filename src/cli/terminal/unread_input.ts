import { existsSync, fstatSync, type Stats } from 'node:fs';
import { note } from './terminal.ts';

/**
 * Says that standard input is not read, where it is a file, or a pipe in a folder without experiments or behind a command
 * that was typed at a terminal; other programs give pipes that nobody writes to. What a pipe holds is not looked at: a loop
 * of a shell may need it.
 */
export function noteUnreadInput(command: string): void {
  const input = standardInput();
  const isGiven = input?.isFile()
    ? input.size > 0
    : input?.isFIFO() && (process.stderr.isTTY || !existsSync('experiments'));
  if (isGiven) note(`standard input is not read; write coincide ${command} -, which reads it.`);
}

/** What standard input is; undefined where it is closed. */
function standardInput(): Stats | undefined {
  try {
    return fstatSync(0);
  } catch {
    return undefined;
  }
}
