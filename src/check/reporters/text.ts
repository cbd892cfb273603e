import { requireArgument } from '../../core/arguments.ts';
import { printable } from '../../expect/printable.ts';
import type { CheckedExperiment, CheckReport, Finding } from '../findings/finding.ts';
import { details, headline } from '../findings/format_finding.ts';
import { summaryLine } from '../findings/summary.ts';
import type { ReporterKind } from './kind.ts';

export const textReporter: ReporterKind = {
  title: 'For people: each claim and what became of it.',
  document: false,
  format(report: CheckReport): string {
    const parts = report.checked.map(({ experiment, description, findings }: CheckedExperiment) => {
      const title = description === undefined ? experiment : `${experiment}: ${description}`;
      return `${printable(title)}\n${formatFindings(findings)}\n`;
    });
    return `${[...parts, ...report.messages.map((line) => `${printable(line)}\n`)].join('')}${summaryLine(report)}\n`;
  },
};

/** Findings as text, as `coincide check` prints them: a line for each claim, and below it why it does not hold. */
export function formatFindings(findings: readonly Finding[]): string {
  requireArgument(Array.isArray(findings), 'findings', 'the list that check gives', findings);
  return findings
    .flatMap((finding) => [`  ${headline(finding)}`, ...details(finding).map((line) => `      ${line}`)])
    .join('\n');
}
