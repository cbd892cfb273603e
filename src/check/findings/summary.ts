import { count } from '../../core/error.ts';
import { type CheckReport, type Finding, severity } from './finding.ts';

/** The number of claims that held, failed, gave a warning, and could not be checked. */
export interface Counts {
  held: number;
  failed: number;
  warned: number;
  errors: number;
}

/** How many findings held, failed, only warn, and could not be judged. */
export function countFindings(findings: readonly Finding[]): Counts {
  const of = (test: (finding: Finding) => boolean) => findings.filter(test).length;
  return {
    held: of(({ state }) => state === 'held'),
    failed: of((finding) => severity(finding) === 1),
    warned: of((finding) => finding.state !== 'held' && severity(finding) === 0),
    errors: of((finding) => severity(finding) > 1),
  };
}

/** All findings of a report. */
export function findingsOf({ checked }: Pick<CheckReport, 'checked'>): Finding[] {
  return checked.flatMap(({ findings }) => findings);
}

/** `2 experiments: 5 claims held, 1 did not` */
export function summaryLine({ checked }: CheckReport): string {
  const { held, failed, warned, errors } = countFindings(findingsOf({ checked }));
  const experiments = checked.filter(({ file }) => file !== undefined);
  return `${count(experiments.length, 'experiment')}: ${[
    `${count(held, 'claim')} held`,
    ...(failed > 0 ? [`${failed} did not`] : []),
    ...(warned > 0 ? [count(warned, 'warning')] : []),
    ...(errors > 0 ? [`${errors} could not be judged`] : []),
  ].join(', ')}`;
}
