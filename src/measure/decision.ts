import type { Scheduler } from '../core/scheduler.ts';
import { type Window, windowOfImage } from '../core/tensor.ts';
import type { Measured } from './kind.ts';

/**
 * What an output decides, where it is one cell: the index of its largest channel (of a tie, the first), or the value
 * itself of a layer whose output is an index. Undefined elsewhere: on a map, and of a single channel.
 */
export function decisionOf({ data, offset, shape: [height, width, channels] }: Window, decides = false) {
  if (height !== 1 || width !== 1) return undefined;
  if (decides) return data[offset];
  if (channels < 2) return undefined;
  let best = 0;
  for (let c = 1; c < channels; c++) if (data[offset + c]! > data[offset + best]!) best = c;
  return best;
}

/** What the unshifted output decides. */
export function referenceDecision({ reference, decides }: Measured): number | undefined {
  return decisionOf(windowOfImage(reference), decides);
}

/** Visits the output of each drawn shift, with its trials; equal outputs once, with all of theirs. */
export async function visitOutputs(
  { shifts: { trials }, leader, output }: Measured,
  scheduler: Scheduler,
  visit: (window: Window, trials: number) => void,
): Promise<void> {
  const of = new Map<number, number>();
  for (const [s, first] of leader.entries()) {
    if (trials[s]! > 0) of.set(first, (of.get(first) ?? 0) + trials[s]!);
  }
  for (const [first, count] of of) {
    visit(await output(first), count);
    if (scheduler.due()) await scheduler.yieldNow();
  }
}
