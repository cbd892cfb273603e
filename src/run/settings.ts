import type { Scheduler } from '../core/scheduler.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { UnitResult } from './unit_result.ts';

/** Results of units, by their index in the experiment. */
interface KnownUnits {
  /** Undefined for a unit that is to be computed. */
  read(index: number): UnitResult | undefined;
  /** Takes the result of a unit that was computed. */
  keep(index: number, result: UnitResult): void;
}

/** How an experiment is run. */
export interface RunSettings extends Omit<EngineOptions, 'distances' | 'pictures' | 'scheduler'> {
  /** Default: one that stops at the signal. */
  scheduler?: Scheduler | undefined;
  signal?: AbortSignal | undefined;
  /**
   * Receives what is measured of each row; of a set, of its first picture. `at` is the index of the variant's row. Of a unit
   * that is known nothing is measured.
   */
  measured?: ((variant: Variant, at: number, measured: Measured) => void) | undefined;
  /** Units that were computed before, and what keeps those that are computed now. Default: every unit is computed. */
  known?: KnownUnits | undefined;
  /** Receives how much is done, after each measured step: variants, 1.5 of 4, say; or, of a unit, its steps or pictures. */
  progress?: ((done: number, of: number) => void) | undefined;
}
