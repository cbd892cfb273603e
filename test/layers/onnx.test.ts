import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LayerKind } from '../../src/layers/kind.ts';
import { layers } from '../../src/layers/registry.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { expectGrid, outputOf } from '../support/layers/output.ts';

/** Where a tensor stands: its shape is that of a batch, [n, height, width, channels]. */
interface Stored {
  shape: [number, number, number, number];
  tensor: number;
}

interface Known {
  cases: { name: string; layer: keyof typeof layers; given: object; input: Stored; output: Stored }[];
  leftOut: Record<string, string>;
  tensors: string[];
}

const { cases, leftOut, tensors }: Known = JSON.parse(
  readFileSync(new URL('../fixtures/onnx/cases.json', import.meta.url), 'utf8'),
);

/** The images of a batch. */
function images({ shape: [n, ...shape], tensor }: Stored) {
  const bytes = Buffer.from(tensors[tensor]!, 'base64');
  const values = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  const size = values.length / n;
  return Array.from({ length: n }, (_, i) => ({ shape, data: values.slice(i * size, (i + 1) * size) }));
}

const left = Object.keys(leftOut).length;

describe(`${cases.length} backend tests of ONNX (of ${cases.length + left}; fixtures/onnx says why not the others), on ${whichAreThere}`, () => {
  test('are at least 25, of every operator that is a layer here', () => {
    expect(cases.length).toBeGreaterThanOrEqual(25);
    const windows = ['max_pool', 'avg_pool', 'lp_pool', 'conv2d'];
    const others = [
      'global_max_pool',
      'global_avg_pool',
      'relu',
      'leaky_relu',
      'abs',
      'softmax',
      'argmax',
      'flatten',
    ];
    expect(new Set(cases.map(({ layer }) => layer))).toEqual(new Set([...windows, ...others]));
  });

  test.each(cases)('$name is what $layer gives with $given', ({ layer, given, input, output }) => {
    const kind: LayerKind = layers[layer];
    const wanted = images(output);
    for (const backend of backendsThere)
      for (const [i, image] of images(input).entries()) {
        const grid = gridOf(wanted[i]!);
        // What is exact here may have been rounded elsewhere there.
        const largest = Math.max(...wanted[i]!.data.map(Math.abs));
        const limit = largest * Math.max(kind.tolerance, layer === 'lp_pool' ? 1e-6 : 0);
        expectGrid(outputOf(backend, kind, image, given), grid, limit, `image ${i} on ${backend.name}`);
      }
  });
});
