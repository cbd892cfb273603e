import { brokenOf, notText } from '../expect/broken.ts';
import { formatExpectation, type Verdict } from '../expect/expect.ts';
import { printable } from '../expect/printable.ts';
import type { Column, Row } from '../results/columns.ts';
import type { Result } from '../run/run.ts';
import { type Difference, isSame } from './compare.ts';
import { differenceInWords } from './comparison.ts';
import { OUTCOMES, outcomeOf } from './entry.ts';

/** What a Markdown report says of an experiment: no pictures, since a comment can hold none. */
export interface MarkdownEntry {
  result: Result;
  difference?: Difference | undefined;
}

/** A comment on GitHub has at most 65,536 characters. */
export const LONGEST = 64_000;
const MOST_ROWS = 24;

/** The report for a comment on a pull request: what does not hold first, as much of the rest as there is room for. */
export function markdownReport(
  entries: readonly MarkdownEntry[],
  { version, against }: { version: string; against?: string | undefined },
): string {
  const urgent = (entry: MarkdownEntry) =>
    outcomeOf(entry.result.verdicts) === 'fails' || (entry.difference && !isSame(entry.difference)) ? 0 : 1;
  const sorted = [...entries].sort((a, b) => urgent(a) - urgent(b));
  const foot = `\nMade by coincide ${version}.\n`;
  let text = `## coincide report\n\n${overview(entries, against)}`;
  let left = 0;
  for (const section of [index(sorted), ...sorted.map(details)]) {
    if (text.length + section.length > LONGEST - 200) left++;
    else text += section;
  }
  if (left > 0)
    text += `\n… and ${left} more ${left === 1 ? 'part' : 'parts'}, for which there is no room here.\n`;
  return text + foot;
}

function overview(entries: readonly MarkdownEntry[], against: string | undefined): string {
  const outcomes = entries.map(({ result }) => outcomeOf(result.verdicts));
  const fails = outcomes.filter((outcome) => outcome === 'fails').length;
  const count = `${entries.length} ${entries.length === 1 ? 'experiment' : 'experiments'}`;
  const verdict = fails === 0 ? 'all expectations hold' : `${fails} ${fails === 1 ? 'does' : 'do'} not hold`;
  return `${count}: ${verdict}.${against === undefined ? '' : ` Compared with ${plain(against)}.`}\n\n`;
}

function index(entries: readonly MarkdownEntry[]): string {
  const compared = entries.some(({ difference }) => difference);
  const head = ['experiment', 'claim', 'verdict', ...(compared ? ['other results'] : [])];
  const rows = entries.map(({ result, difference }) => [
    plain(result.experiment),
    plain(result.description ?? ''),
    `${MARKS[outcomeOf(result.verdicts)]} ${OUTCOMES[outcomeOf(result.verdicts)]}`,
    ...(compared ? [difference ? plain(differenceInWords(difference)) : ''] : []),
  ]);
  return table(head, rows);
}

const MARKS = { holds: '✅', fails: '❌', open: '➖' } as const;

function details({ result }: MarkdownEntry): string {
  const { experiment, verdicts, table: given } = result;
  const swept = given.columns
    .filter(({ identity, name }) => identity && !PLACE.has(name))
    .map(({ name }) => name);
  const rows = given.rows.slice(0, MOST_ROWS);
  const more = given.rows.length - rows.length;
  return [
    `\n<details><summary>${plain(experiment)}</summary>\n`,
    ...verdicts.map((verdict) => {
      const violation = verdict.state === 'failed' ? `: ${plain(firstBroken(verdict, given.columns))}` : '';
      const missing = verdict.state === 'missing' ? ': there is no such row' : '';
      return `- ${verdict.state === 'passed' ? '✅' : '❌'} ${plain(formatExpectation(verdict.expectation))}${violation}${missing}`;
    }),
    '',
    table(
      [...swept, 'depth', 'layer', 'classes', 'matches', 'match rate'].map(plain),
      rows.map((row) => cells(row, swept)),
    ),
    more > 0 ? `… and ${more} more rows.\n` : '',
    '</details>\n',
  ].join('\n');
}

const PLACE = new Set(['experiment', 'step', 'layer', 'depth', 'height', 'width', 'channels', 'compare']);

function cells(row: Row, swept: readonly string[]): string[] {
  const rate = typeof row.match_rate === 'number' ? row.match_rate : undefined;
  return [
    ...swept.map((name) => plain(String(row[name]))),
    String(row.depth),
    plain(row.layer),
    String(row.classes),
    `${row.matches}/${row.trials}`,
    rate === undefined ? '' : String(Number(rate.toPrecision(3))),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return `${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

/** A text as Markdown shows it, and nothing else: no markup, no link, no mention of anyone. */
export function plain(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' '))
    .replaceAll(/[&<>"'`*_~[\]()|\\#@!$^{}]/g, (found) => `&#${found.codePointAt(0)};`)
    .replaceAll(
      /(https?|ftp|www)([:.])/gi,
      (_, scheme: string, mark: string) => `${scheme}&#${mark.codePointAt(0)};`,
    );
}

/** `it is 1, its lower bound 0.992 is not at least 0.995` */
function firstBroken(
  { expectation, violations }: Extract<Verdict, { state: 'failed' }>,
  columns: readonly Column[],
): string {
  const [first] = violations;
  return `it is ${first!.actual ?? 'not defined'}, ${notText(brokenOf(first!, expectation, columns))}`;
}
