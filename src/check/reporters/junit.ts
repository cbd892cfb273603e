import { printable } from '../../expect/printable.ts';
import { type CheckedExperiment, type Finding, severity } from '../findings/finding.ts';
import { details } from '../findings/format_finding.ts';
import { countFindings } from '../findings/summary.ts';
import type { ReporterKind } from './kind.ts';

/**
 * One suite per experiment file, one case per claim. The strictest schema in use (that of Ant's reports) wants a time
 * without a zone, a host, and empty elements. It does not know skipped cases: those are written for warnings only.
 */
export const junit: ReporterKind = {
  title: 'JUnit XML, as GitLab, Jenkins and others read it.',
  document: true,
  format({ checked, began, coincide }) {
    const timestamp = began.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
    const suites = checked.map((one, id) => suite(one, id, { timestamp, coincide }));
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
  },
};

function suite(
  { experiment, file, findings, seconds }: CheckedExperiment,
  id: number,
  { timestamp, coincide }: { timestamp: string; coincide: string },
): string {
  const { failed, warned, errors } = countFindings(findings);
  const attributes = attributesOf({
    name: file ?? experiment,
    package: 'coincide',
    id,
    timestamp,
    hostname: 'localhost',
    tests: findings.length,
    failures: failed,
    errors,
    ...(warned > 0 && { skipped: warned }),
    time: seconds.toFixed(3),
  });
  const property = `<property${attributesOf({ name: 'coincide', value: coincide })}/>`;
  const cases = findings.map((finding) => testCase(finding, experiment));
  return `  <testsuite${attributes}>\n    <properties>${property}</properties>\n${cases.join('')}    <system-out/>\n    <system-err/>\n  </testsuite>\n`;
}

function testCase(finding: Finding, experiment: string): string {
  const head = `    <testcase${attributesOf({ name: finding.claim, classname: experiment, time: '0.000' })}`;
  if (finding.state === 'held') return `${head}/>\n`;
  const lines = details(finding);
  const message = lines[0] ?? finding.claim;
  if (severity(finding) === 0) {
    return `${head}>\n      <skipped>${escapedXml(printable(`warning: ${message}`))}</skipped>\n    </testcase>\n`;
  }
  const element = finding.state === 'error' ? 'error' : 'failure';
  const place = finding.where ? [`${finding.where.file}:${finding.where.line ?? 1}`] : [];
  const body = [...place, ...lines].map((line) => escapedXml(printable(line))).join('\n');
  return `${head}>\n      <${element}${attributesOf({ message, type: finding.about })}>${body}</${element}>\n    </testcase>\n`;
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapedXml(printable(String(value)))}"`)
    .join('');
}

function escapedXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
