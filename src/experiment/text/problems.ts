import { type Problem, UserError, type Where } from '../../core/error.ts';
import { formatMistake, type Mistake } from '../../core/mistake.ts';
import { formatPath, type Path, type Source } from './source.ts';

/** Collects the mistakes of an experiment, each once, so that one error can list them all. */
export interface Problems {
  /** Adds a mistake. After the first few, more are dropped: the error only says that there are more. */
  report(mistake: Mistake, where: Where | undefined, found?: Found): void;
  /** Whether any further mistake would be dropped. Looking for more is then pointless. */
  full(): boolean;
  /** @throws UserError with the mistakes in the order of the file; with failures only where there are no mistakes */
  throwIfAny(): void;
}

/** Reports a mistake at a path of the file: at the value there, or at its key. */
export type ReportAt = (path: Path, mistake: Mistake, part?: 'key' | 'value') => void;

/** Reports mistakes in a file. */
export function reporter(source: Source, problems: Problems): ReportAt {
  return (path, mistake, part = 'value') =>
    problems.report({ place: formatPath(path), ...mistake }, source.locate(path, part));
}

/** For which variants a mistake was found. */
interface Found {
  /** One combination of swept values that has it: `image.size is 16`. */
  which?: string;
  /** How many combinations there are. A mistake of all of them does not depend on the sweep. */
  of?: number;
  /** Set where the experiment is right, but something that it needs failed. */
  failure?: UserError | undefined;
}

interface ReportedMistake {
  mistake: Mistake;
  where: Where | undefined;
  which: Set<string>;
  of: number;
  failure: UserError | undefined;
}

const MAX_PROBLEMS = 20;

/** An empty list of problems, each reported once, that ends in one error with all of them. */
export function collectProblems(): Problems {
  const entries = new Map<string, ReportedMistake>();
  return {
    report(mistake, where, { which = '', of = 1, failure } = {}) {
      const id = JSON.stringify([where, mistake]);
      const known = entries.get(id);
      if (known) known.which.add(which);
      else if (entries.size <= MAX_PROBLEMS)
        entries.set(id, { mistake, where, which: new Set([which]), of, failure });
    },
    full: () => entries.size > MAX_PROBLEMS,
    throwIfAny() {
      if (entries.size > 0) throw errorOf([...entries.values()]);
    },
  };
}

function errorOf(entries: readonly ReportedMistake[]): UserError {
  const mistakes = entries.filter(({ failure }) => !failure);
  const listed = mistakes.length > 0 ? mistakes : entries;
  const problems = listed.map(problemOf).sort(byPlace).slice(0, MAX_PROBLEMS);
  if (listed.length > MAX_PROBLEMS) {
    const file = problems[0]?.where?.file;
    const message = `there are more mistakes than these ${MAX_PROBLEMS}.`;
    problems.push({ message, where: file === undefined ? undefined : { file } });
  }
  const { failure } = listed[0]!;
  return new UserError(problems, failure && { kind: failure.kind, cause: failure });
}

function problemOf({ mistake, where, which, of }: ReportedMistake): Problem {
  if (which.size === of) return { message: formatMistake(mistake), where };
  const [first] = which;
  const when = which.size > 1 ? `${first}, and ${which.size - 1} more` : first;
  return { message: formatMistake({ ...mistake, when }), where };
}

/** Arguments first, then down the file. */
function byPlace(a: Problem, b: Problem): number {
  return (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0);
}
