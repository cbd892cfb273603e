import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Shape, Tensor4D, TensorFlow } from '../../src/core/tensor.ts';
import { layers } from '../../src/layers/registry.ts';
import { replacement, substituteFor } from '../../src/layers/stack/replacement.ts';
import { kerasModel } from '../../src/model/keras/keras_model.ts';
import { openModel } from '../../src/model/open.ts';
import type { ModelReplacement } from '../../src/model/replace.ts';
import { backendsThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';
import { filesOf, folderOf, onCanvas, otherForms, outputsOf, pictures } from '../support/model/networks.ts';

const json = (path: string) => JSON.parse(readFileSync(join(folderOf(path), path), 'utf8'));
const { modelTopology } = json('max-tfjs/model.json');

/** Replacements as an experiment writes them. */
const written = (replace: Record<string, unknown>): ModelReplacement[] =>
  Object.entries(replace).map(([from, to]) => ({
    from,
    to: (config) => substituteFor(layers, v.parse(replacement(layers), to), config),
  }));

describe('layers are found', () => {
  /** The layers that were replaced, each with the replacement that was chosen. */
  function replacedIn(topology: object, ...from: string[]) {
    const replaced: { name: unknown; from: string }[] = [];
    const replacements = from.map((one) => ({
      from: one,
      to: (config: Record<string, unknown>) => {
        replaced.push({ name: config.name, from: one });
        return { shape: (input: Shape) => input, apply: (_: TensorFlow, x: Tensor4D) => x };
      },
    }));
    const json = { format: 'layers-model', topology, groups: [], rest: {} } as const;
    kerasModel({ path: 'm.json', outputs: [], constants: {}, replacements }, json as never, []);
    return replaced;
  }
  const names = (...from: string[]) => replacedIn(modelTopology, ...from).map(({ name }) => name);

  test('by name, by class as Keras names layers, and by class as it is', () => {
    expect(names('pool1')).toEqual(['pool1']);
    expect(names('max_pooling2d')).toEqual(['pool1', 'pool2']);
    expect(names('MaxPooling2D')).toEqual(['pool1', 'pool2']);
    expect(names('conv2d', 'pool2')).toEqual(['conv1', 'conv2', 'pool2', 'conv3']);
  });

  test('and refused where channels come first: a replacement would take a channel for a row', () => {
    const pool = { class_name: 'MaxPooling2D', config: { name: 'p', data_format: 'channels_first' } };
    const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 4, 4, 4] } };
    const topology = { class_name: 'Sequential', config: { name: 'm', layers: [input, pool] } };
    expect(() => replacedIn(topology, 'max_pooling2d')).toThrow(
      'has the layer "p" (MaxPooling2D), which has the option data_format: channels_first, with which it cannot be replaced.',
    );
  });

  test('by name rather than by class', () => {
    expect(replacedIn(modelTopology, 'max_pooling2d', 'pool2')).toEqual([
      { name: 'pool1', from: 'max_pooling2d' },
      { name: 'pool2', from: 'pool2' },
    ]);
  });

  test('in models within models, and without touching the file', () => {
    const pool = { class_name: 'MaxPooling2D', config: { name: 'p', pool_size: [2, 2] } };
    const inner = { class_name: 'Sequential', config: { name: 'inner', layers: [pool] } };
    const input = {
      class_name: 'InputLayer',
      config: { name: 'x', batch_input_shape: [null, 8, 8, 1] },
      inbound_nodes: [],
    };
    const outer = {
      class_name: 'Functional',
      config: {
        name: 'outer',
        layers: [
          input,
          { ...inner, inbound_nodes: [[['x', 0, 0, {}]]] },
          { ...pool, inbound_nodes: [[['inner', 1, 0, {}]]] },
        ],
        input_layers: [['x', 0, 0]],
        output_layers: [['p', 0, 0]],
      },
    };
    const before = JSON.stringify(outer);
    expect(replacedIn(outer, 'max_pooling2d')).toHaveLength(2);
    expect(replacedIn(outer, 'inner/p', 'p').map(({ from }) => from)).toEqual(['inner/p', 'p']);
    expect(JSON.stringify(outer)).toBe(before);
  });

  test('or are said not to be there, with the nearest name', () => {
    expect(() => names('max_poling2d')).toThrow(
      'the model m.json has no layer "max_poling2d"; did you mean "max_pooling2d"?',
    );
  });
});

test.each(backendsThere.map((on) => [on.name, on] as const))(
  'max pooling replaced by its blur, with the weights of blur, is the network blur, on %s',
  async (_, backend) => {
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
    const one = await openModel(filesOf('model.json', { folder: mixed, replacements }));
    const other = await openModel(filesOf('blur-tfjs/model.json'));
    const x = Float32Array.from(pictures.flatMap(([first]) => [...onCanvas(first!)]));
    const [given] = await outputsOf(one, x, [36, 36, 1], backend);
    const [wanted] = await outputsOf(other, x, [36, 36, 1], backend);
    for (const [i, logit] of wanted!.entries()) expect(Math.abs(given![i]! - logit)).toBeLessThan(1e-4);
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
      17, 14, 4,
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
      'adaptive_polyphase needs a height and width that 4×4 divides, not 36×30; take pictures of another size, or max_blur_pool, which takes any',
    );
    expect(() => shapeOf({ type: 'avg_pool', pool_size: 40, padding: 'valid' }, { strides: [2, 2] })).toThrow(
      'avg_pool has a window of 40×40, larger than the 36×30 that is left; take larger pictures',
    );
  });
});

describe('the size of the output', () => {
  const kinds = ['max_pool', 'avg_pool', 'lp_pool', 'max_blur_pool', 'blur_pool', 'subsample'];
  const pools = fc.record({
    type: fc.constantFrom(...kinds),
    n: fc.integer({ min: 9, max: 40 }),
    pool_size: fc.integer({ min: 1, max: 4 }),
    strides: fc.integer({ min: 1, max: 4 }),
    padding: fc.constantFrom('same', 'valid'),
  });

  test('is that of the pool that was replaced', () => {
    fc.assert(
      fc.property(pools, ({ type, n, pool_size: k, strides: s, padding }) => {
        const [replacement] = written({ x: type });
        const config = { pool_size: [k, k], strides: [s, s], padding };
        const [rows] = replacement!.to(config).shape([n, n, 2]);
        expect(rows).toBe(padding === 'same' ? Math.ceil(n / s) : Math.floor((n - k) / s) + 1);
      }),
      { numRuns: 500 },
    );
  });

  test('is as large as was said, and a blurred maximum is between the values of its input', () => {
    const { tf, activate } = backendsThere[0]!;
    activate();
    fc.assert(
      fc.property(pools, ({ type, n, pool_size, strides, padding }) => {
        const substitute = written({ x: type })[0]!.to({ pool_size, strides, padding });
        tf.tidy(() => {
          const x = tf.add(tf.randomUniform([1, n, n, 1], 0, 1, 'float32', 1), 1) as Tensor4D;
          const y = substitute.apply(tf, x);
          expect(y.shape.slice(1)).toEqual(substitute.shape([n, n, 1]));
          if (type === 'lp_pool') return;
          const [low, high] = [...tf.min(y).dataSync(), ...tf.max(y).dataSync()];
          expect(low).toBeGreaterThanOrEqual(1 - 1e-6);
          expect(high).toBeLessThanOrEqual(2 + 1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('of every layer stays, or an error names both', () => {
    const shapes = (replace: Record<string, unknown>) => {
      const { bytes } = filesOf('max-tfjs/model.json');
      const topology = JSON.parse(new TextDecoder().decode(bytes)).modelTopology;
      const given = { path: 'm.json', outputs: [], constants: {}, replacements: written(replace) };
      return kerasModel(given, { topology }, []).shapes!([1, 36, 36, 1]);
    };
    expect(() => shapes({ pool1: { type: 'max_pool', strides: 1 } })).toThrow(
      'the model m.json has 35×35×16 at pool1 with the replacement, and 18×18×16 without it; write strides and a window that keep the size.',
    );
  });
});

test('a strided convolution is replaced by one without strides, and a blur', async () => {
  const backend = backendsThere[0]!;
  const form = 'stride-tfjs/model.json';
  const strided = json(form).modelTopology.model_config.config.layers.find(
    ({ config }: { config: { strides?: number[] } }) => config.strides?.[0] === 2,
  ).config.name;
  const at = { outputs: [strided] };
  const plain = await openModel(filesOf(form, at));
  const replacements = written({ [strided]: { type: 'subsample' } });
  const same = await openModel(filesOf(form, { ...at, replacements }));
  const blurred = await openModel(
    filesOf(form, { ...at, replacements: written({ [strided]: 'blur_pool' }) }),
  );
  const x = onCanvas(pictures[0]![0]!);
  const of = async (model: typeof plain) => (await outputsOf(model, x, [36, 36, 1], backend))[0]!;
  const [wanted, found, other] = [await of(plain), await of(same), await of(blurred)];
  expect(found.length).toBe(wanted.length);
  expect(other.length).toBe(wanted.length);
  // Every second cell of a convolution without strides is the convolution, where windows of `same` begin alike.
  expect(found.some((value, i) => Math.abs(value - wanted[i]!) > 1e-4)).toBe(strided === undefined);
  expect(other.some((value, i) => Math.abs(value - wanted[i]!) > 1e-4)).toBe(true);
  for (const model of [plain, same, blurred]) model.dispose();
});
