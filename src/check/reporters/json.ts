import { severity } from '../findings/finding.ts';
import { countFindings, findingsOf } from '../findings/summary.ts';
import type { ReporterKind } from './kind.ts';

export const json: ReporterKind = {
  title: 'For programs: one document, as check.schema.json describes it.',
  document: true,
  format(report) {
    const findings = findingsOf(report);
    const worst = Math.max(0, ...findings.map(severity));
    const content = {
      version: 1,
      state: worst === 0 ? 'held' : worst === 1 ? 'failed' : 'error',
      counts: countFindings(findings),
      ...report,
    };
    return `${JSON.stringify(content, null, 2)}\n`;
  },
};
