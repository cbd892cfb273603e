import type { Scheduler } from '../../core/scheduler.ts';
import { type Window, windowOfImage } from '../../core/tensor.ts';
import type { Measured } from '../../engine/engine.ts';

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

/** The gap between the largest channel and the next; undefined for an output without a choice among channels. */
export function decisionGap(window: Window, decides = false): number | undefined {
  const best = decisionOf(window);
  if (decides || best === undefined) return undefined;
  const { data, offset, shape } = window;
  let next = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < shape[2]; c++) if (c !== best) next = Math.max(next, data[offset + c]!);
  return data[offset + best]! - next;
}

/**
 * The probability of a decision: the value of its channel, if the output is a distribution (values from 0 to 1 that add
 * up to 1, within 1e-4); else null.
 */
export function probabilityOf(window: Window, decision: number, decides = false): number | null {
  if (decides || decisionOf(window) === undefined) return null;
  const { data, offset, shape } = window;
  const values = data.subarray(offset, offset + shape[2]);
  const sum = values.reduce((all, value) => all + value, 0);
  const distribution = values.every((value) => value >= 0 && value <= 1) && Math.abs(sum - 1) <= 1e-4;
  return distribution ? values[decision]! : null;
}

/** The decision of the unshifted output, as `decisionOf` gives it; undefined for an output that is no decision. */
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

/** How many trials decide for a class; 0 at steps that decide nothing, and without a class. */
export async function trialsThatDecide(
  step: Measured,
  label: number | undefined,
  scheduler: Scheduler,
): Promise<number> {
  let count = 0;
  if (label === undefined || referenceDecision(step) === undefined) return count;
  await visitOutputs(step, scheduler, (window, trials) => {
    if (decisionOf(window, step.decides) === label) count += trials;
  });
  return count;
}
