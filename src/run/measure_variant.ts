import { stream } from '../core/random.ts';
import { type EngineOptions, type Measured, runStack } from '../engine/engine.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { prepareLayers } from '../layers/stack/stack.ts';
import { drawVariant } from './draw_variant.ts';

/**
 * Prepares one variant to be run.
 *
 * @returns runs it, and yields what is to be measured of each of its rows, in order
 */
export async function measureVariant(
  variant: Variant,
  options: EngineOptions,
): Promise<AsyncGenerator<Measured>> {
  const { seed, measured, compare } = variant;
  const steps = await prepareLayers(variant.steps, (purpose, key) => stream(seed, purpose, key));
  const drawn = await drawVariant(variant, options.scheduler);
  return runStack({ steps, measured, compare }, drawn, options);
}
