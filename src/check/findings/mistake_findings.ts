import type { Problem } from '../../core/error.ts';
import { type CheckedExperiment, type Finding, finding } from './finding.ts';

/** Findings about files that are wrong: one for each mistake, by file. */
export function mistakesFound(problems: readonly Problem[]): CheckedExperiment[] {
  const files = [...new Set(problems.map(fileOf))];
  return files.map((file) => ({
    experiment: file,
    file,
    findings: problems.filter((problem) => fileOf(problem) === file).map((problem) => mistake(problem, file)),
    warnings: [],
    seconds: 0,
  }));
}

/** The finding about an experiment whose run fails. */
export function failureFound(
  { name, description, file }: { name: string; description?: string | undefined; file: string },
  problems: readonly Problem[],
): CheckedExperiment {
  const failure = finding({
    experiment: name,
    about: 'run',
    claim: 'can be run',
    state: 'error',
    where: { file },
    messages: problems.map(({ message }) => message),
  });
  return { experiment: name, description, file, findings: [failure], warnings: [], seconds: 0 };
}

function mistake({ message, where }: Problem, experiment: string): Finding {
  return finding({
    experiment,
    about: 'file',
    claim: 'invalid experiment file',
    state: 'error',
    where,
    messages: [message],
  });
}

function fileOf({ where }: Problem): string {
  return where?.file ?? 'experiments';
}
