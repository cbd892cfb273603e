import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Backend, Image, Tensor4D } from '../src/core/tensor.ts';
import { readExperimentFile } from '../src/experiment/disk/files.ts';
import { parseOverride } from '../src/experiment/text/override.ts';
import { run } from '../src/index.ts';
import { measureVariant } from '../src/run/measure_variant.ts';
import { backendsThere } from './support/backends.ts';
import { coincide } from './support/cli/coincide.ts';
import { folder, project } from './support/files.ts';
import { neverYields } from './support/running.ts';
import { scaled } from './support/time.ts';

interface Spec {
  name: string;
  shape: number[];
}

/** Maps of the convolutions of each block. */
const BLOCKS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/** The fastest there is. */
const backend = backendsThere.find(({ name }) => name === 'tensorflow') ?? backendsThere[0]!;

/** The example, in a folder of its own. */
function example(): string {
  const base = folder();
  cpSync(join(project, 'examples/vgg16'), base, { recursive: true });
  return base;
}

/** VGG16's base as Keras names and describes it; no weights in it are trained. */
function vgg16(seed: number): {
  topology: object;
  specs: { name: string; shape: number[] }[];
  weights: Float32Array;
} {
  const specs: Spec[] = [];
  const described: object[] = [
    {
      class_name: 'InputLayer',
      name: 'input_1',
      config: { name: 'input_1', batch_input_shape: [null, null, null, 3], dtype: 'float32', sparse: false },
      inbound_nodes: [],
    },
  ];
  let before = 'input_1';
  let channels = 3;
  const add = (class_name: string, name: string, config: object) => {
    described.push({ class_name, name, config: { name, ...config }, inbound_nodes: [[[before, 0, 0, {}]]] });
    before = name;
  };
  for (const [b, block] of BLOCKS.entries()) {
    for (const [c, filters] of block.entries()) {
      const name = `block${b + 1}_conv${c + 1}`;
      add('Conv2D', name, {
        filters,
        kernel_size: [3, 3],
        strides: [1, 1],
        padding: 'same',
        activation: 'relu',
        use_bias: true,
      });
      specs.push(
        { name: `${name}/kernel`, shape: [3, 3, channels, filters] },
        { name: `${name}/bias`, shape: [filters] },
      );
      channels = filters;
    }
    add('MaxPooling2D', `block${b + 1}_pool`, { pool_size: [2, 2], strides: [2, 2], padding: 'valid' });
  }
  let state = seed;
  const weights = specs.flatMap(({ shape }) => {
    // He's range for kernels, so that values neither fade nor grow; biases are small.
    const most = shape.length === 4 ? Math.sqrt(6 / (9 * shape[2]!)) : 0.1;
    const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
    for (let i = 0; i < values.length; i++) {
      state = (state * 48271) % 2147483647;
      values[i] = (2 * (state / 2147483647) - 1) * most;
    }
    return [values];
  });
  const all = new Float32Array(weights.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of weights) {
    all.set(values, at);
    at += values.length;
  }
  const config = {
    name: 'vgg16',
    layers: described,
    input_layers: [['input_1', 0, 0]],
    output_layers: [[before, 0, 0]],
  };
  return {
    topology: { keras_version: '2.15.0', model_config: { class_name: 'Functional', config } },
    specs,
    weights: all,
  };
}

test('without weights, the run says how to get them', async () => {
  const { code, stderr, stdout } = await coincide(example(), 'run', 'vgg16.yaml');
  const [command, message] = /\$ (.*)\n(.*)/
    .exec(readFileSync(join(project, 'examples/vgg16/README.md'), 'utf8'))!
    .slice(1);
  expect(command).toBe('npx coincide run vgg16.yaml');
  expect(stderr).toBe(`${message}\n`);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test(
  'the file runs on a network of the shape of VGG16, and 512 numbers come out',
  async () => {
    const base = example();
    const { topology, specs, weights } = vgg16(7);
    expect(specs).toHaveLength(2 * 13);
    expect(weights).toHaveLength(14_714_688);
    const manifest = [
      { paths: ['weights.bin'], weights: specs.map((spec) => ({ ...spec, dtype: 'float32' })) },
    ];
    writeFileSync(
      join(base, 'model/model.json'),
      JSON.stringify({ format: 'layers-model', modelTopology: topology, weightsManifest: manifest }),
    );
    writeFileSync(join(base, 'model/weights.bin'), new Uint8Array(weights.buffer));

    // Smaller, so that it takes seconds; the file is the example's.
    const smaller: [string, string][] = [
      ['image.size', '64'],
      ['trials', '1'],
      ['expect', '[]'],
    ];
    const read = (set: [string, string][]) => {
      const overrides = set.map(([key, text]) => parseOverride(key, text, key));
      return readExperimentFile(join(base, 'vgg16.yaml'), { overrides });
    };
    const experiment = await read(smaller);
    const { table } = await run(experiment, { backend });
    expect(
      table.rows.map(({ layer, height, width, channels, images }) => [
        layer,
        height,
        width,
        channels,
        images,
      ]),
    ).toEqual([
      ['folder', 64, 64, 3, 6],
      ['block1_pool', 32, 32, 64, 6],
      ['block2_pool', 16, 16, 128, 6],
      ['block3_pool', 8, 8, 256, 6],
      ['block4_pool', 4, 4, 512, 6],
      ['block5_pool', 2, 2, 512, 6],
      ['global_avg_pool', 1, 1, 512, 6],
    ]);
    for (const { separation, active_fraction } of table.rows) {
      expect(separation).toBeGreaterThanOrEqual(0);
      expect(active_fraction).toBeGreaterThan(0);
    }

    // One picture, and the same network put together by hand.
    const image = '{ type: file, path: pictures/car/red.png, channels: rgb, range: [0, 255] }';
    const one = await read([...smaller, ['image', image], ['measures', '[]']]);
    const references: Image[] = [];
    const options = {
      backend: async () => backend,
      distances: false,
      memory: 2 ** 28,
      copies: false,
      scheduler: neverYields,
    };
    for await (const { reference } of await measureVariant(one.variants[0]!, options))
      references.push(reference);
    const numbers = references.at(-1)!.data;
    expect(numbers).toHaveLength(512);
    const wanted = byHand(backend, references[0]!, specs, weights);
    const most = wanted.reduce((a, b) => Math.max(a, b), 0);
    expect(most).toBeGreaterThan(0);
    for (const [i, value] of wanted.entries())
      expect(Math.abs(numbers[i]! - value)).toBeLessThan(1e-4 * most);
  },
  scaled(120),
);

/** The 512 numbers of a picture, from TensorFlow.js' own layers one after the other. */
function byHand(
  { tf, activate }: Backend,
  { shape, data }: Image,
  specs: readonly Spec[],
  weights: Float32Array,
): Float32Array {
  activate();
  return tf
    .tidy(() => {
      const mean = tf.tensor1d([123.68, 116.779, 103.939]);
      let x = tf.sub(tf.tensor4d(data, [1, ...shape]), mean) as Tensor4D;
      let at = 0;
      const next = ({ shape }: Spec) => {
        const size = shape.reduce((product, length) => product * length, 1);
        at += size;
        return tf.tensor(weights.subarray(at - size, at), shape);
      };
      const all = [...specs];
      for (const block of BLOCKS) {
        for (const _ of block) {
          const kernel = next(all.shift()!) as Tensor4D;
          x = tf.relu(tf.add(tf.conv2d(x, kernel, 1, 'same'), next(all.shift()!)));
        }
        x = tf.maxPool(x, 2, 2, 'valid');
      }
      return tf.mean(x, [1, 2]).dataSync() as Float32Array;
    })
    .slice();
}
