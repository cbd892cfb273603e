import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LayerKind } from '../../src/layers/kind.ts';
import { layers } from '../../src/layers/registry.ts';
import { backendsThere } from '../support/backends.ts';
import { expectGrid, outputOf, picture } from '../support/layers/output.ts';

interface Known {
  images: Record<string, number[][][]>;
  cases: {
    layer: 'upsample' | 'conv2d_transpose';
    image: string;
    given: { size?: [number, number]; interpolation?: string };
    output: number[][][];
  }[];
}

const { images, cases }: Known = JSON.parse(
  readFileSync(new URL('../fixtures/keras/larger_cases.json', import.meta.url), 'utf8'),
);

/**
 * TensorFlow takes the weights of bicubic from a table of 1,024 places between two cells: they are exact at multiples of
 * 1/1024, as of sizes 2 and 4.
 */
function fromTable({ size, interpolation }: Known['cases'][0]['given']): boolean {
  return interpolation === 'bicubic' && size!.some((n) => n % 2 === 1 && n > 1);
}

describe.each(backendsThere)(`${cases.length} larger outputs of Keras on $name`, (backend) => {
  test.each(['upsample', 'conv2d_transpose'] as const)('%s gives', (layer) => {
    const kind: LayerKind = layers[layer];
    const known = cases.filter((one) => one.layer === layer);
    expect(known.length).toBeGreaterThanOrEqual(16);
    for (const { image, given, output } of known) {
      const found = outputOf(backend, kind, picture(images[image]!), given);
      const limit = layer === 'conv2d_transpose' ? 0 : fromTable(given) ? 4e-3 : 4e-6;
      expectGrid(found, output, limit, `${image} ${JSON.stringify(given)}`);
    }
  });
});
