import { once } from '../../core/memo.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import type { Measured } from '../../engine/engine.ts';
import { canKeep, type MeasureKind, type Part, type SetStep, type Value } from '../kind.ts';

/** The parts of the measures that gather, at one step of some pictures; undefined where a measure has none. */
export type StepParts = readonly (Part | undefined)[];

/** Gathers the parts of pictures at one step. */
export interface PartsGatherer {
  /** Reads a picture's step. The picture counts once `accept` is called. */
  read(step: Measured, scheduler: Scheduler): Promise<void>;
  /** Counts the picture that was read last. */
  accept(): void;
  parts(): StepParts;
}

/** A gatherer of the parts that the measures of an experiment have of each picture of a set. */
export function gatherParts(measures: readonly MeasureKind[], facts: SetStep): PartsGatherer {
  const kinds = gathering(measures);
  let parts: StepParts = kinds.map(() => undefined);
  let last: StepParts = parts;
  return {
    async read(step, scheduler) {
      const read: (Part | undefined)[] = [];
      for (const kind of kinds) {
        const empty = (kind.quantities && step.classNumbers) || !canKeep(kind, facts);
        read.push(empty ? undefined : await kind.gather!.part(step, scheduler));
      }
      last = read;
    },
    accept() {
      parts = joinParts(measures, parts, last);
    },
    parts: () => parts,
  };
}

/** The parts of some pictures and those of the next ones, as one. The first may be changed. */
export function joinParts(measures: readonly MeasureKind[], parts: StepParts, next: StepParts): StepParts {
  return gathering(measures).map(({ gather }, i) => {
    const [one, other] = [parts[i], next[i]];
    return one && other ? gather!.join(one, other) : (one ?? other);
  });
}

/** The columns that follow from the parts of all pictures. */
export function valuesOfParts(measures: readonly MeasureKind[], parts: StepParts): Record<string, Value> {
  return Object.assign(
    {},
    ...gathering(measures).map(({ gather }, i) => (parts[i] ? gather!.values(parts[i]) : {})),
  );
}

/** The part of one of the measures. */
export function partOf(
  measures: readonly MeasureKind[],
  parts: StepParts,
  kind: MeasureKind,
): Part | undefined {
  return parts[gathering(measures).indexOf(kind)];
}

const gathering = once((measures: readonly MeasureKind[]) => measures.filter(({ gather }) => gather));
