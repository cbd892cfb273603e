import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Family, pick } from '../family.ts';
import { damaged, roughly, tornText } from '../mutate.ts';
import { root } from '../processes.ts';
import type { FilesOf } from '../projects.ts';
import { formatSummary, type Reading, readEach } from '../readers.ts';

/** How many models all reads, and a part. */
const ALL = 2000;
const PART = 160;

type Random = () => number;

interface Original {
  name: string;
  image: string;
  files: Readonly<Record<string, Uint8Array>>;
  /** The file that is the model. */
  path: string;
}

const NOISE = '{ type: noise, size: 8 }';

/** Networks as ONNX. */
function onnx(): Original[] {
  const folder = join(root, 'test/fixtures/onnx_models');
  const small = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
  const shipped = join(root, 'experiments/models/max.onnx');
  return [
    ...small.map((name) => ({
      name,
      image: NOISE,
      path: 'm.onnx',
      files: { 'm.onnx': readFileSync(join(folder, name)) },
    })),
    { name: 'max.onnx', image: NOISE, path: 'm.onnx', files: { 'm.onnx': readFileSync(shipped) } },
  ];
}

/** As TensorFlow.js writes them: layer by layer, and as graphs. */
function tensorflow(): Original[] {
  return [
    'experiments/models/max-tfjs',
    'test/fixtures/models/max-tfjs-graph',
    'test/fixtures/models/blur-tfjs',
  ].map((folder) => ({
    name: folder.split('/').at(-1)!,
    image: NOISE,
    path: 'model.json',
    files: {
      'model.json': readFileSync(join(root, folder, 'model.json')),
      'weights.bin': readFileSync(join(root, folder, 'weights.bin')),
    },
  }));
}

interface KerasCase {
  name: string;
  topology: unknown;
  weights: Record<string, { shape: number[]; data: string }>;
  input: { shape: number[] };
}

/** Layers of Keras 2 and 3, with the weights that Keras drew (test/fixtures/keras_models/make.py). */
function keras(): Original[] {
  const cases: KerasCase[] = JSON.parse(
    readFileSync(join(root, 'test/fixtures/keras_models/cases.json'), 'utf8'),
  );
  return cases
    .filter(({ input }) => input.shape.length === 4)
    .map(({ name, topology, weights, input }) => {
      const [, height, width, channels] = input.shape;
      const stored = Object.entries(weights);
      const specs = stored.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
      const model = {
        format: 'layers-model',
        modelTopology: topology,
        weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
      };
      return {
        name,
        image: `{ type: noise, size: [${height}, ${width}], channels: ${channels} }`,
        path: 'model.json',
        files: {
          'model.json': Buffer.from(JSON.stringify(model)),
          'weights.bin': Buffer.concat(stored.map(([, { data }]) => Buffer.from(data, 'base64'))),
        },
      };
    });
}

/** Trained models that are damaged or changed. */
export const models: Family = {
  name: 'damaged models',
  async run(suite) {
    const random = suite.random('models');
    const lists = [onnx(), tensorflow(), keras()];
    suite.say(`of ${lists.flat().length} models`);
    const make = (at: number): Reading => {
      const one = pick(pick(lists, random), random);
      return {
        label: `${one.name} ${at}`,
        files: { ...changedModel(one, random), 'x.yaml': experimentWith(one) },
        lines: [['run', 'x.yaml', '--out', '-', '--workers', '1', '--quiet']],
      };
    };
    const count = suite.all ? ALL : PART;
    suite.say(formatSummary(await readEach(count, make, suite.tally('damaged models'), suite)));
  },
};

function experimentWith({ image, path }: Original): string {
  return `image: ${image}\nshift: { max: 1 }\ntrials: 3\nlayers: [{ type: model, path: ${path} }]\n`;
}

function changedModel({ files, path }: Original, random: Random): FilesOf {
  if (random() < 0.04) return files;
  const name = random() < 0.75 ? path : pick(Object.keys(files), random);
  const bytes = files[name]!;
  return { ...files, [name]: name.endsWith('.json') ? changedJson(bytes, random) : damaged(bytes, random) };
}

function changedJson(bytes: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(bytes).toString();
  if (random() < 0.15) return Buffer.from(tornText(text, random));
  return Buffer.from(JSON.stringify(roughly(JSON.parse(text), random)));
}
