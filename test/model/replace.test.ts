import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { layers } from '../../src/layers/registry.ts';
import { replacement, substituteFor } from '../../src/layers/replacement.ts';
import { feedModel } from '../../src/model/feed.ts';
import { REPLACED, type Replacement, replaceLayers } from '../../src/model/replace.ts';
import { backendsThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';
import {
  asTheyAre,
  folderOf,
  onCanvas,
  openNetwork,
  otherForms,
  pictures,
} from '../support/model/networks.ts';

const json = (path: string) => JSON.parse(readFileSync(join(folderOf(path), path), 'utf8'));
const { modelTopology } = json('max-tfjs/model.json');

/** Replacements as an experiment writes them. */
const written = (replace: Record<string, unknown>): Replacement[] =>
  Object.entries(replace).map(([from, to]) => ({
    from,
    to: (config) => substituteFor(layers, v.parse(replacement(layers), to), config),
  }));

describe('layers are found', () => {
  const replacedIn = (topology: object, ...from: string[]) =>
    replaceLayers(
      topology as Record<string, unknown>,
      from.map((one) => ({ from: one, to: () => ({}) as never })),
      'm.json',
    );

  test('by name, by class as Keras names layers, and by class as it is', () => {
    const names = (...from: string[]) => replacedIn(modelTopology, ...from).replaced.map(({ name }) => name);
    expect(names('pool1')).toEqual(['pool1']);
    expect(names('max_pooling2d')).toEqual(['pool1', 'pool2']);
    expect(names('MaxPooling2D')).toEqual(['pool1', 'pool2']);
    expect(names('conv2d', 'pool2')).toEqual(['conv1', 'conv2', 'pool2', 'conv3']);
  });

  test('a name comes before a class', () => {
    const to = (mark: number) => (): never => mark as never;
    const { replaced } = replaceLayers(
      modelTopology,
      [
        { from: 'max_pooling2d', to: to(1) },
        { from: 'pool2', to: to(2) },
      ],
      'm.json',
    );
    expect(replaced.map(({ name, to }) => [name, to({})])).toEqual([
      ['pool1', 1],
      ['pool2', 2],
    ]);
  });

  test('in models within models, and without touching the file', () => {
    const pool = { class_name: 'MaxPooling2D', config: { name: 'p', pool_size: [2, 2] } };
    const inner = { class_name: 'Sequential', config: { name: 'inner', layers: [pool] } };
    const outer = {
      class_name: 'Functional',
      config: { name: 'outer', layers: [inner, { ...pool, inbound_nodes: [[['x', 0, 0, {}]]] }] },
    };
    const before = JSON.stringify(outer);
    const { topology, replaced } = replacedIn(outer, 'max_pooling2d');
    expect(replaced.map(({ config }) => config)).toEqual([pool.config, pool.config]);
    expect(JSON.stringify(outer)).toBe(before);
    const layer = { class_name: REPLACED, config: { name: 'p' } };
    expect(topology).toEqual({
      class_name: 'Functional',
      config: {
        name: 'outer',
        layers: [
          { class_name: 'Sequential', config: { name: 'inner', layers: [layer] } },
          { ...layer, inbound_nodes: [[['x', 0, 0, {}]]] },
        ],
      },
    });
  });

  test('or are said not to be there, with the nearest name', () => {
    expect(() => replacedIn(modelTopology, 'max_poling2d')).toThrow(
      'the model m.json has no layer "max_poling2d"; did you mean "max_pooling2d"?',
    );
  });
});

test.each(backendsThere.map((on) => [on.name, on] as const))(
  'max pooling replaced by its blur, with the weights of blur, is the network blur, on %s',
  async (_, backend) => {
    const { tf } = backend;
    const blur = json('blur-tfjs/model.json');
    const weights = readFileSync(join(otherForms, 'blur-tfjs/weights.bin'));
    // Its blurs have weights too, which come first in the file: 9 · (16 + 32) floats.
    const [kept] = blur.weightsManifest;
    const rest = kept.weights.filter(({ name }: { name: string }) => !name.startsWith('blur'));
    const from =
      weights.length -
      rest.reduce(
        (sum: number, { shape }: { shape: number[] }) => sum + 4 * shape.reduce((a, b) => a * b, 1),
        0,
      );
    expect(from).toBe(4 * 9 * (16 + 32));
    const mixed = folder({
      'model.json': JSON.stringify({
        ...json('max-tfjs/model.json'),
        weightsManifest: [{ paths: ['weights.bin'], weights: rest }],
      }),
    });
    writeFileSync(join(mixed, 'weights.bin'), weights.subarray(from));

    const replacements = written({ max_pooling2d: { type: 'max_blur_pool', profile: 'kornia' } });
    const one = await openNetwork(backend, 'model.json', { folder: mixed, replacements });
    const other = await openNetwork(backend, 'blur-tfjs/model.json');
    const x = tf.tensor4d(
      Float32Array.from(pictures.flatMap(([first]) => [...onCanvas(first!)])),
      [10, 36, 36, 1],
    );
    const [a] = await feedModel(tf, one, x, asTheyAre);
    const [b] = await feedModel(tf, other, x, asTheyAre);
    const [given, wanted] = [await a!.data(), await b!.data()];
    for (const [i, logit] of wanted.entries()) expect(Math.abs(given[i]! - logit)).toBeLessThan(1e-4);
    tf.dispose([x, a!, b!]);
    one.dispose();
    other.dispose();
  },
);

describe('what a replacement takes over', () => {
  const shapeOf = (to: unknown, config: object) =>
    written({ x: to })[0]!
      .to(config as Record<string, unknown>)
      .shape([36, 30, 4]);

  test('strides, which Keras leaves out where they are the window', () => {
    expect(shapeOf('max_blur_pool', { pool_size: [3, 3], strides: [3, 3] })).toEqual([12, 10, 4]);
    expect(shapeOf('max_blur_pool', { pool_size: [3, 3], strides: null })).toEqual([12, 10, 4]);
    expect(shapeOf('subsample', { pool_size: [2, 3], strides: [2, 3] })).toEqual([18, 10, 4]);
    expect(shapeOf({ type: 'max_blur_pool', strides: 2 }, { pool_size: [3, 3], strides: [3, 3] })).toEqual([
      18, 15, 4,
    ]);
  });

  test('the window and its padding, if it has a window itself', () => {
    expect(shapeOf('avg_pool', { pool_size: [5, 5], strides: [2, 2], padding: 'valid' })).toEqual([
      16, 13, 4,
    ]);
    expect(shapeOf('avg_pool', { pool_size: [5, 5], strides: [2, 2], padding: 'same' })).toEqual([18, 15, 4]);
  });

  test('what cannot be applied says why', () => {
    expect(() => shapeOf('adaptive_polyphase', { strides: [4, 4] })).toThrow(
      'adaptive_polyphase needs a height and width that 4×4 divides, not 36×30',
    );
  });
});
