import { images, type Mistakes, varying } from './names.ts';

/** Sweeps. */
export const sweep: Mistakes = {
  'sweep-into-a-list-that-is-not-there.yaml':
    '5:3: image.at.0.0: there is no list image.at in the file, so no item 0.',
  'sweep-is-a-list.yaml':
    '4:8: sweep: expected an object of keys and their values, not [1, 2]; write sweep: { shift.max: [1, 2, 3] }.',
  'sweep-is-null.yaml': '4:7: sweep has no value; expected keys and their values.',
  'sweep-name-like-a-formula.yaml': [
    '5:13: sweep.layers.@plain: expected a name that begins with a letter or a digit, not "@plain": spreadsheets take it for a formula.',
    '5:35: sweep.layers."": expected a name, not "".',
  ],
  'sweep-of-a-broken-value-and-more.yaml': [
    '1:24: image: unknown key "raduis"; did you mean "radius"?',
    '4:14: sweep.pool.type: expected at least one value; leave it out, or list its values.',
    '5:12: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.',
    '6:1: unknown key "trails"; did you mean "trials"?',
  ],
  'sweep-of-a-single-value.yaml':
    '5:14: sweep.shift.max: expected a list of values, or an object that names them, not 3; write [3].',
  'sweep-of-lists.yaml':
    '5:14: sweep.shift.max: expected single values, or an object that names them, not a list with [1, 2]; write shift.max: { value1: [1, 2], value2: [3, 4] }.',
  'sweep-of-null.yaml':
    '5:18: shift.max has no value; expected a finite number of at least 0, a percentage such as 10%, or two as [y, x]; write 3.',
  'sweep-of-trials-by-name.yaml':
    '7:30: expect.0.at.trials: unknown column "trials"; write sweep.trials; allowed: channels, compare, depth, experiment, height, layer, step, sweep.trials, width.',
  'sweep-of-wrong-values.yaml': [
    '5:18: shift.max: expected a finite number of at least 0, not -2; write 2.',
    '5:22: shift.max: expected a finite number of at least 0, a percentage such as 10%, or two as [y, x], not "three"; write 3.',
  ],
  'sweep-over-a-layer-by-name.yaml':
    '5:3: layers.max_pool.strides: there is no max_pool in layers, whose items are 0 to 1.',
  'sweep-over-a-layer-that-is-not-there.yaml':
    '5:3: layers.7.strides: there is no 7 in layers, whose items are 0 to 1.',
  'sweep-over-empty-key.yaml': '5:3: sweep."": expected a path into the file, such as shift.max, not "".',
  'sweep-over-expect.yaml':
    '5:3: sweep.expect.0.min: expect cannot be swept, since it holds for all variants.',
  'sweep-over-itself.yaml':
    '5:3: sweep.sweep.shift.max: sweep cannot be swept, since it holds for all variants.',
  'sweep-over-key-with-empty-part.yaml':
    '5:3: sweep.shift..max: expected a path into the file, such as shift.max, not "shift..max".',
  'sweep-over-pool-and-layers.yaml': '5:3: layers: pool and layers exclude each other; remove one.',
  'sweep-over-pool-of-layers.yaml': '5:3: pool.depth: pool and layers exclude each other; remove one.',
  'sweep-over-proto.yaml': [
    `5:3: sweep.__proto__: unknown key "__proto__"; allowed: ${varying}.`,
    '6:3: image: unknown key "__proto__"; allowed: center, filled, radius, size, type, value.',
  ],
  'sweep-over-unknown-key.yaml': '5:3: image: unknown key "raduis"; did you mean "radius"?',
  'sweep-over-unknown-section.yaml': '5:3: sweep.shfit.max: unknown key "shfit"; did you mean "shift"?',
  'sweep-that-makes-one-variant-wrong.yaml':
    '3:7: pool: max_pool at step 5 has a window of 2×2, larger than the 1×1 that is left; write padding: same, or fewer layers before it (where image.size is 16 and pool.depth is 5).',
  'sweep-value-like-a-formula.yaml':
    '5:13: sweep.seed.1: expected a name that begins with a letter or a digit, not "=1+1": spreadsheets take it for a formula.',
  'sweep-with-a-value-twice.yaml': '5:21: sweep.shift.max.2: 1 is listed twice; leave one of them out.',
  'sweep-with-empty-list.yaml':
    '5:14: sweep.shift.max: expected at least one value; leave it out, or list its values.',
  'sweep-with-empty-object.yaml':
    '5:14: sweep.shift.max: expected at least one value; leave it out, or list its values.',
  'sweep-with-values-that-print-alike.yaml':
    '5:13: sweep.seed.1: "1" looks like 1 in the table; leave one of them out.',
  'swept-section-with-a-wrong-part.yaml': [
    '1:37: image.at.0: expected a dot inside the frame, rows 0 to 15 and columns 0 to 15, not [20, 20]; write [15, 15], or a larger size (where image.size is 16).',
    '1:37: image.at.0: expected a dot inside the frame, rows 0 to 17 and columns 0 to 17, not [20, 20]; write [17, 17], or a larger size (where image.size is 18).',
  ],
  'too-many-variants.yaml': '4:1: sweep: 110,000 variants are more than the 100,000 allowed.',
  'two-wrong-kinds-in-a-sweep.yaml': [
    `5:19: image: unknown image "sqare"; allowed: ${images}.`,
    '6:25: pool.type: unknown pool "avg_pol"; did you mean "avg_pool"?',
  ],
};
