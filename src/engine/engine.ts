import { coincidenceOf } from './classify/coincidence.ts';
import { compareOutputs } from './classify/compare_outputs.ts';
import type { Measured } from './measured.ts';
import { observeImages } from './observe_images.ts';
import { choosePlan } from './plan/executor.ts';
import type { EngineOptions, ShiftedImages, Stack } from './request.ts';

export { coincides } from './classify/coincidence.ts';
export { type ExplainedStack, explainStack } from './explain_stack.ts';
export type { Distance, DistanceArrays, Measured } from './measured.ts';
export type { EngineOptions, ShiftedImages, Stack } from './request.ts';
export { type Batch, type ImageFunction, runFunction } from './run_function.ts';

/**
 * Runs a stack of layers over every shift of one image, or of two that are compared. All that exists for speed (the
 * shared pass, border correction, batches of copies, hashes, arenas, SIMD) is behind this function: no number depends on
 * how it is computed, except for rounding on a backend.
 *
 * @param stack prepared layers, which steps are measured, and the comparison
 * @param shifted the image, its distinct shifts, and how it is filled
 * @returns each measured step in order: the reference, the class of each shift, the distances and the outputs. What is
 * yielded is valid until the next step is asked for
 * @throws UserError (run) where an output is not finite; the reason of the scheduler's signal where it is aborted
 * @example
 * for await (const { reference, classOf, output } of runStack(stack, { images, shifts, fill }, options))
 *   console.log(classOf[1], await output(1));
 */
export function runStack(
  stack: Stack,
  shifted: ShiftedImages,
  options: EngineOptions,
): AsyncGenerator<Measured> {
  const { steps, measured, compare } = stack;
  const { images, shifts, fill } = shifted;
  const { plan, executor } = choosePlan(steps, shifts, fill, options);
  options.told?.(executor.why);
  const rule = coincidenceOf(compare, options.toleranceTimes);
  const measuredSteps = steps.filter(({ index }) => measured.has(index)).values();
  return observeImages(images, { stack, shifted, plan, executor, options }, (observations) => {
    const { stride, classifies, classNumbers, detects } = measuredSteps.next().value!;
    const facts = { stride, decides: classifies, classNumbers, detects };
    return compareOutputs(observations, rule, shifts, facts, options.scheduler);
  });
}
