import type { Mistakes } from './names.ts';

/** The policy of a check, and what only a check asks of expectations. */
export const baselines: Mistakes = {
  'baseline-as-a-list.yaml':
    '4:11: baseline: expected same, off, { no_worse_by: NUMBER } or { no_worse: significant }, not ["same"]; write baseline: same.',
  'baseline-below-nothing.yaml':
    '4:26: baseline.no_worse_by: expected a finite number of at least 0, not -0.1; write 0.1.',
  'baseline-of-two-policies.yaml': '4:11: baseline: expected one of no_worse_by and no_worse.',
  'baseline-of-unknown-word.yaml': '4:11: baseline: unknown value "sam"; did you mean "same"?',
  'baseline-with-unknown-key.yaml': '4:13: baseline: unknown key "no_worse_bye"; did you mean "no_worse_by"?',
  'baseline-without-shifts.yaml':
    '4:23: baseline.no_worse: pairs trials by their shifts, so it needs tables: [summary, shifts].',
  'expectation-compared-by-no-column.yaml':
    '5:46: expect.0.compare_to.pool.tipe: unknown column "pool.tipe"; did you mean "pool.type"?',
  'expectation-compared-to-no-variant.yaml':
    '5:57: expect.0.compare_to.pool.type: expected max_pool or avg_pool, not "max_pol"; write max_pool.',
  'expectation-compared-to-nothing.yaml':
    '4:44: expect.0.compare_to: expected at least one column; write compare_to: { pool.type: max_pool }.',
  'expectation-compared-without-direction.yaml':
    '5:37: expect.0.compare_to: it cannot be said which active_fraction is better; expected one of matches, match_rate, agreement, pair_rate, classes, position_bits, invariant_radius, cosine, relative_l2, max_abs.',
  'expectation-confident-of-a-count.yaml':
    '4:48: expect.0.confident: classes has no interval; expected a metric that has: match_rate or pair_rate.',
  'expectation-confident-without-interval.yaml':
    '4:50: expect.0.confident: pair_low needs measures: [pair_interval].',
  'expectation-of-unknown-level.yaml':
    '4:47: expect.0.level: unknown value "warning"; write warn; allowed: error, warn.',
  'expectation-with-gain-alone.yaml': '4:42: expect.0.min_gain: only compare_to has a gain.',
};
