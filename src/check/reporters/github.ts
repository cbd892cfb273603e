import { printable } from '../../expect/printable.ts';
import { type Finding, severity } from '../findings/finding.ts';
import { details } from '../findings/format_finding.ts';
import { findingsOf, summaryLine } from '../findings/summary.ts';
import type { ReporterKind } from './kind.ts';

/** GitHub shows no more annotations of one kind and step. */
const MAX_ANNOTATIONS = 10;

export const github: ReporterKind = {
  title: 'Workflow commands of GitHub Actions, which annotate the lines of a pull request.',
  document: false,
  format(report, below = '') {
    const telling = findingsOf(report).filter(({ state }) => state !== 'held');
    const ofKind = (kind: 'error' | 'warning') => {
      const some = telling.filter((finding) => (severity(finding) === 0) === (kind === 'warning'));
      const lines = some.slice(0, MAX_ANNOTATIONS).map((finding) => command(kind, finding, below));
      const more = some.length - lines.length;
      return more > 0 ? [...lines, `${more} more of kind ${kind} are not annotated`] : lines;
    };
    return [...ofKind('error'), ...ofKind('warning'), summaryLine(report)]
      .map((line) => `${line}\n`)
      .join('');
  },
};

function command(kind: 'error' | 'warning', finding: Finding, below: string): string {
  const { experiment, claim, where } = finding;
  const properties = Object.entries({
    // GitHub looks for it from the root on.
    file: where && printable(below === '' ? where.file : `${below}/${where.file}`),
    line: where?.line,
    col: where?.column,
    title: printable(`${experiment}: ${claim}`),
  }).filter(([, value]) => value !== undefined);
  const message = [printable(`${experiment}: ${claim}`), ...details(finding)].join('\n');
  return `::${kind} ${properties.map(([name, value]) => `${name}=${inProperty(String(value))}`).join(',')}::${inMessage(message)}`;
}

/** Escaped as the runner's toolkit does. */
function inMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
