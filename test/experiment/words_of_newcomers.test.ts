import { expect, test } from 'vitest';
import {
  lines,
  pool,
  refusalOf,
  right,
  shift,
  testTypedFiles,
  withImage,
  withShift,
} from '../support/experiment/typed_files.ts';

testTypedFiles([
  // An option below the value of another, and below the name of a kind.
  [
    withShift('shift:\n  max: 3\n   step: 1'),
    '3:8: this line is indented below a value; write "step: 1" after 2 spaces.',
    withShift('shift:\n  max: 3\n  step: 1'),
  ],
  [
    withShift('shift:\n  max: 3\n  fill_mode: wrap\n    step: 1'),
    'write "step: 1" after 2 spaces.',
    withShift('shift:\n  max: 3\n  fill_mode: wrap\n  step: 1'),
  ],
  [
    `${right}trials: 100\n  seed: 3\n`,
    'write "seed: 3" without spaces before it.',
    `${right}trials: 100\nseed: 3\n`,
  ],
  [
    withImage('image: circle\n  radius: 20'),
    'write image: { type: circle, radius: 20 }.',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  // A list around the one object that belongs there.
  [withShift('shift:\n  - max: 3'), 'write shift: { max: 3 }', right],
  [
    withImage('image:\n  - type: circle\n    radius: 4'),
    'write image: { type: circle, radius: 4 }.',
    withImage('image: { type: circle, radius: 4 }'),
  ],
  // A range of numbers of which not all are allowed.
  [withShift('shift: { max: [-3..3] }'), 'write max: 3.', right],
  [
    lines('image: circle', shift, 'pool: { type: max_pool, depth: [0..2] }'),
    'write sweep: { pool.depth: [1, 2] } at the top of the file.',
    lines('image: circle', shift, 'pool: { type: max_pool, depth: 1 }', 'sweep: { pool.depth: [1, 2] }'),
  ],
  // Another word for type, in each family of kinds.
  ...['name', 'kind', 'class', '_target_', 'type_'].map((key): [string, string, string] => [
    withImage(`image: { ${key}: circle, size: 32 }`),
    'write { type: circle, size: 32 }.',
    withImage('image: { type: circle, size: 32 }'),
  ]),
  ...['name', 'class', 'module', '_target_', 'target'].map((key): [string, string, string] => [
    lines('image: circle', shift, `layers: [{ ${key}: torch.nn.MaxPool2d, kernel_size: 2 }]`),
    'write { type: max_pool, pool_size: 2 }.',
    lines('image: circle', shift, 'layers: [{ type: max_pool, pool_size: 2 }]'),
  ]),
  [
    `${right}compare: { kind: close, relative: 0.1 }\n`,
    'write { type: close, relative: 0.1 }.',
    `${right}compare: { type: close, relative: 0.1 }\n`,
  ],
  [
    `${right}measures: [{ name: psnr, peak: 2 }]\n`,
    'write { type: psnr, peak: 2 }.',
    `${right}measures: [{ type: psnr, peak: 2 }]\n`,
  ],
  [
    withImage('image: { name: circel, size: 32 }'),
    'write { type: circle, size: 32 }.',
    withImage('image: { type: circle, size: 32 }'),
  ],
  // No value, in the words of other languages.
  ...['None', 'nil', 'undefined', 'NaN', 'n/a'].map((word): [string, string, string] => [
    withShift(`shift: { max: ${word} }`),
    `not "${word}"; write 3.`,
    withShift('shift: { max: 3 }'),
  ]),
  [`${right}trials: None\n`, 'not "None"; write trials: all, or leave it out.', `${right}trials: all\n`],
  // Pixels, as Albumentations counts them.
  [
    lines('image: circle', 'augmentations: [{ Affine: { translate_px: 4 } }]', pool),
    'write shift: { max: 4 }',
    withShift('shift: { max: 4 }'),
  ],
]);

test.each(['experiments', 'runs', 'tests'])(
  'whole experiments below %s are told to be files of their own',
  (key) => {
    const one = 'image: circle, shift: { max: 3 }, pool: max_pool';
    const said = 'write each of them to a file of its own, with its keys at the top';
    expect(refusalOf(`${key}: { small: { ${one} }, large: { ${one} } }\n`)).toContain(said);
    expect(refusalOf(`${key}: [{ ${one} }]\n`)).toContain(said);
    expect(refusalOf(`${key}: { ${one} }\n`)).toContain('at the top of the file, without indentation');
  },
);
