import { runWork, type Scheduler } from '../../core/scheduler.ts';
import type { Window } from '../../core/tensor.ts';
import { nearbyLeaders } from './nearby.ts';
import { type Projection, projectionOf } from './projections.ts';

/** Classes of outputs, numbered in the order of their first. The first output of a class leads it. */
export interface ToleranceClasses {
  /** How many there are so far. */
  count(): number;
  /** Sorts one more output: it joins the first class whose leader it coincides with, or begins a new one. */
  classOf(shift: number, output: Window, projection?: Projection): Promise<number>;
}

/**
 * @param coincide whether two outputs coincide; then their projections differ by at most what the tolerance allows
 * @param outputOf the output of a shift that leads a class
 * @param tolerance the largest difference between the values of two outputs that coincide
 * @param all whether an output is compared with every leader, instead of those nearby by their projections
 */
export function toleranceClasses(
  coincide: (x: Window, y: Window) => boolean,
  outputOf: (shift: number) => Promise<Window>,
  tolerance: number,
  scheduler: Scheduler,
  all = false,
): ToleranceClasses {
  const leaders: number[] = [];
  let nearby: ReturnType<typeof nearbyLeaders> | undefined;
  return {
    count: () => leaders.length,
    async classOf(shift, output, projection) {
      const [height, width, channels] = output.shape;
      nearby ??= nearbyLeaders(tolerance * height * width * channels);
      const at = all ? undefined : (projection ?? (await runWork(projectionOf(output), scheduler)));
      for (const candidate of at ? nearby.near(...at) : leaders.keys()) {
        if (coincide(output, await outputOf(leaders[candidate]!))) return candidate;
        if (scheduler.due()) await scheduler.yieldNow();
      }
      if (at) nearby.add(leaders.length, ...at);
      return leaders.push(shift) - 1;
    },
  };
}
