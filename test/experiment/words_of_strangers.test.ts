import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aliases } from '../../src/experiment/remedies/words/aliases.ts';
import {
  claim,
  file,
  image,
  lines,
  pool,
  refusalOf,
  right,
  shift,
  testTypedFiles,
  withImage,
  withPool,
  withShift,
} from '../support/experiment/typed_files.ts';

// Files of people who have read nothing: habits of other languages, of editors, and of training code.

const sweep = (text: string) => file('sweep:', `  ${text}`);

/** What somebody wrote, what the message says, and the file as it then says to write it. */
const cases: [string, string, string][] = [
  // Characters that look like others.
  [
    withShift('shift:\n\u00a0\u00a0max: 3'),
    '3:1: the character U+00A0 is not the one that YAML needs here; write max: 3',
    withShift('shift:\n  max: 3'),
  ],
  [withImage('image:\u00a0circle'), '1:7: the character U+00A0', right],
  [
    withShift('shift: { max:\u202f3 }'),
    '2:14: the character U+202F is not the one that YAML needs here; write shift: { max: 3 }',
    right,
  ],
  [
    withImage('image：circle'),
    '1:6: the character U+FF1A is not the one that YAML needs here; write image: circle',
    right,
  ],
  [withShift('shift: ｛ max: 3 ｝'), 'write shift: { max: 3 }', right],
  [
    `image: circle\u2028${shift}\n${pool}\n`,
    '1:14: the character U+2028 is not the one that YAML needs here; begin a new line',
    right,
  ],
  [right.replaceAll('\n', '\r'), 'the lines end with CR alone; save the file with LF or CRLF', right],
  [withShift('shift: { max: ３ }'), 'not "３"; write 3', right],
  [withShift('shift: { max: ٣ }'), 'not "٣"; write 3', right],
  [withShift('shift: { y: [−3, 3] }'), 'not "−3"; write -3', withShift('shift: { y: [-3, 3] }')],
  [withImage('image: “circle”'), 'did you mean "circle"?', right],
  // Other languages.
  [withImage('image:circle'), '1:1: a space belongs after the colon; write image: circle', right],
  [withImage('image = circle'), 'a colon and a space belong after a key; write image: circle', right],
  [
    withShift('shift: { max: 3 };'),
    '2:18: no semicolon belongs at the end of this line; write shift: { max: 3 }',
    right,
  ],
  [
    withShift('shift: { max: 3 },'),
    '2:18: no comma belongs at the end of this line; write shift: { max: 3 }',
    right,
  ],
  [`\`\`\`yaml\n${right}\`\`\`\n`, '1:1: this line is Markdown; remove it', right],
  [
    '{\n  // a circle\n  "image": "circle",\n  "shift": { "max": 3 },\n  "pool": "max_pool"\n}\n',
    '2:3: a comment begins with "#", and JSON has none',
    right,
  ],
  ['image = "circle"\n[shift]\nmax = 3\n', 'write { image: circle, shift: { max: 3 } }', right],
  [
    `description: circle: a shift\n${right}`,
    '1:14: a text that holds a colon and a space needs quotes; write "circle: a shift"',
    `description: "circle: a shift"\n${right}`,
  ],
  [`description: 1\n${right}`, 'expected a text, not 1; write "1"', `description: "1"\n${right}`],
  [
    withImage('image: { type: circle, filled: no }'),
    'not "no"; write false',
    withImage('image: { type: circle, filled: false }'),
  ],
  // Numbers.
  [file('trials: 1k'), 'write 1000', file('trials: 1000')],
  [file('trials: 100%'), 'write all', file('trials: all')],
  [file('trials: ALL'), 'write all', file('trials: all')],
  [file('trials: -5'), 'write 5', file('trials: 5')],
  [file('trials: [10, 100]'), 'write sweep: { trials: [10, 100] }', file('sweep: { trials: [10, 100] }')],
  [file('seed: [1, 2]'), 'write sweep: { seed: [1, 2] }', file('sweep: { seed: [1, 2] }')],
  [file('seed: None'), '4:7: seed: every run draws the same numbers; write seed: 0', file('seed: 0')],
  [file('seed: random'), 'every run draws the same numbers; write seed: 0', file('seed: 0')],
  [withShift('shift: { max: -3 }'), 'write 3', right],
  [
    withShift('shift: { max: [1, 2, 3] }'),
    'write sweep: { shift.max: [1, 2, 3] } at the top of the file',
    file('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [withShift('shift: { x: 3 }'), 'write x: [-3, 3]', withShift('shift: { x: [-3, 3] }')],
  [withShift('shift: { y: [3, -3] }'), 'write y: [-3, 3]', withShift('shift: { y: [-3, 3] }')],
  [
    withPool('pool: { type: max_pool, pool_size: -2 }'),
    'write 2',
    withPool('pool: { type: max_pool, pool_size: 2 }'),
  ],
  [withPool('pool: { type: max_pool, depth: 1-4 }'), 'write 4, since each depth up to it has a row', right],
  [
    withPool('pool: { type: max_pool, depth: [1, 2] }'),
    'write sweep: { pool.depth: [1, 2] }',
    file('sweep: { pool.depth: [1, 2] }'),
  ],
  [
    withPool('pool: { type: [max_pool, avg_pool], depth: 4 }'),
    'write sweep: { pool.type: [max_pool, avg_pool] }',
    file('sweep: { pool.type: [max_pool, avg_pool] }'),
  ],
  [
    withPool('pool: { type: max_pool, padding: 1 }'),
    'write full, which does what padding=1 does in PyTorch.',
    withPool('pool: { type: max_pool, padding: same }'),
  ],
  [
    withPool('pool: { type: max_pool, ceil_mode: true }'),
    'write padding: same',
    withPool('pool: { type: max_pool, padding: same }'),
  ],
  [
    withPool('pool: { type: max_pool, dilation: 2 }'),
    'leave it out: its windows have no gaps',
    withPool('pool: max_pool'),
  ],
  [withPool('pool: 4'), 'write pool: { type: max_pool, depth: 4 }', right],
  [withPool('pool: true'), 'write pool: max_pool', withPool('pool: max_pool')],
  [
    withPool('pool: [max_pool, avg_pool]'),
    'write layers: [max_pool, avg_pool]',
    withPool('layers: [max_pool, avg_pool]'),
  ],
  [withPool('layers: 4'), 'write pool: { type: max_pool, depth: 4 }', right],
  [withPool('layers: [[max_pool, relu]]'), 'write max_pool, relu', withPool('layers: [max_pool, relu]')],
  [
    withPool('layers:\n  - max_pool:\n    pool_size: 3'),
    'write { type: max_pool, pool_size: 3 }',
    withPool('layers:\n  - { type: max_pool, pool_size: 3 }'),
  ],
  [
    withImage('image: 64'),
    'write image: { type: circle, size: 64 }',
    withImage('image: { type: circle, size: 64 }'),
  ],
  [
    withImage('image: [circle, noise]'),
    'write sweep: { image: [circle, noise] }',
    withImage('sweep: { image: [circle, noise] }'),
  ],
  [
    withImage('image: { type: circle, size: [64, 64, 1] }'),
    'write size: [64, 64]',
    withImage('image: { type: circle, size: [64, 64] }'),
  ],
  [
    lines(image, 'size: 32', shift, pool),
    'write image: { type: circle, size: 32 }',
    withImage('image: { type: circle, size: 32 }'),
  ],
  [
    file('depth: 2').replace(pool, 'pool: max_pool'),
    'write pool: { type: max_pool, depth: 2 }',
    withPool('pool: { type: max_pool, depth: 2 }'),
  ],
  // Training code.
  ...[
    'batch: 32',
    'batch_size: 32',
    'epochs: 10',
    'optimizer: adam',
    'loss: mse',
    'lr: 0.1',
    'learning_rate: 0.1',
    'callbacks: []',
  ].map((line): [string, string, string] => [file(line), 'leave it out: nothing is trained here', right]),
  [file('device: cuda'), 'leave it out: --backend of coincide run', right],
  [file('output: results'), 'leave it out: coincide run --out FOLDER', right],
  [file('author: me'), 'leave it out, or write it as a comment', file('# author: me')],
  [file('extends: base.yaml'), 'leave it out: every file is complete', right],
  [file('rotation: 10'), 'leave it out: only shifts are measured', right],
  [withShift('shift: { max: 3, rotate: 10 }'), 'leave it out: only shifts are measured', right],
  [withShift('augment: true'), 'write shift: { max: 3 }', right],
  [withShift('transforms: [{ RandomAffine: { translate: [0.1, 0.1] } }]'), 'write shift: { max: 3 }', right],
  [withShift('kaydırma: { en_fazla: 3 }'), 'write shift: { max: 3 }', right],
  [withPool('pooling: max'), 'write pool: max_pool', withPool('pool: max_pool')],
  [
    withPool('layers: [Normalize, max_pool]'),
    'leave it out: pictures are prepared at the top of the file',
    withPool('layers: [max_pool]'),
  ],
  [
    withPool('layers: [RandomAffine, max_pool]'),
    'leave it out: shift: { max: 3 } at the top of the file moves the image',
    withPool('layers: [max_pool]'),
  ],
  [
    withPool('layers: [nn.Dropout(0.5), max_pool]'),
    'leave it out: it changes nothing',
    withPool('layers: [max_pool]'),
  ],
  // Comparisons, claims and sweeps.
  [
    file('compare: 0.001'),
    'write compare: { type: close, relative: 0.001 }',
    file('compare: { type: close, relative: 0.001 }'),
  ],
  [
    file('tolerance: 0.001'),
    'write compare: { type: close, relative: 0.001 }',
    file('compare: { type: close, relative: 0.001 }'),
  ],
  [
    file('compare: { type: close, relative: 0,1 }'),
    'write relative: 0.1, with a point',
    file('compare: { type: close, relative: 0.1 }'),
  ],
  [file('steps: 4'), 'write pools', file('steps: pools')],
  [file('steps: [1, 4]'), 'write pools', file('steps: pools')],
  [file('tables: [shifts.csv]'), 'write shifts', file('tables: [shifts]')],
  [
    claim('everything matches at depth 4'),
    'write { metric: match_rate, at: { depth: 4 }, equals: 1 }',
    claim('{ metric: match_rate, at: { depth: 4 }, equals: 1 }'),
  ],
  [
    claim('match_rate should be 1 at depth 4'),
    'write { metric: match_rate, at: { depth: 4 }, equals: 1 }',
    claim('{ metric: match_rate, at: { depth: 4 }, equals: 1 }'),
  ],
  [
    claim('match rate must be at least 90% at depth 4'),
    'write { metric: match_rate, at: { depth: 4 }, min: 0.9 }',
    claim('{ metric: match_rate, at: { depth: 4 }, min: 0.9 }'),
  ],
  [
    claim('classes should be below 10'),
    'write { metric: classes, max: 10 }',
    claim('{ metric: classes, max: 500 }'),
  ],
  [
    claim("{ metric: match_rate, op: '>=', value: 0 }"),
    'write min: 0',
    claim('{ metric: match_rate, min: 0 }'),
  ],
  [
    claim('{ metric: match_rate, at: 4, min: 1 }'),
    'write at: { depth: 4 }',
    claim('{ metric: match_rate, at: { depth: 4 }, min: 1 }'),
  ],
  [
    claim('{ metric: match_rate, min: 90 }'),
    'expected a share from 0 to 1, as match_rate is, not 90; write min: 0.9',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    claim('{ metric: match_rate, min: -1 }'),
    'expected a share from 0 to 1',
    claim('{ metric: match_rate, min: 0.1 }'),
  ],
  [
    file('expect: true'),
    'write expect: [{ metric: match_rate, min: 0.9 }]',
    file('expect: [{ metric: match_rate, at: { depth: 4 }, min: 0.9 }]'),
  ],
  [file('sweep: [1, 2]'), 'write sweep: { shift.max: [1, 2, 3] }', file('sweep: { shift.max: [1, 2, 3] }')],
  [sweep('shift.max: 1–4'), 'write [1, 2, 3, 4]', sweep('shift.max: [1, 2, 3, 4]')],
  [sweep('shift.max: { start: 1, stop: 3 }'), 'not a range; write [1, 2, 3]', sweep('shift.max: [1, 2, 3]')],
  [
    sweep('shift.max: { from: 0, to: 1, step: 0.5 }'),
    'not a range; write [0, 0.5, 1]',
    sweep('shift.max: [0, 1]'),
  ],
  [sweep('shift: { max: [1, 2] }'), 'not a section; write shift.max: [1, 2]', sweep('shift.max: [1, 2]')],
  [sweep('shift/max: [1, 2]'), 'write shift.max', sweep('shift.max: [1, 2]')],
  [sweep('"pool:depth": [1, 2]'), 'write pool.depth', sweep('pool.depth: [1, 2]')],
];

describe('a file of somebody who has read nothing', () => {
  testTypedFiles(cases);

  test('may hold such characters in texts and comments', () => {
    for (const text of ['"a\u00a0b：｛c"', 'Remarque\u00a0: a ｛b｝', 'x\u00a0y'])
      expect(
        refusalOf(`description: ${text} # a:\u00a0comment：\n${right}`.replace('\u00a0: ', '\u00a0– ')),
      ).toBe('');
  });
});

test('no word of training code, of other files or of other movements is accepted, whatever its form and value', () => {
  const words = Object.values(aliases.keys.elsewhere).flatMap((some) => some.split(' '));
  const value = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constantFrom('a', '[1, 2]', '{ b: 1 }', 'null', '1e-3'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...words), value, fc.boolean(), (word, given, capital) => {
      const key = capital ? word.toUpperCase() : word;
      expect(refusalOf(file(`${key}: ${given}`))).toMatch(
        /:4:1: unknown key "\w+"; (leave it out|did you mean)/,
      );
    }),
  );
});
