import type { CheckReport } from '../findings/finding.ts';

/** A format for the findings of a check: a pure function to text. A kind is an object literal in one file. */
export interface ReporterKind {
  title: string;
  /** Whether it is one document, so that nothing else may be printed with it. */
  document: boolean;
  /** @param below the folder that paths are relative to, from the root of the repository; default: they are the same */
  format(report: CheckReport, below?: string): string;
}
