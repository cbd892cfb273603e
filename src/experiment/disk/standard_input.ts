import { shellWord } from '../../core/shell_word.ts';

/** An experiment file that came by standard input. Paths in it are relative to the current folder. */
export interface StandardInput {
  bytes: Uint8Array;
  name: string;
}

/** The path that means standard input. */
export const STDIN = '-';

/** A path as messages name it: `stdin` for standard input. */
export function pathLabel(path: string): string {
  return path === STDIN ? 'stdin' : path;
}

/**
 * The words of a command that name an experiment file again, as a shell takes them.
 *
 * @param label of its path, as `pathLabel` gives it
 * @example fileWords('stdin', 'circle') // '- --name circle'
 */
export function fileWords(label: string, name: string): string {
  const stdin = pathLabel(STDIN);
  if (label !== stdin) return shellWord(label);
  return name === stdin ? STDIN : `${STDIN} --name ${shellWord(name)}`;
}
