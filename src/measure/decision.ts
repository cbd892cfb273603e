import type { Scheduler } from '../core/scheduler.ts';
import { type Window, windowOfImage } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';

/**
 * The decision of an output: the index of its largest channel (the first, if several are equal); or its value, if the
 * layer's output is an index already. Undefined for a map of several cells, and for a single channel.
 *
 * @example
 * decisionOf(windowOfImage({ shape: [1, 1, 3], data: Float32Array.of(0.1, 0.7, 0.2) })); // 1
 */
export function decisionOf({ data, offset, shape: [height, width, channels] }: Window, decides = false) {
  if (height !== 1 || width !== 1) return undefined;
  if (decides) return data[offset];
  if (channels < 2) return undefined;
  let best = 0;
  for (let c = 1; c < channels; c++) if (data[offset + c]! > data[offset + best]!) best = c;
  return best;
}

/** The decision of the unshifted output. */
export function referenceDecision({ reference, decides }: Measured): number | undefined {
  return decisionOf(windowOfImage(reference), decides);
}

/** Visits each distinct output among the drawn shifts, with the number of trials that gave it. */
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
