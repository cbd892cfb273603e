import { count } from '../core/error.ts';
import { formatExpectation, isFailure, type Verdict } from '../expect/expect.ts';
import { printable } from '../expect/printable.ts';
import { moreBroken, violationText } from '../expect/row_text.ts';
import { type Column, isSwept, type Row } from '../results/columns.ts';
import type { Result } from '../run/run.ts';
import { isEqual } from './compare_tables.ts';
import { differenceInWords } from './comparison_section.ts';
import { entryVerdict, failingFirst, OUTCOME_NAMES, type ResultsComparison } from './entry.ts';

/** An experiment in a Markdown report. It has no pictures, since comments cannot hold them. */
export interface MarkdownEntry {
  result: Result;
  comparisons?: readonly ResultsComparison[] | undefined;
}

/** Largest report, in characters: a comment on GitHub may have 65,536. */
export const MAX_LENGTH = 64_000;
const MAX_COMMENT_ROWS = 24;

/** The report as a comment on a pull request: failed and changed experiments first, then the others while there is room. */
export function markdownReport(
  entries: readonly MarkdownEntry[],
  { version, against = [] }: { version: string; against?: readonly string[] | undefined },
): string {
  const differs = (entry: MarkdownEntry) =>
    (entry.comparisons ?? []).some(({ difference }) => !isEqual(difference));
  const byVerdict = failingFirst(entries);
  const failing = byVerdict.filter(({ result }) => entryVerdict(result.verdicts) === 'fails');
  const others = byVerdict.filter((entry) => !failing.includes(entry));
  const sorted = [...failing, ...others.filter(differs), ...others.filter((entry) => !differs(entry))];
  const foot = `\nMade by coincide ${version}.\n`;
  let text = `## coincide report\n\n${overview(entries, against)}`;
  let left = 0;
  for (const section of [overviewTable(sorted), ...sorted.map(experimentDetails)]) {
    if (text.length + section.length > MAX_LENGTH - 200) left++;
    else text += section;
  }
  if (left > 0) text += `\n… and ${count(left, 'more section')} that did not fit.\n`;
  return text + foot;
}

function overview(entries: readonly MarkdownEntry[], against: readonly string[]): string {
  const outcomes = entries.map(({ result }) => entryVerdict(result.verdicts));
  const fails = outcomes.filter((outcome) => outcome === 'fails').length;
  const broken = entries
    .flatMap(({ result }) => result.verdicts)
    .filter((verdict) => verdict.state !== 'passed' && !isFailure(verdict)).length;
  const stated = outcomes.some((outcome) => outcome !== 'open');
  const rest = stated
    ? broken === 0
      ? 'all expectations hold'
      : 'no expectation fails'
    : 'no expectation stated';
  const verdict = [
    fails === 0 ? rest : `${fails} ${fails === 1 ? 'does' : 'do'} not hold`,
    ...(broken === 0 ? [] : [count(broken, 'warning')]),
  ].join(', ');
  return `${count(entries.length, 'experiment')}: ${verdict}.${against.length === 0 ? '' : ` Compared with ${markdownText(against.join(', '))}.`}\n\n`;
}

function overviewTable(entries: readonly MarkdownEntry[]): string {
  const compared = entries[0]?.comparisons?.map(({ against }) => against) ?? [];
  const head = ['experiment', 'claim', 'verdict', ...compared.map(markdownText)];
  const rows = entries.map(({ result, comparisons = [] }) => [
    markdownText(result.experiment),
    markdownText(result.description ?? ''),
    `${OUTCOME_MARKS[entryVerdict(result.verdicts)]} ${OUTCOME_NAMES[entryVerdict(result.verdicts)]}`,
    ...comparisons.map((one) => markdownText([differenceInWords(one.difference), ...one.changes].join('; '))),
  ]);
  return markdownTable(head, rows);
}

const OUTCOME_MARKS = { holds: '✅', fails: '❌', warns: '⚠️', open: '➖' } as const;

function experimentDetails({ result }: MarkdownEntry): string {
  const { experiment, verdicts, table: given } = result;
  const swept = given.columns.filter(isSwept).map(({ name }) => name);
  const rows = given.rows.slice(0, MAX_COMMENT_ROWS);
  const more = given.rows.length - rows.length;
  return [
    `\n<details><summary>${markdownText(experiment)}</summary>\n`,
    ...verdicts.flatMap((verdict) => {
      const missing = verdict.state === 'missing' ? ': there is no such row' : '';
      const mark = verdict.state === 'passed' ? '✅' : isFailure(verdict) ? '❌' : '⚠️';
      const claim = `- ${mark} ${markdownText(formatExpectation(verdict.expectation))}${missing}`;
      return [claim, ...violationItems(verdict, given.columns)];
    }),
    '',
    markdownTable(
      [...swept, 'depth', 'layer', 'classes', 'matches', 'match rate'].map(markdownText),
      rows.map((row) => tableCells(row, swept)),
    ),
    more > 0 ? `… and ${count(more, 'more row')}.\n` : '',
    '</details>\n',
  ].join('\n');
}

function tableCells(row: Row, swept: readonly string[]): string[] {
  const shown = (value: unknown, digits: number) =>
    typeof value === 'number' ? String(Number(value.toPrecision(digits))) : '';
  return [
    ...swept.map((name) => markdownText(String(row[name]))),
    String(row.depth),
    markdownText(row.layer),
    shown(row.classes, 4),
    `${row.matches}/${row.trials}`,
    shown(row.match_rate, 3),
  ];
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return `${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

/** Escapes a text for Markdown: no markup, no links, no mentions. */
export function markdownText(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' '))
    .replaceAll(/[&<>"'`*_~[\]()|\\#@!$^{}]/g, (found) => `&#${found.codePointAt(0)};`)
    .replaceAll(
      /(https?|ftp|www)([:.])/gi,
      (_, scheme: string, mark: string) => `${scheme}&#${mark.codePointAt(0)};`,
    );
}

const MAX_VIOLATIONS_LISTED = 5;

/** The rows that violate an expectation, as items of a list below it. */
function violationItems(verdict: Verdict, columns: readonly Column[]): string[] {
  if (verdict.state !== 'failed') return [];
  const listed = verdict.violations.slice(0, MAX_VIOLATIONS_LISTED);
  const more = verdict.violations.length - listed.length;
  return [
    ...listed.map((one) => `  - ${markdownText(violationText(one, verdict.expectation, columns))}`),
    ...(more > 0 ? [`  - ${moreBroken(more)}`] : []),
  ];
}
