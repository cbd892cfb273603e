import type { Mistakes } from './names.ts';

/** Values that an option does not take. */
export const values: Mistakes = {
  'backward-range.yaml':
    '2:13: shift.y: expected [first, last] with first <= last, not [3, -3]; write y: [-3, 3].',
  'beyond-float32.yaml':
    '2:30: shift.fill_value: expected a finite number, at most 3.4e38, not 1e+39; write 0.',
  'description-is-a-list.yaml': '1:14: description: expected a text, not ["a", "b"]; write "a, b".',
  'dot-with-one-number.yaml': [
    '1:27: image.at.0: expected two numbers, [y, x], not 16; write at: [[16, 16]].',
    '1:31: image.at.1: expected two numbers, [y, x], not 16; write at: [[16, 16]].',
  ],
  'fill-mode-of-another-library.yaml':
    '2:29: shift.fill_mode: unknown value "symmetric"; write reflect; allowed: constant, nearest, reflect, wrap.',
  'fractional-shift.yaml':
    '2:15: shift.max: expected whole multiples of the step, 1, not 0.5; write 0 or 1, or add step: 0.5.',
  'fractional-trials.yaml':
    '4:9: trials: expected a whole number from 1 to 100,000,000, not 10.5; write 10 or 11.',
  'infinity.yaml':
    '2:30: shift.fill_value: expected a finite number, at least -3.4e38, not -Infinity; write 0.',
  'misspelt-all.yaml':
    '4:9: trials: expected a whole number from 1 to 100,000,000, or "all", not "al"; write all.',
  'negative-radius.yaml':
    '1:32: image.radius: expected a finite number from 0 to 16,000,000, not -5; write 5.',
  'negative-tolerance.yaml':
    '4:35: compare.relative: expected a finite number of at least 0, not -0.00001; write 0.00001.',
  'no-table.yaml': '4:9: tables: expected at least one table, not []; write tables: [summary].',
  'not-a-number.yaml': '1:31: image.value: expected a finite number or "random", not NaN; write 1.',
  'number-in-quotes.yaml': [
    '2:15: shift.max: expected a finite number of at least 0, a percentage such as 10%, or two as [y, x], not "3"; write 3, without quotes.',
    '4:9: trials: expected a whole number from 1 to 100,000,000, or "all", not "1000"; write 1000, without quotes.',
  ],
  'number-out-of-range.yaml': [
    '3:36: pool.pool_size: expected a whole number from 1 to 16,000,000, not 0; write 1, the smallest.',
    '3:46: pool.depth: expected a whole number from 1 to 1,000, not 1001; write 1000, the largest.',
  ],
  'overflow.yaml': '2:30: shift.fill_value: expected a finite number, at most 3.4e38, not Infinity; write 0.',
  'range-of-three.yaml':
    '2:13: shift.y: expected two numbers, [first, last], not [-3, 0, 3]; write y: [-3, 3].',
  'schema-is-a-number.yaml': '1:10: $schema: expected a text, not 7.',
  'seed-is-true.yaml': '4:7: seed: expected a number or a text, not true; write a number, such as 1.',
  'seed-of-unknown-type.yaml':
    '4:7: seed: expected a number or a text, not [1, 2]; write sweep: { seed: [1, 2] }.',
  'three-sizes.yaml':
    '1:29: image.size: expected a whole number from 1 to 16,000,000, or two as [height, width], not [4, 5, 6]; write size: [4, 5].',
  'too-many-trials-as-power.yaml':
    '4:9: trials: expected a whole number from 1 to 100,000,000, not 1e+30; write 100000000, the largest.',
  'unknown-fill-mode.yaml': '2:29: shift.fill_mode: unknown value "constnat"; did you mean "constant"?',
  'unknown-padding.yaml': '3:34: pool.padding: unknown value "vaild"; did you mean "valid"?',
  'unknown-steps.yaml': '4:8: steps: unknown value "every"; write all; allowed: all, pools.',
  'wrong-type.yaml': [
    '1:32: image.filled: expected true or false, not "yes"; write true.',
    '1:43: image.size: expected a whole number from 1 to 16,000,000, or two as [height, width], not "64"; write 64, without quotes.',
    '2:15: shift.max: expected a finite number of at least 0, a percentage such as 10%, or two as [y, x], not "three"; write 3.',
    '4:9: trials: expected a whole number from 1 to 100,000,000, or "all", not "many".',
  ],
  'zero-depth.yaml':
    '3:32: pool.depth: expected a whole number from 1 to 1,000, not 0; write 1, with pool_size: 1 beside it, which changes nothing.',
  'zero-repeats.yaml':
    '4:22: layers.0.repeat.times: expected a whole number from 1 to 1,000, not 0; write 1, the smallest.',
  'zero-trials.yaml':
    '4:9: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.',
};
