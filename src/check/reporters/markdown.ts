import { count, formatWhere } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import { type CheckedExperiment, type Finding, severity } from '../findings/finding.ts';
import { details } from '../findings/format_finding.ts';
import { countFindings, findingsOf, summaryLine } from '../findings/summary.ts';
import type { ReporterKind } from './kind.ts';

/** Bytes. GitHub takes a step summary of less than 1 MiB. */
const MAX_BYTES = 2 ** 20 - 2 ** 12;

export const markdown: ReporterKind = {
  title: 'A page for a summary or a comment: a table, and why claims do not hold.',
  document: true,
  format(report) {
    const head = ['# coincide check', '', escapedMarkdown(summaryLine(report)), ''];
    const table =
      report.checked.length > 0
        ? ['| experiment | held | did not | could not be judged |', '| --- | --: | --: | --: |']
        : [];
    const rows = report.checked.map(({ experiment, findings }: CheckedExperiment) => {
      const { held, failed, errors } = countFindings(findings);
      return `| ${escapedMarkdown(experiment)} | ${held} | ${failed} | ${errors} |`;
    });
    const sections = findingsOf(report)
      .filter(({ state }) => state !== 'held')
      .map(section);
    const messages = report.messages.map((message) => `\n${escapedMarkdown(message)}`);
    return fittingParts([...head, ...table, ...rows, ...messages, ...sections]);
  },
};

function section(finding: Finding): string {
  const { experiment, claim, where } = finding;
  const kind = severity(finding) === 0 ? 'warning: ' : '';
  const place = where ? `\n${escapedMarkdown(formatWhere(where))}\n` : '';
  const lines = details(finding).map((line) => `- ${escapedMarkdown(line.trimStart())}`);
  return `\n## ${kind}${escapedMarkdown(experiment)}: ${escapedMarkdown(claim)}\n${place}\n${lines.join('\n')}`;
}

/** Escapes markup. */
function escapedMarkdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>()#+!|~@&$-]/g, '\\$&');
}

/** The first parts that fit into the largest size, each whole, and a line that counts the others. */
function fittingParts(parts: readonly string[]): string {
  const encoder = new TextEncoder();
  const kept: string[] = [];
  let bytes = 0;
  for (const part of parts) {
    bytes += encoder.encode(part).length + 1;
    if (bytes > MAX_BYTES)
      return `${kept.join('\n')}\n\n… and ${count(parts.length - kept.length, 'more part')}.\n`;
    kept.push(part);
  }
  return `${kept.join('\n')}\n`;
}
