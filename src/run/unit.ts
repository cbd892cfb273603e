import { once } from '../core/memo.ts';
import type { Experiment } from '../experiment/parse.ts';
import { pictureCount } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { estimatedSeconds } from './cost.ts';

/** What is computed by itself: a variant or, where it measures a set, a slice of its pictures. */
export interface Unit {
  /** Index of the variant in its experiment. */
  variant: number;
  /** [first, end) among the measured pictures of the set. */
  pictures?: readonly [number, number];
}

/** The units of an experiment, numbered: variants in order, and the slices of each in order. */
export interface Units {
  count: number;
  at(index: number): Unit;
  /** [first, end) of a variant's units. */
  of(variant: number): readonly [number, number];
  /** How many seconds a unit takes, roughly. It depends on the experiment only. */
  seconds(index: number): number;
}

/** Estimated seconds of one slice of a set: long beside what a unit costs to hand over, short beside what a kill loses. */
const SLICE_SECONDS = 2;

/** The units of an experiment. How it is cut depends on the cost of its variants only. */
export const unitsOf = once(({ variants, set }: Experiment): Units => {
  if (!set) {
    return {
      count: variants.length,
      at: (index) => ({ variant: index }),
      of: (variant) => [variant, variant + 1],
      seconds: (index) => estimatedSeconds(variants[index]!),
    };
  }
  const slices: Unit[] = [];
  const begins = [0];
  for (const [variant, one] of variants.entries()) {
    for (const pictures of slicesOf(one)) slices.push({ variant, pictures });
    begins.push(slices.length);
  }
  return {
    count: slices.length,
    at: (index) => slices[index]!,
    of: (variant) => [begins[variant]!, begins[variant + 1]!],
    seconds(index) {
      const { variant, pictures } = slices[index]!;
      return (pictures![1] - pictures![0]) * estimatedSeconds(variants[variant]!);
    },
  };
});

/** The slices of a variant's pictures, of nearly equal length. */
function slicesOf(variant: Variant): (readonly [number, number])[] {
  const pictures = pictureCount(variant.image);
  const count = Math.min(pictures, Math.ceil((pictures * estimatedSeconds(variant)) / SLICE_SECONDS));
  const begin = (slice: number) => Math.floor((pictures * slice) / count);
  return Array.from({ length: count }, (_, slice) => [begin(slice), begin(slice + 1)] as const);
}

/** An experiment that takes less, by estimate, is computed sooner than its units are found. In seconds. */
const LEAST_SECONDS = 0.05;

/** Whether an experiment takes so long, by estimate, that its units are kept. */
export const isWorthKeeping = once((experiment: Experiment): boolean => {
  const units = unitsOf(experiment);
  let seconds = 0;
  for (let index = 0; index < units.count && seconds < LEAST_SECONDS; index++)
    seconds += units.seconds(index);
  return seconds >= LEAST_SECONDS;
});
