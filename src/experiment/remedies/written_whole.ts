import { instead, written } from './written.ts';

export const TOML = 'this is written as in TOML or Python, and an experiment is YAML';

const MOST_WHOLE = 400;

/** The remedy for a whole file: its object in one line, which is YAML too. */
export function writtenWhole(file: Record<string, unknown>): string {
  return instead(written(file, MOST_WHOLE) ?? 'image: circle, and so on: a colon and a space after each key');
}
