import { expect, test } from 'vitest';
import {
  file,
  refusalOf,
  right,
  testTypedFiles,
  withImage,
  withShift,
} from '../support/experiment/typed_files.ts';

// Files of people who come from pytest, Playwright, promptfoo, Hydra and NumPy.

const least = (end: string) => file(`expect: [{ metric: match_rate, ${end} }]`);
const distant = (most: number) => file(`expect: [{ metric: relative_l2, max: ${most} }]`);
const same = file('expect: [{ metric: match_rate, equals: 1 }]', 'compare: close');

testTypedFiles([
  // A column, a measure or a layer is no comparison.
  [
    file('compare: cosine'),
    'leave it out: cosine is a column, as in expect: [{ metric: cosine, min: 0.9 }];',
    file('expect: [{ metric: cosine, min: 0.9 }]'),
  ],
  [file('compare: rmse'), 'as in expect: [{ metric: relative_l2, max: 0.1 }];', distant(0.1)],
  [file('compare: { type: cosine, min: 0.9 }'), 'leave it out: cosine is a column', right],
  [
    file('compare: psnr'),
    'leave it out: it is a measure, as in measures: [psnr];',
    file('measures: [psnr]', 'compare: down_shift'),
  ],
  [file('compare: argmax'), 'leave it out: argmax is a layer, to be written in layers;', right],
  [
    file('compare: np.allclose(rtol=1e-3, atol=1e-5)'),
    'write { type: close, relative: 0.001, absolute: 0.00001 };',
    file('compare: { type: close, relative: 0.001, absolute: 0.00001 }'),
  ],
  // Claims that no expectation says.
  [
    file('expect: p95 < 0.1'),
    'write expect: [{ metric: relative_l2, max: 0.1 }], or another column: there is no "p95".',
    distant(0.1),
  ],
  [
    file('expect: [median > 0.5]'),
    'write { metric: match_rate, min: 0.5 }, or another column: there is no "median";',
    least('min: 0.5'),
  ],
  [file('expect: mean < 100ms'), 'leave it out: no time is measured.', right],
  [
    file('expect: match_rate > 0.9 or cosine > 0.8'),
    'write expect: [{ metric: match_rate, min: 0.9 }], for one of them: no expectation says "or".',
    least('min: 0.9'),
  ],
  [
    file('expect: np.allclose(a, b)'),
    'write expect: [{ metric: match_rate, equals: 1 }], and compare: close at the top of the file.',
    same,
  ],
  [
    file('expect: match_rate.mean() > 0.8'),
    'write expect: [{ metric: match_rate, min: 0.8 }].',
    least('min: 0.8'),
  ],
  [
    file('expect: all(match_rate > 0.5)'),
    'write expect: [{ metric: match_rate, min: 0.5 }].',
    least('min: 0.5'),
  ],
  [
    file('expect: expect(output).toMatchSnapshot()'),
    'leave it out: coincide check compares with the committed results/.',
    right,
  ],
  [
    file('expect: { toBeLessThanOrEqual: 0.9 }'),
    'write expect: [{ metric: match_rate, max: 0.9 }].',
    least('max: 0.9'),
  ],
  [file('expect: [{ metric: match_rate, threshold: 0.8 }]'), 'write min: 0.8;', least('min: 0.8')],
  [file('threshold: 0.8'), 'write expect: [{ metric: match_rate, min: 0.8 }];', least('min: 0.8')],
  [file('snapshot: true'), 'write baseline: same;', file('baseline: same')],
  // Ranges.
  [file('seed: [0:3]'), 'write sweep: { seed: [0, 1, 2, 3] }.', file('sweep: { seed: [0, 1, 2, 3] }')],
  [
    withShift('shift: { max: [1:3] }'),
    'write sweep: { shift.max: [1, 2, 3] } at the top of the file.',
    file('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [
    withShift('shift: { max: "1,2,3" }'),
    'write sweep: { shift.max: [1, 2, 3] } at the top of the file.',
    file('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [file('sweep: { seed: 1:7:2 }'), 'write [1, 3, 5, 7].', file('sweep: { seed: [1, 3, 5, 7] }')],
  [file('sweep: { seed: "choice(1, 2)" }'), 'write [1, 2].', file('sweep: { seed: [1, 2] }')],
  [file('sweep: { seed: "interval(0, 2)" }'), 'write [0, 1, 2].', file('sweep: { seed: [0, 1, 2] }')],
]);

test.each([
  ['color_mode: rgb', 'write channels: rgb;'],
  ['color_mode: grayscale', 'write channels: grey;'],
  ['interpolation: bicubic', 'write resize: { shorter: 256, filter: bicubic };'],
  ['size: 224, interpolation: bicubic', 'write resize: { size: 224, filter: bicubic }, in place of size;'],
  ['scale: 255', 'write range: [0, 255], or leave it out for values from 0 to 1;'],
  ['rescale: 1./255', 'leave it out: values are from 0 to 1 already;'],
  ['target_size: [224, 224]', 'write size: [224, 224];'],
  ['crop: 87.5%', 'write crop: 224, a number of pixels.'],
  ['channels: 3, resize: { size: 9, filter: INTER_AREA }', 'write bilinear, the most similar one;'],
])('a picture with %s', (option, said) => {
  expect(refusalOf(withImage(`image: { type: file, path: a.png, ${option} }`))).toContain(said);
});
