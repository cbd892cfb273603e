import { type Profile, profileTable } from '../profile.ts';
import { markdown, type Section, short } from '../report.ts';
import { type Heat, OURS, timeOf } from './contest.ts';
import type { Mark } from './marks.ts';

/** What stands in bench/RESULTS.md. */
export interface Results {
  /** Date, machine, versions. */
  about: readonly string[];
  heats: readonly Heat[];
  sections: readonly Section[];
  marks: readonly Mark[];
  profiles: readonly Profile[];
}

export function page({ about, heats, sections, marks, profiles }: Results): string {
  const workloads = heats.map(({ work }) => `- **${work.name}**: ${work.title}`);
  return `${[
    '# Results',
    'Made by `npm run bench:peers`; what the contestants are, and how fair they are, stands in [peers/README.md](peers/README.md).',
    about.map((line) => `- ${line}`).join('\n'),
    '## Beside other programs',
    'A circle, moved by every shift of a range; counted are the distinct outputs at each depth and those that are the unshifted one. All answers are the same. Milliseconds, medians of 7 rounds taken in turn (fewer where it is said); in brackets: multiples of coincide.',
    workloads.join('\n'),
    table(heats),
    '## Marks',
    marksTable(marks),
    '## Where the time of counting goes',
    'Shares of the samples of V8’s profiler over two seconds of each workload.',
    profileTable(profiles),
    '## Growth, tables, processes',
    ...sections.map(markdown),
  ].join('\n\n')}\n`;
}

/** One row per contestant, one column per workload. */
export function table(heats: readonly Heat[]): string {
  const names = [...new Set(heats.flatMap(({ lines }) => lines.map(({ name }) => name)))];
  const rows = names.map((name) => [name, ...heats.map((heat) => cell(heat, name))]);
  const heading = ['', ...heats.map(({ work }) => work.name)];
  const widths = heading.map((_, i) => Math.max(...[heading, ...rows].map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(heading), rule, ...rows.map(line)].join('\n');
}

export function marksTable(marks: readonly Mark[]): string {
  const rows = marks.map(
    ({ what, bound, measured, met }) => `| ${what} | ${bound} | ${measured} | ${met ? '✓' : '✗'} |`,
  );
  return ['| | to reach | measured | |', '| --- | ---: | ---: | --- |', ...rows].join('\n');
}

function cell(heat: Heat, name: string): string {
  const found = heat.lines.find((line) => line.name === name);
  if (!found) return '–';
  const few = found.rounds < 7 ? `, of ${found.rounds}` : '';
  return `${short(found.median)} (${short(found.median / timeOf(heat, OURS)!)} ×${few})`;
}
