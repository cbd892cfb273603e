import type { Random } from '../../src/core/random.ts';
import type { Tally } from './tally.ts';

/** Faults of one kind. */
export interface Family {
  name: string;
  /** Why it cannot be tried on this machine; undefined where it can. */
  unable?(suite: Suite): Promise<string | undefined> | string | undefined;
  run(suite: Suite): Promise<void>;
}

/** What a family works with. */
export interface Suite {
  /** All tries, or a part that the seed chooses. */
  all: boolean;
  seed: string;
  /** A folder of the family's own, removed at the end. */
  work: string;
  /** A stream of the seed for one purpose. */
  random(purpose: string): Random;
  /** The tally of a fault: a row of the table. */
  tally(fault: string): Tally;
  /** Prints a line below the family's heading: a measure, or what was left out and why. */
  say(line: string): void;
  /** Does something with each item, a few at a time. */
  each<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void>;
}

/** The items, or so many of them that a stream chooses, in order. */
export function someOf<T>(items: readonly T[], count: number, random: Random): T[] {
  const keyed = items.map((item, at) => ({ item, at, key: random() }));
  const chosen = keyed.sort((a, b) => a.key - b.key).slice(0, count);
  return chosen.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

export function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)]!;
}
