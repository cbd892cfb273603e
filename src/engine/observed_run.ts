import type { Window } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import { coincidenceOf } from './classify/coincidence.ts';
import { createSorter, type Sorter } from './classify/sorter.ts';
import type { Method } from './distances/choose_method.ts';
import type { NotedChoices } from './pass/noted_choices.ts';
import type { Executor } from './plan/executor.ts';
import type { Plan } from './plan/plan.ts';
import type { EngineOptions, ShiftedImages, Stack } from './request.ts';

/** A stack and its shifts, and how it is computed. */
export interface ObservedRun {
  stack: Stack;
  shifted: Pick<ShiftedImages, 'shifts' | 'fill'>;
  plan: Plan;
  executor: Executor;
  options: EngineOptions;
}

/** The shifts that later steps still compute, and their classes so far. */
export interface ShiftsSoFar {
  /** The shifts that go on: those whose outputs all differ. */
  alive: Int32Array;
  /** Leaders at the last measured step. */
  leader?: Int32Array;
  choices: NotedChoices;
}

const SUMMED: Readonly<Record<Method, string>> = {
  direct: 'value by value',
  gathered: 'by products at the values of the reference that are not 0',
  transformed: 'by Fourier transforms of rows',
};

/**
 * A sorter for the outputs of one step of a run.
 *
 * @param cacheBytes for copies of outputs that later ones are compared with
 * @param recompute gives the output of a shift that was not cached
 */
export function sorterFor(
  { stack, shifted, options }: ObservedRun,
  { index, name }: Step,
  cacheBytes: number,
  recompute: (shift: number) => Promise<Window>,
): Sorter {
  const { toleranceTimes, distances, scheduler, told } = options;
  return createSorter({
    shifts: shifted.shifts.dy.length,
    trials: shifted.shifts.trials,
    rule: coincidenceOf(stack.compare, toleranceTimes),
    distances,
    told: told && ((method) => told(`distances of step ${index} (${name}) ${SUMMED[method]}`)),
    cacheBytes,
    recompute,
    scheduler,
  });
}
