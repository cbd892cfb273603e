import * as v from 'valibot';
import { expect, test } from 'vitest';
import { meantLayers } from '../../src/experiment/remedies/meant_layer.ts';
import type { LayerKind } from '../../src/layers/kind.ts';
import { layers } from '../../src/layers/registry.ts';
import { outputGrid } from '../../src/layers/windows/output_grid.ts';

/** The cells that the layer has, to which a text of another library is translated, for an image of n cells. */
function cellsOf(text: string, n: number): number {
  const [meant] = meantLayers(text, Object.keys(layers))!;
  const { type, ...given } = typeof meant === 'string' ? { type: meant } : meant!;
  const kind = layers[type as keyof typeof layers] as unknown as LayerKind;
  const options = v.parse(kind.options, given);
  const grid = outputGrid({ kind, options }, [n, n, 1]);
  return typeof grid === 'string' ? Number.NaN : grid.shape[0];
}

// PyTorch: floor((n + 2 · padding − k) / s) + 1, and back (n − 1) · s + k; Keras has the same with `padding="valid"`.
test.each([
  ['nn.Conv2d(1, 8, 3)', 3, 1],
  ['nn.Conv2d(1, 8, 3, stride=2)', 3, 2],
  ['Conv2D(8, 5)', 5, 1],
  ['layers.Conv2D(filters=8, kernel_size=3, strides=2)', 3, 2],
  ['nn.MaxPool2d(3, 2)', 3, 2],
  ['MaxPooling2D(3, strides=2)', 3, 2],
  ['nn.AvgPool2d(4, stride=1)', 4, 1],
])('%s has as many cells as there', (text, k, s) => {
  for (let n = 5; n <= 16; n++) expect(cellsOf(text, n)).toBe(Math.floor((n - k) / s) + 1);
});

test('a transposed convolution has as many cells as there', () => {
  for (let n = 5; n <= 16; n++) {
    expect(cellsOf('nn.ConvTranspose2d(1, 8, 3, stride=2)', n)).toBe((n - 1) * 2 + 3);
    expect(cellsOf('Conv2DTranspose(8, 3, strides=2)', n)).toBe((n - 1) * 2 + 3);
  }
});

test("what is said stays, and our own names have our own defaults; PyTorch's slope is another", () => {
  const meant = (text: string) => meantLayers(text, Object.keys(layers));
  expect(meant('Conv2D(8, 3, padding="same")')).toEqual([expect.objectContaining({ padding: 'same' })]);
  expect(meant('conv2d(8, 3)')).toEqual([expect.not.objectContaining({ padding: 'valid' })]);
  expect(meant('nn.MaxPool2d(2, stride=(2, 2))')).toEqual([
    { type: 'max_pool', pool_size: 2, strides: [2, 2] },
  ]);
  expect(meant('nn.LeakyReLU()')).toEqual([{ type: 'leaky_relu', negative_slope: 0.01 }]);
  expect(meant('LeakyReLU()')).toEqual(['leaky_relu']);
});
