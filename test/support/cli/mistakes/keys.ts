import { images, keys, type Mistakes, measures, pools, sortedShiftKeys } from './names.ts';

/** Keys and kinds that there are not, are missing, or are of another shape. */
export const keysAndKinds: Mistakes = {
  'capital-key.yaml': '1:1: unknown key "Image"; did you mean "image"?',
  'constructor-as-key.yaml': [
    `4:1: unknown key "constructor"; allowed: ${keys}.`,
    `5:1: unknown key "toString"; allowed: ${keys}.`,
  ],
  'empty-layers.yaml':
    '3:9: layers: expected at least one layer, not []; write layers: [{ type: max_pool, pool_size: 1 }], which changes nothing.',
  'html.yaml':
    '1:1: this is HTML or XML, and an experiment is YAML; coincide init writes a file to begin with.',
  'image-is-a-number.yaml':
    '1:8: image: expected the name of an image, or an object with type, not 5; write image: { type: circle, size: 5 }.',
  'keras-name.yaml': '3:7: pool: unknown pool "MaxPool"; did you mean "max_pool"?',
  'layer-as-key.yaml': '4:5: layers.0.type is missing; write { type: max_pool, pool_size: 3 }.',
  'layer-that-does-not-pool.yaml': '3:7: pool: relu does not pool; write it in layers.',
  'layers-is-a-name.yaml':
    '3:9: layers: expected a list of layers, not "max_pool"; write layers: [max_pool].',
  'list-at-the-top.yaml':
    '1:1: expected an object with image, shift, and pool or layers, not a list; one file holds one experiment: write its keys without "- ".',
  'list-for-object.yaml': [
    '1:8: image: expected the name of an image, or an object with type, not ["circle"]; write image: circle.',
    `2:8: shift: expected an object, not [3]; write shift: { max: 3 }; allowed: ${sortedShiftKeys}.`,
    '3:7: pool: expected the name of a pool, or an object with type, not ["max_pool"]; write pool: max_pool.',
  ],
  'missing-colon.yaml': [
    '1:1: shift is missing; write shift: { max: 3 }.',
    `2:1: unknown key "shift { max"; write shift: { max: 3 }; allowed: ${keys}.`,
  ],
  'misspelt-top-level-keys.yaml': [
    '1:1: unknown key "imgae"; did you mean "image"?',
    '2:1: unknown key "shfit"; did you mean "shift"?',
    '3:1: unknown key "pol"; did you mean "pool"?',
  ],
  'name-without-required-option.yaml': '1:8: image.rows is missing; write rows: [[0, 1], [1, 0]].',
  'no-image.yaml': '1:1: image is missing; write image: circle.',
  'no-layers.yaml': '1:1: pool or layers is missing; write pool: max_pool.',
  'no-shift.yaml': '1:1: shift is missing; write shift: { max: 3 }.',
  'no-type.yaml': '1:8: image.type is missing; write { type: circle, radius: 20 }.',
  'not-an-object.yaml':
    '1:1: expected an object with image, shift, and pool or layers, not "circle"; coincide init writes a file to begin with.',
  'nothing-at-all.yaml': [
    '1:1: image is missing; write image: circle.',
    '1:1: shift is missing; write shift: { max: 3 }.',
    '1:1: pool or layers is missing; write pool: max_pool.',
  ],
  'null-inside.yaml': [
    '1:32: image.radius has no value; expected a finite number from 0 to 16,000,000; write 20, or leave it out.',
    '1:40: image.size has no value; expected a whole number from 1 to 16,000,000, or two as [height, width]; write 64.',
    '2:15: shift.max has no value; expected a finite number of at least 0, a percentage such as 10%, or two as [y, x]; write 3.',
    '3:20: layers.1 has no value; expected the name of a layer, or an object with type; write max_pool.',
  ],
  'null-values.yaml': [
    '1:7: image has no value; expected the name of an image, or an object with type; write image: circle.',
    `2:7: shift has no value; write shift: { max: 3 }; allowed: ${sortedShiftKeys}.`,
    '3:6: pool has no value; expected the name of a pool, or an object with type; write pool: max_pool.',
    '4:8: trials has no value; expected a whole number from 1 to 100,000,000, or "all"; write trials: all, or leave it out.',
  ],
  'number-as-key.yaml': `4:1: unknown key "1"; allowed: ${keys}.`,
  'object-for-list.yaml': '3:9: layers: expected a list of layers, not an object; write layers: [max_pool].',
  'proto-as-key.yaml': [
    '1:24: image: unknown key "__proto__"; allowed: center, filled, radius, size, type, value.',
    `4:1: unknown key "__proto__"; allowed: ${keys}.`,
  ],
  'proto-as-kind.yaml': [
    `1:8: image: unknown image "__proto__"; allowed: ${images}.`,
    `3:7: pool: unknown pool "constructor"; allowed: ${pools}.`,
  ],
  'repeat-without-layers.yaml': [
    '4:13: layers.0.repeat.layers is missing; write layers: [max_pool].',
    '5:15: layers.1.repeat: expected an object, not 3; write { times: 3, layers: [relu] }; allowed: layers, times.',
    '5:18: layers.1: unknown key "layers"; write { repeat: { times: 3, layers: [relu] } }; allowed: repeat.',
  ],
  'several-places.yaml': [
    '1:24: image: unknown key "raduis"; did you mean "radius"?',
    '2:15: shift.max: expected a finite number of at least 0, not -1; write 1.',
    '2:30: shift.fill_mode: unknown value "warp"; did you mean "wrap"?',
    '3:15: pool.type: unknown pool "max_pol"; did you mean "max_pool"?',
    '4:9: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.',
    '6:15: expect.0.metric: unknown metric "match_rat"; did you mean "match_rate"?',
  ],
  'shift-is-a-number.yaml': `2:8: shift: expected an object, not 3; write shift: { max: 3 }; allowed: ${sortedShiftKeys}.`,
  'tables-is-a-text.yaml': '4:9: tables: expected a list of tables, not "shifts"; write tables: [shifts].',
  'type-is-a-number.yaml': '1:16: image.type: expected the name of an image, not 5; write circle.',
  'unknown-compare.yaml': '4:10: compare: unknown comparison "exakt"; did you mean "exact"?',
  'unknown-key-far-from-any.yaml':
    '1:24: image: unknown key "temperature"; allowed: center, filled, radius, size, type, value.',
  'unknown-key.yaml': '1:24: image: unknown key "raduis"; did you mean "radius"?',
  'unknown-kind-by-name.yaml': [
    '1:8: image: unknown image "cirle"; did you mean "circle"?',
    '3:20: layers.1: unknown layer "relo"; did you mean "relu"?',
  ],
  'unknown-kind.yaml': '3:15: pool.type: unknown pool "max_pol"; did you mean "max_pool"?',
  'unknown-measure.yaml': `4:23: measures.1: unknown measure "bits"; allowed: ${measures}.`,
  'unknown-table.yaml': '4:19: tables.1: unknown value "shift"; did you mean "shifts"?',
};
