/** What can go wrong with a try. */
export type Harm = 'lost' | 'wrong' | 'traces' | 'hangs';

const HARMS: readonly Harm[] = ['lost', 'wrong', 'traces', 'hangs'];
const HEADINGS = ['fault', 'tries', 'lost', 'wrong', 'stack traces', 'hangs'];

/** Counts the tries of one fault, and what went wrong with them. */
export interface Tally {
  fault: string;
  tries: number;
  counts: Record<Harm, number>;
  /** A line for each harm, of the first ones. */
  examples: string[];
}

/** So many lines of a fault are printed. */
const MOST_EXAMPLES = 12;

export function tallyOf(fault: string): Tally {
  return { fault, tries: 0, counts: { lost: 0, wrong: 0, traces: 0, hangs: 0 }, examples: [] };
}

/** Counts one try. @param harms what went wrong with it, each kind at most once, with words */
export function countTry(tally: Tally, label: string, harms: Partial<Record<Harm, string>>): void {
  tally.tries++;
  for (const harm of HARMS) {
    const words = harms[harm];
    if (words === undefined) continue;
    tally.counts[harm]++;
    if (tally.examples.length < MOST_EXAMPLES) tally.examples.push(`${harm}: ${label}: ${words}`);
  }
}

/** Whether nothing went wrong, and something was tried. */
export function isClean({ tries, counts }: Tally): boolean {
  return tries > 0 && HARMS.every((harm) => counts[harm] === 0);
}

/** fault × tries × lost × wrong × stack traces × hangs, as a table in Markdown, with the sums last. */
export function formatTallies(tallies: readonly Tally[]): string {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((all, tally) => all + of(tally), 0);
  const rows = [
    ...tallies.map(({ fault, tries, counts }) => [fault, tries, ...HARMS.map((harm) => counts[harm])]),
    ['all', sum(({ tries }) => tries), ...HARMS.map((harm) => sum(({ counts }) => counts[harm]))],
  ];
  const cells = [HEADINGS, ...rows.map((row) => row.map(String))];
  const widths = HEADINGS.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}
