import * as v from 'valibot';
import { described, options, whole } from '../core/options.ts';
import type { Scheduler } from '../core/scheduler.ts';
import type { Window } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { defineMeasure, type MeasureColumn, type MeasureKind } from './kind.ts';

const ranksOptions = options({
  top: described(
    'How many of the highest ranks top_overlap compares.',
    v.optional(whole({ min: 1, max: 1_000_000 }), 5),
  ),
});

type RanksOptions = v.InferOutput<typeof ranksOptions>;

/** Means over pairs of successive shifts; null where they are not defined. */
type Stability = Record<'top_overlap' | 't5d' | 'zipf_distance', number | null>;

const HENDRYCKS =
  'Hendrycks & Dietterich 2019, "Benchmarking neural network robustness to common corruptions and perturbations" (ImageNet-P)';

/**
 * How the order of the channels changes from one shift to the next. Ranks are ordinal: rank 1 is the largest channel,
 * and of equal values the lower channel comes first. σ(i) is the rank in the next output of what has rank i.
 *
 * @example
 * measures: [{ type: ranks, top: 1 }]
 */
function ranksWith({ top }: RanksOptions): MeasureKind<Record<keyof Stability, MeasureColumn>> {
  return defineMeasure({
    title: 'How much of the ranking of classes survives from one shift to the next.',
    when: 'asked',
    options: ranksOptions,
    configure: ranksWith,
    columns: {
      top_overlap: {
        type: 'rate',
        unit: '1',
        better: 'higher',
        description: `Share of the ${top} highest channels that are among the ${top} highest at the next shift, over pairs of neighbouring drawn shifts (as for neighbour_rate). Empty below ${top} channels, and where the output is not a single cell.`,
        formula: '|top-k of x_s ∩ top-k of x_t| / k, over neighbours (s, t)',
      },
      t5d: {
        type: 'number',
        unit: 'ranks',
        better: 'lower',
        description:
          'Top-5 distance: how far the five highest channels move in the ranking, where all ranks from 6 on count as 6. Empty below 6 channels.',
        formula: 'Σ_{i≤5} |min(σ(i) - 1, 5) - (i - 1)|, over neighbours (s, t)',
        source: HENDRYCKS,
      },
      zipf_distance: {
        type: 'number',
        unit: '1',
        better: 'lower',
        description: 'Distance of the rankings, where high ranks count most.',
        formula: 'Σ_i |1/i - 1/σ(i)| / i, over neighbours (s, t)',
        source: HENDRYCKS,
      },
    },
    read: (step, scheduler) => stabilityOf(step, top, scheduler),
    measure: (_, read) => read as Stability,
  });
}

export const ranks = ranksWith({ top: 5 });

async function stabilityOf(step: Measured, top: number, scheduler: Scheduler): Promise<Stability> {
  const { shifts, reference, leader, decides } = step;
  const channels = reference.shape[2];
  const sums = { top_overlap: 0, t5d: 0, zipf_distance: 0 };
  const empty = { top_overlap: null, t5d: null, zipf_distance: null };
  const single = reference.shape[0] === 1 && reference.shape[1] === 1 && channels > 1;
  if (!single || decides) return empty;
  const rankingOf = rankings(step, channels);
  let pairs = 0;
  for (const [s, t] of shifts.neighbours()) {
    if (shifts.trials[s] === 0 || shifts.trials[t] === 0) continue;
    pairs++;
    if (leader[s] === leader[t]) {
      sums.top_overlap += 1;
      continue;
    }
    const [now, next] = [await rankingOf(leader[s]!), await rankingOf(leader[t]!)];
    sums.top_overlap += topOverlap(now, next, top);
    sums.t5d += topDistance(now, next);
    sums.zipf_distance += zipfDistance(now, next);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  if (pairs === 0) return empty;
  return {
    top_overlap: channels < top ? null : sums.top_overlap / pairs,
    t5d: channels < 6 ? null : sums.t5d / pairs,
    zipf_distance: sums.zipf_distance / pairs,
  };
}

/** The channels in the order of their ranks, and the rank of each channel, from 0. */
interface Ranking {
  channels: Int32Array;
  rankOf: Int32Array;
}

/** Rankings that are kept, in numbers. */
const MOST_RANKS = 2 ** 22;

/** The rankings of outputs. The last ones are kept, since a shift has several neighbours. */
function rankings({ output }: Measured, channels: number): (shift: number) => Promise<Ranking> {
  const known = new Map<number, Ranking>();
  return async (shift) => {
    const found = known.get(shift) ?? rankingOf(await output(shift));
    if ((known.size + 1) * 2 * channels > MOST_RANKS) known.clear();
    known.set(shift, found);
    return found;
  };
}

function rankingOf({ data, offset, shape }: Window): Ranking {
  const value = (channel: number) => data[offset + channel]!;
  const channels = Int32Array.from({ length: shape[2] }, (_, channel) => channel);
  channels.sort((a, b) => value(b) - value(a) || a - b);
  const rankOf = new Int32Array(channels.length);
  for (const [rank, channel] of channels.entries()) rankOf[channel] = rank;
  return { channels, rankOf };
}

function topOverlap({ channels }: Ranking, { rankOf }: Ranking, top: number): number {
  let both = 0;
  for (const channel of channels.subarray(0, top)) if (rankOf[channel]! < top) both++;
  return both / top;
}

function topDistance({ channels }: Ranking, { rankOf }: Ranking): number {
  let sum = 0;
  for (const [rank, channel] of channels.subarray(0, 5).entries())
    sum += Math.abs(Math.min(rankOf[channel]!, 5) - rank);
  return sum;
}

function zipfDistance({ channels }: Ranking, { rankOf }: Ranking): number {
  let sum = 0;
  for (const [rank, channel] of channels.entries())
    sum += Math.abs(1 / (rank + 1) - 1 / (rankOf[channel]! + 1)) / (rank + 1);
  return sum;
}
