import { type Problem, sentence, UserError, type Where } from '../../core/error.ts';

/** Gathers what is wrong with an experiment, each mistake once, so that all of it can be told. */
export interface Problems {
  /**
   * Notes a mistake.
   *
   * @param found.which one of several combinations of swept values that it was found for
   * @param found.of how many combinations there are: a mistake of all of them is the file's own
   * @param found.failure what failed, where it is no mistake of the experiment
   */
  add(message: string, where: Where | undefined, found?: Found): void;
  any(): boolean;
  /** Whether there are more than will be told. */
  full(): boolean;
  /** @throws UserError with what was noted, in the order of the file; mistakes first, failures where there are none */
  throwIfAny(): void;
}

interface Found {
  which?: string;
  of?: number;
  failure?: UserError | undefined;
}

const MOST = 20;

export function gatherProblems(): Problems {
  const found = new Map<
    string,
    { problem: Problem; which: Set<string>; of: number; failure: UserError | undefined }
  >();
  return {
    add(message, where, { which = '', of = 1, failure } = {}) {
      const id = JSON.stringify([where, message]);
      const known = found.get(id);
      if (known) known.which.add(which);
      else found.set(id, { problem: { message, where }, which: new Set([which]), of, failure });
    },
    any: () => found.size > 0,
    full: () => found.size > MOST,
    throwIfAny() {
      if (found.size === 0) return;
      const mistakes = [...found.values()].filter(({ failure }) => !failure);
      const noted = mistakes.length > 0 ? mistakes : [...found.values()];
      const all = noted.map(({ problem: { message, where }, which, of }) => {
        const [first] = which;
        const others = which.size > 1 ? `, and ${which.size - 1} more` : '';
        if (which.size === of) return { message: sentence(message), where };
        const [text, end] = message.endsWith('?') ? [message.slice(0, -1), '?'] : [message, '.'];
        return { message: `${text} (where ${first}${others})${end}`, where };
      });
      const told = all.sort(byPlace).slice(0, MOST);
      if (all.length > MOST) {
        const file = told[0]?.where?.file;
        const where = file === undefined ? undefined : { file };
        told.push({ message: `there are more mistakes than these ${MOST}.`, where });
      }
      const { failure } = noted[0]!;
      throw new UserError(told, failure && { kind: failure.kind, cause: failure });
    },
  };
}

/** Arguments first, then down the file. */
function byPlace(a: Problem, b: Problem): number {
  return (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0);
}
