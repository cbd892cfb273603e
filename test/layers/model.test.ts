import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as tfjsLayers from '@tensorflow/tfjs-layers';
import { describe, expect, test, vi } from 'vitest';
import { run } from '../../src/index.ts';
import { resultFiles } from '../../src/results/files.ts';
import type { Result } from '../../src/run/run.ts';
import { backendsThere } from '../support/backends.ts';
import { folder } from '../support/files.ts';
import { networks, otherForms } from '../support/model/networks.ts';

const require = createRequire(import.meta.url);
const layers: typeof tfjsLayers = require('@tensorflow/tfjs-layers');

const circle = { type: 'circle', size: 36, radius: 12 };
const shift = { max: 3 };

/** Runs networks that are there, or a folder of one's own. */
const runIn = (
  file: object,
  { backend = backendsThere.find(({ name }) => name === 'wasm')!, base = networks } = {},
) => run({ image: circle, shift, trials: 'all', ...file } as never, { base, backend });

/** What was measured, without what says which row it is. */
const measured = ({ table: { rows, columns } }: Result) =>
  rows.map((row) =>
    Object.fromEntries(columns.filter((c) => !c.identity).map(({ name }) => [name, row[name]])),
  );

describe('several outputs', () => {
  const outputs = ['conv1', 'pool1', 'mean', 'dense'];
  const model = (output: unknown) => ({ type: 'model', path: 'max-tfjs/model.json', output });

  test.each(backendsThere.map((on) => [on.name, on] as const))(
    'are what each is by itself, each in a row of its own, on %s',
    async (_, backend) => {
      const { table } = await runIn({ layers: [model(outputs), 'argmax'] }, { backend });
      const rows = table.rows.map(({ step, layer, height, width, channels }) => [
        step,
        layer,
        height,
        width,
        channels,
      ]);
      expect(rows).toEqual([
        [0, 'circle', 36, 36, 1],
        [1, 'conv1', 36, 36, 16],
        [2, 'pool1', 18, 18, 16],
        [3, 'mean', 1, 1, 64],
        [4, 'dense', 1, 1, 10],
        [5, 'argmax', 1, 1, 1],
      ]);
      for (const [i, output] of outputs.entries()) {
        const alone = await runIn({ layers: [model(output)] }, { backend });
        const { step: _, ...row } = table.rows[i + 1]!;
        const { step: __, ...other } = alone.table.rows[1]!;
        expect(row).toEqual(other);
      }
      const decision = await runIn(
        { layers: [{ type: 'model', path: 'max-tfjs/model.json' }, 'argmax'] },
        { backend },
      );
      expect(measured(decision).at(-1)).toEqual(measured({ table } as Result).at(-1));
    },
  );

  test('need not follow from each other: one that has nothing left does not decide for the next', async () => {
    // Two branches: the one is 0 for every shift, the other is the picture.
    const { input, layers: make, model: modelOf } = layers;
    const picture = input({ shape: [36, 36, 1], name: 'picture' });
    const dark = make
      .reLU({ name: 'dark' })
      .apply(
        make.conv2d({ filters: 1, kernelSize: 1, kernelInitializer: 'zeros', name: 'zero' }).apply(picture),
      ) as tfjsLayers.SymbolicTensor;
    const light = make
      .activation({ activation: 'linear', name: 'light' })
      .apply(picture) as tfjsLayers.SymbolicTensor;
    const base = await saved(modelOf({ inputs: picture, outputs: [dark, light] }));
    const both = await runIn({ layers: [{ type: 'model', path: 'model.json' }] }, { base });
    expect(both.table.rows.map(({ layer, classes, matches }) => [layer, classes, matches])).toEqual([
      ['circle', 49, 1],
      ['dark', 1, 49],
      ['light', 49, 1],
    ]);
    // Also where shifts have been put together before: a dot is in one of 4×4 cells.
    const dot = {
      image: { type: 'dots', size: 72 },
      layers: ['max_pool', { type: 'model', path: 'model.json' }],
    };
    const pooled = await runIn(dot, { base });
    expect(pooled.table.rows.map(({ layer, classes, matches }) => [layer, classes, matches])).toEqual([
      ['dots', 49, 1],
      ['max_pool', 16, 4],
      ['dark', 1, 49],
      ['light', 16, 4],
    ]);
    const named = { type: 'model', path: 'model.json', output: ['light', 'dark', 'picture'] };
    const three = await runIn({ layers: [named, 'global_max_pool'] }, { base });
    expect(three.table.rows.map(({ layer, classes }) => [layer, classes])).toEqual([
      ['circle', 49],
      ['light', 49],
      ['dark', 1],
      ['picture', 49],
      ['global_max_pool', 1],
    ]);
  });
});

describe('one network in three forms', () => {
  const paths = ['max-tfjs/model.json', 'max-tfjs-graph/model.json', 'max.onnx'];

  test('gives the same counts', async () => {
    const tables = [];
    for (const path of paths) {
      const base = path.includes('graph') ? otherForms : networks;
      const { table } = await runIn({ layers: [{ type: 'model', path }, 'argmax'] }, { base });
      tables.push(
        table.rows.map(({ layer, classes, matches, agreement }) => ({ layer, classes, matches, agreement })),
      );
    }
    expect(tables[0]!.at(-1)!.classes).toBeGreaterThan(1);
    expect(tables[1]).toEqual(tables[0]);
    expect(tables[2]).toEqual(tables[0]);
  });

  test('the data package names every file and what computed it', async () => {
    const packageOf = async (path: string) => {
      const result = await runIn({ layers: [{ type: 'model', path }] });
      const file = (await resultFiles(result)).find((one) => one.path.endsWith('.json'))!;
      const { sources, backend } = JSON.parse(file.content as string);
      return { files: sources.map(({ path, hash }: Record<string, string>) => [path, hash]), backend };
    };
    expect(await packageOf('max.onnx')).toEqual({
      files: [['max.onnx', expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]],
      backend: 'onnxruntime-node',
    });
    const { files, backend } = await packageOf('max-tfjs/model.json');
    expect(files.map(([path]: string[]) => path)).toEqual(['max-tfjs/model.json', 'max-tfjs/weights.bin']);
    expect(backend).toBe('wasm');
  });
});

test('the data package says where pictures go in one at a time', async () => {
  const base = join(import.meta.dirname, '../fixtures/onnx_models');
  const image = { type: 'circle', size: 16, radius: 5 };
  const { backend, table } = await runIn(
    { image, layers: [{ type: 'model', path: 'batch_softmax.onnx' }] },
    { base },
  );
  expect(backend).toBe('onnxruntime-node, one picture at a time');
  // The softmax of a batch of one is 1.
  expect(table.rows[1]).toMatchObject({ classes: 1, matches: 49 });
});

test('a model is loaded once for all variants that use it, and nothing of it stays', async () => {
  const { tf } = backendsThere.find(({ name }) => name === 'wasm')!;
  const keep = vi.spyOn(tf, 'keep');
  const before = tf.memory().numTensors;
  const file = {
    sweep: { 'shift.max': [1, 2, 3], seed: [0, 1] },
    layers: [{ type: 'model', path: 'max-tfjs/model.json', output: ['pool1', 'dense'] }, 'softmax'],
  };
  const first = await runIn(file);
  // Eight weights.
  expect(keep).toHaveBeenCalledTimes(8);
  expect(tf.memory().numTensors).toBe(before);
  expect(await runIn(file)).toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
  keep.mockRestore();
});

test('the decision of a picture does not depend on the pictures it goes through with', async () => {
  const layer = { type: 'model', path: 'max-tfjs/model.json' };
  const all = await runIn({ layers: [layer, 'argmax'], tables: ['summary', 'shifts'], shift: { max: 4 } });
  const few = await runIn({ layers: [layer, 'argmax'], tables: ['summary', 'shifts'], shift: { max: 1 } });
  const classOf = ({ shifts }: Result) =>
    new Map(shifts!.rows.map((row) => [`${row.step} ${row.dy} ${row.dx}`, row.max_abs]));
  for (const [key, distance] of classOf(few))
    if (key.startsWith('2 ')) expect(classOf(all).get(key)).toBe(distance);
});

test('pooling replaced in a sweep changes what is measured; replaced by itself it does not', async () => {
  const replace = {
    no: {},
    itself: { max_pooling2d: 'max_pool' },
    average: { max_pooling2d: 'avg_pool' },
    blur: { pool1: 'max_blur_pool', pool2: 'max_blur_pool' },
  };
  const { table } = await runIn({
    sweep: { 'layers.0.replace': replace },
    layers: [{ type: 'model', path: 'max-tfjs/model.json', output: ['pool2', 'dense'] }],
  });
  const of = (label: string) =>
    table.rows
      .filter((row) => row['layers.0.replace'] === label)
      .map(({ 'layers.0.replace': _, ...row }) => row);
  expect(of('itself')).toEqual(of('no'));
  for (const other of ['average', 'blur']) {
    expect(of(other)[1]).toMatchObject({ layer: 'pool2', height: 9, width: 9, channels: 32 });
    expect(of(other)[2]).not.toEqual(of('no')[2]);
  }
});

/** A folder with a model of one's own. */
async function saved(model: tfjsLayers.LayersModel): Promise<string> {
  const base = folder();
  await model.save({
    async save({ modelTopology, weightSpecs, weightData }) {
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      writeFileSync(
        join(base, 'model.json'),
        JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest }),
      );
      writeFileSync(join(base, 'weights.bin'), new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
    },
  });
  model.dispose();
  return base;
}

test('inputs that are called as properties of every object take their constants', async () => {
  const base = join(import.meta.dirname, '../fixtures/onnx_models');
  const inputs = { constructor: 3, toString: 0.5 };
  const model = { type: 'model', path: 'property_names.onnx', inputs };
  const { table } = await runIn({ measures: ['psnr'], layers: [model] }, { base });
  expect(table.rows).toHaveLength(2);
  await expect(runIn({ layers: [{ ...model, inputs: { constructor: 3 } }] }, { base })).rejects.toThrow(
    /without one are x \[.*\], toString \[.*\]\./,
  );
});

test('the number of a class that a model gives is a name, as that of argmax is', async () => {
  const base = join(import.meta.dirname, '../fixtures/onnx_models');
  const image = { type: 'noise', size: 6, channels: 3 };
  const of = async (output: string, ...layers: string[]) => {
    const model = { type: 'model', path: 'class_number.onnx', output };
    const file = { image, measures: ['decisions', 'top1_change'], layers: [model, ...layers] };
    const { step, layer, height, width, channels, ...values } = (await runIn(file, { base })).table.rows.at(
      -1,
    )!;
    return values;
  };
  const wanted = await of('scores', 'argmax');
  expect(wanted).toMatchObject({ relative_l2: null, cosine: null, max_abs: null });
  expect(wanted.top1_change).toBeGreaterThan(0);
  for (const output of ['class', 'y']) expect(await of(output)).toEqual(wanted);
});

test('a map of whole numbers that a model gives has distances', async () => {
  const base = join(import.meta.dirname, '../fixtures/onnx_models');
  // Of windows of 5×5, those that see the one cell where the second channel is larger give 1: one, and after the shift two.
  const rows = Array.from({ length: 6 }, (_, y) =>
    Array.from({ length: 6 }, (_, x) => [0.5, y + x === 0 ? 1 : 0]),
  );
  const layers = [{ type: 'model', path: 'class_maps.onnx', output: 'classes' }];
  const image = { type: 'pixels', rows };
  const list = [
    [0, 0],
    [0, 1],
  ];
  const { table } = await runIn({ image, shift: { list }, layers }, { base });
  expect(table.rows.at(-1)).toMatchObject({ relative_l2: 0.5, max_abs: 1, active_fraction: 0.25 });
  expect(table.rows.at(-1)!.cosine).toBeCloseTo((1 + Math.SQRT1_2) / 2, 12);
});
