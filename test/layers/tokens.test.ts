import { expect, test } from 'vitest';
import { run } from '../../src/index.ts';
import { backendsThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';

const backend = backendsThere.find(({ name }) => name === 'wasm')!;

/** A layer of a Keras model. */
const layer = (class_name: string, name: string, config: object) => ({
  class_name,
  config: { name, ...config },
});

/**
 * A model of 4×4 patches of 2×2 pixels, and a class token before them. A patch is its first pixel, times the weight of
 * its place.
 */
function tokensModel(weightOf: (token: number) => number): Record<string, string | Uint8Array> {
  const layers = [
    layer('InputLayer', 'x', { batch_input_shape: [null, 8, 8, 1] }),
    layer('Conv2D', 'patch', { filters: 1, kernel_size: 2, strides: 2, use_bias: false }),
    layer('Reshape', 'sequence', { target_shape: [16, 1] }),
    layer('Permute', 'turned', { dims: [2, 1] }),
    layer('Dense', 'weighted', { units: 16, use_bias: false }),
    layer('Permute', 'back', { dims: [2, 1] }),
    layer('ZeroPadding1D', 'tokens', { padding: [1, 0] }),
  ];
  const diagonal = Array.from({ length: 256 }, (_, i) => (i % 17 === 0 ? weightOf(i / 17) : 0));
  const weights = [
    { name: 'patch/kernel', shape: [2, 2, 1, 1], dtype: 'float32' },
    { name: 'weighted/kernel', shape: [16, 16], dtype: 'float32' },
  ];
  const modelTopology = {
    keras_version: '2.15.0',
    model_config: { class_name: 'Sequential', config: { name: 'm', layers } },
  };
  return {
    'm/model.json': JSON.stringify({
      format: 'layers-model',
      modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    }),
    'm/weights.bin': new Uint8Array(Float32Array.from([1, 0, 0, 0, ...diagonal]).buffer),
  };
}

/** First pixels of patches are 1 to 16, row by row; all others are 0. */
const rows = Array.from({ length: 8 }, (_, y) =>
  Array.from({ length: 8 }, (_, x) => (y % 2 === 0 && x % 2 === 0 ? 2 * y + x / 2 + 1 : 0)),
);

/** The row of the tokens. The first token of the grid counts twice, unless `weightOf` says otherwise. */
async function tokensRow(given: object, weightOf = (token: number) => (token === 0 ? 2 : 1)) {
  const file = {
    image: { type: 'pixels', rows },
    shift: {
      list: [
        [0, 0],
        [0, 2],
        [-2, -2],
        [1, 0],
      ],
      fill_mode: 'wrap',
    },
    trials: 'all',
    layers: [{ type: 'model', path: 'm/model.json', layout: 'tokens' }],
    ...given,
  };
  const { table } = await run(file as never, { base: folder(tokensModel(weightOf)), backend });
  return table.rows.at(-1)!;
}

/*
 * r is 2 2 3 4 | 5 6 7 8 | 9 10 11 12 | 13 14 15 16.
 * (0, 2) moves it by a cell to the right: x is 8 1 2 3 | 8 5 6 7 | 12 9 10 11 | 16 13 14 15.
 * (-2, -2) moves it by a cell up and left: x is 12 7 8 5 | 10 11 12 9 | 14 15 16 13 | 2 3 4 1.
 * (1, 0) is no whole cell.
 */
test('the tokens of a model are a grid without the class token', async () => {
  expect(await tokensRow({})).toMatchObject({ height: 4, width: 4, channels: 1, trials: 4 });
});

test('down_shift compares them in cells', async () => {
  // Of the 2×2 cells in the middle, moved: only (-2, -2) reads the first token, 12 in place of 6.
  expect(await tokensRow({ compare: 'down_shift' })).toMatchObject({ trials: 3, matches: 2 });
});

test('roll rolls them over rows and columns', async () => {
  // (1, 0) reads pixels that are 0.
  expect(await tokensRow({ compare: 'roll' }, () => 1)).toMatchObject({ trials: 4, matches: 3 });
  expect(await tokensRow({ compare: 'roll' })).toMatchObject({ trials: 4, matches: 1 });
  // As a sequence of 17, no roll of which has moved rows.
  const layers = [{ type: 'model', path: 'm/model.json' }];
  expect(await tokensRow({ compare: 'roll', layers }, () => 1)).toMatchObject({ width: 17, matches: 1 });
});

test('aligned compares them in the cells that both have', async () => {
  const { cell_agreement, mean_iou, aligned_l2, aligned_cosine } = await tokensRow({ measures: ['aligned'] });
  // 4×3 cells with 1 in place of 2, and 3×3 with 12 in place of 6.
  expect(cell_agreement).toBeCloseTo((1 + 11 / 12 + 8 / 9) / 3, 12);
  // Of 12 classes 1 is in x alone, and 2 twice in r; of 9 classes 6 is in r alone, and 12 twice in x.
  expect(mean_iou).toBeCloseTo((1 + 10.5 / 12 + 7.5 / 9) / 3, 12);
  // The moved r has the squared norms 1019 and 1191, x has 1016 and 1299.
  expect(aligned_l2).toBeCloseTo((0 + 1 / Math.sqrt(1019) + 6 / Math.sqrt(1191)) / 3, 12);
  const cosines = [1, 1017 / Math.sqrt(1016 * 1019), 1227 / Math.sqrt(1299 * 1191)];
  expect(aligned_cosine).toBeCloseTo(cosines.reduce((a, b) => a + b) / 3, 12);
});

test('psnr compares them in the cells that all shifts leave, or each shift', async () => {
  // The range of r is 14. In the 2×2 cells in the middle (-2, -2) has an error of 36; 3 shifts have 12 cells.
  expect((await tokensRow({ measures: ['psnr'] })).psnr).toBeCloseTo(10 * Math.log10((196 * 12) / 36), 12);
  // 16 + 12 + 9 cells with the errors 1 and 36.
  const samples = { measures: [{ type: 'psnr', average: 'samples' }] };
  expect((await tokensRow(samples)).psnr).toBeCloseTo(10 * Math.log10(196), 12);
});
