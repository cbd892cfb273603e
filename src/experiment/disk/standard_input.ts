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
