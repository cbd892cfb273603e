import type { Queue } from '../../../src/cli/threads/queue.ts';
import type { UnitResult } from '../../../src/run/unit_result.ts';

/** What a queue has handed over, by experiment. */
const handed = new WeakMap<Queue, Map<number, UnitResult[]>>();

/** The results of an experiment's units once all are there; until then undefined. */
export function resultsOf(queue: Queue, file: number): UnitResult[] | undefined {
  const byFile = handed.get(queue) ?? new Map<number, UnitResult[]>();
  handed.set(queue, byFile);
  const results = byFile.get(file) ?? [];
  byFile.set(file, results);
  return queue.handOver(file, (result) => results.push(result)) ? results : undefined;
}
