import type { EngineOptions, Measured } from '../engine/engine.ts';
import type { Variant } from '../experiment/variants/variant.ts';

/** How an experiment is run. */
export interface RunSettings extends Omit<EngineOptions, 'distances' | 'pictures' | 'scheduler'> {
  signal?: AbortSignal | undefined;
  /** Receives what is measured of each row; of a set, of its first picture. `at` is the index of the variant's row. */
  measured?: ((variant: Variant, at: number, measured: Measured) => void) | undefined;
  /** Receives how many variants are done, after each measured step: 1.5 of 4, say. */
  progress?: ((done: number, of: number) => void) | undefined;
}
