import type { Problem } from '../../core/error.ts';
import type { Checked, Finding } from './finding.ts';

/** What a check says of files that are wrong: of each file, a finding for every mistake. */
export function mistakesFound(problems: readonly Problem[]): Checked[] {
  const files = [...new Set(problems.map(fileOf))];
  return files.map((file) => ({
    experiment: file,
    file,
    findings: problems.filter((problem) => fileOf(problem) === file).map((problem) => mistake(problem, file)),
    warnings: [],
    seconds: 0,
  }));
}

/** What a check says of an experiment whose run fails. */
export function failureFound(
  { name, description, file }: { name: string; description?: string | undefined; file: string },
  problems: readonly Problem[],
): Checked {
  const finding: Finding = {
    experiment: name,
    about: 'run',
    claim: 'can be run',
    level: 'error',
    state: 'error',
    where: { file },
    messages: problems.map(({ message }) => message),
    rows: 0,
    differences: [],
    improvements: [],
  };
  return { experiment: name, description, file, findings: [finding], warnings: [], seconds: 0 };
}

function mistake({ message, where }: Problem, experiment: string): Finding {
  return {
    experiment,
    about: 'file',
    claim: 'valid experiment file',
    level: 'error',
    state: 'error',
    where,
    messages: [message],
    rows: 0,
    differences: [],
    improvements: [],
  };
}

function fileOf({ where }: Problem): string {
  return where?.file ?? 'experiments';
}
