import { count, formatWhere } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import { brokenRowText, moreBroken, pixelsText, rowText, threeDigits } from '../../expect/row_text.ts';
import { MAX_LISTED_SHIFTS } from '../baseline/shift_verdicts.ts';
import type { Difference, Finding, ShiftVerdict } from './finding.ts';
import { severity } from './finding.ts';

const MAX_ROWS_LISTED = 5;

/**
 * A finding as one line, `✓ match_rate at depth 2: at most 0.1`: a mark, the claim and, unless it held, its place in
 * parentheses. The mark is ✓ for a claim that held, ! for a warning, ✗ for one that failed or could not be checked.
 */
export function headline(finding: Finding): string {
  const { claim, state, where } = finding;
  const mark = state === 'held' ? '✓' : severity(finding) === 0 ? '!' : '✗';
  const place = state === 'held' || !where ? '' : ` (${printable(formatWhere(where))})`;
  return `${mark} ${printable(claim)}${place}`;
}

/** The lines below a claim: messages, rows that violate it, rows that are better. Lines about shifts are indented. */
export function details({
  about,
  messages,
  differences,
  moreDifferences = 0,
  improvements,
  moreImprovements = 0,
}: Finding): string[] {
  const rows = differences.slice(0, MAX_ROWS_LISTED).flatMap((one) => {
    const shifts = shiftsText(one.shifts);
    return [differenceText(one, about), ...(shifts === '' ? [] : [`  ${shifts}`])];
  });
  const better = improvements.slice(0, MAX_ROWS_LISTED).map((one) => `better: ${differenceText(one, about)}`);
  return [
    ...messages.map(printable),
    ...rows,
    ...unlisted(differences.length + moreDifferences, moreBroken),
    ...better,
    ...unlisted(
      improvements.length + moreImprovements,
      (rows) => `… and ${count(rows, 'more row')} that ${rows === 1 ? 'is' : 'are'} better`,
    ),
  ];
}

function unlisted(rows: number, words: (more: number) => string): string[] {
  return rows > MAX_ROWS_LISTED ? [words(rows - MAX_ROWS_LISTED)] : [];
}

/** `depth 4: match_rate is 0.871 [0.85, 0.89] (871 of 1000), not at least 0.9` */
function differenceText(difference: Difference, about: Finding['about']): string {
  const { row, metric, expected, actual, interval, note, where } = difference;
  if (about === 'expectation' && metric !== undefined)
    return printable(brokenRowText({ ...difference, metric, shown: difference.shown ?? actual }));
  const ends = interval ? ` [${interval.map(threeDigits).join(', ')}]` : '';
  const said =
    metric === undefined
      ? `was ${expected}, now ${actual}`
      : `${metric} was ${expected}, is ${actual}${ends}`;
  const place = where ? ` (${formatWhere(where)})` : '';
  const more = note ? `; ${note}` : '';
  return printable(`${rowText(row)}${said}${more}${place}`);
}

function shiftsText(shifts: readonly ShiftVerdict[]): string {
  if (shifts.length === 0) return '';
  const list = (some: readonly ShiftVerdict[]) =>
    some.map(({ dy, dx }) => `(${pixelsText(dy)}, ${pixelsText(dx)})`).join(' ');
  const of = (before: ShiftVerdict['before'], now: ShiftVerdict['now']) =>
    shifts.filter((one) => one.before === before && one.now === now);
  return [
    ['shifts that matched and do not now', of('matches', 'differs')] as const,
    ['shifts that did not match and do now', of('differs', 'matches')] as const,
    [
      'shifts that do not match now (add `tables: [summary, shifts]` and commit, to see which are new)',
      of(undefined, 'differs'),
    ] as const,
  ]
    .filter(([, some]) => some.length > 0)
    .map(([what, some]) => `${what}: ${list(some)}`)
    .concat(
      shifts.length < MAX_LISTED_SHIFTS ? [] : [`at most ${MAX_LISTED_SHIFTS} are listed, the shortest ones`],
    )
    .join('; ');
}
