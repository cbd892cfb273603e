import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LayerKind } from '../../src/layers/kind.ts';
import { layers } from '../../src/layers/registry.ts';
import { backendsThere } from '../support/backends.ts';
import { expectGrid, outputOf, picture } from '../support/layers/output.ts';

interface Known {
  images: Record<string, number[][][]>;
  cases: { layer: keyof typeof layers; image: string; given: object; output: number[][][] }[];
}

const { images, cases }: Known = JSON.parse(
  readFileSync(new URL('../fixtures/keras/cases.json', import.meta.url), 'utf8'),
);

describe.each(backendsThere)(`${cases.length} outputs of Keras on $name`, (backend) => {
  test.each(['max_pool', 'avg_pool', 'conv2d'] as const)(
    '%s gives, over images of odd sizes, same and valid, with equal and unequal strides',
    (layer) => {
      const kind: LayerKind = layers[layer];
      const known = cases.filter((one) => one.layer === layer);
      expect(known.length).toBeGreaterThanOrEqual(50);
      for (const { image, given, output } of known) {
        const found = outputOf(backend, kind, picture(images[image]!), given);
        // Of multiples of 1/8 no sum rounds, but a mean may.
        const limit = layer === 'avg_pool' ? kind.tolerance * Math.max(...output.flat(2).map(Math.abs)) : 0;
        expectGrid(found, output, limit, `${image} ${JSON.stringify(given)}`);
      }
    },
  );
});
