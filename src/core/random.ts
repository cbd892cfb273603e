import seedrandom from 'seedrandom';

/** The `seed` of an experiment. */
export type Seed = number | string;

/** A stream of numbers in [0, 1). */
export type Random = () => number;

/**
 * The stream of one purpose: `seedrandom` keyed by a readable string, `` `${seed} ${purpose} ${JSON.stringify(key)}` ``,
 * so that a stranger can recompute every draw and no stream depends on what else is drawn.
 *
 * @example stream(0, 'shift', [-3, 3, -3, 3, 1, 'uniform'])
 */
export function stream(seed: Seed, purpose: string, key: readonly unknown[]): Random {
  return seedrandom(`${seed} ${purpose} ${JSON.stringify(key)}`);
}
