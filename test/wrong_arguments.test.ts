import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as library from '../src/index.ts';
import { folder } from './support/files.ts';

const experiment = { image: { type: 'circle', size: 8 }, shift: { max: 1 }, pool: 'max_pool', trials: 'all' };
const shifted = { image: { type: 'circle', size: 8 }, shift: { max: 1 }, trials: 'all' };
const same = ({ data }: library.Batch) => data;

/** The library as a program without types sees it. */
const {
  run,
  measure,
  check,
  parseExperiment,
  readExperiment,
  readBaseline,
  toCsv,
  formatFindings,
  loadBackend,
} = library as unknown as Record<string, (...given: unknown[]) => unknown>;

const later = Promise.resolve({});
const image = (data: unknown, shape: unknown) => ({ ...shifted, image: { data, shape } });

const cases: [() => unknown, string | RegExp][] = [
  [() => run!(null), 'expected an object with image, shift, and pool or layers, not nothing.'],
  [
    () => run!('circle.yaml'),
    'the experiment: expected an object, not "circle.yaml"; write await readExperiment("circle.yaml") for a file.',
  ],
  ...['{"image":"circle"}', 'image: circle\nshift: { max: 3 }', 'image: circle'].map(
    (text): [() => unknown, string] => [
      () => run!(text),
      `the experiment: expected an object, not ${JSON.stringify(text)}; write parseExperiment(…) for the text of a file.`,
    ],
  ),
  [() => run!(new Error('x')), 'the experiment: expected plain data, not an Error.'],
  [() => run!({ ...experiment, shift: new URL('file:///a') }), 'shift: expected plain data, not a URL.'],
  [() => readExperiment!(new Error('x')), 'path: expected a text, not an Error.'],
  [() => check!(5), 'expected an object with image, shift, and pool or layers, not 5.'],
  [() => run!(later), 'the experiment: expected plain data, not a Promise; write await before it.'],
  [() => run!(experiment, 5), 'options: expected an object, not 5.'],
  [() => run!(experiment, null), 'options: expected an object, not nothing.'],
  [() => run!(experiment, { bakend: 'wasm' }), 'options: unknown key "bakend"; did you mean "backend"?'],
  [
    () => check!(experiment, {}, { trials: 3 }),
    'options: unknown key "trials"; allowed: backend, base, images, layers, measures, name, signal.',
  ],
  [
    () => run!(experiment, { signal: 5 }),
    'options.signal: expected an AbortSignal, not 5; write new AbortController().signal.',
  ],
  [() => run!(experiment, { name: 5 }), 'options.name: expected a text, not 5.'],
  [() => run!(experiment, { base: 5 }), 'options.base: expected a text, not 5.'],
  [
    () => run!(experiment, { backend: 'wsam' }),
    'options.backend: unknown backend "wsam"; did you mean "wasm"?',
  ],
  [
    () => run!(experiment, { backend: 5 }),
    'options.backend: expected a name, or what loadBackend gives, not 5.',
  ],
  [
    () => run!(experiment, { backend: loadBackend!('wasm') }),
    'options.backend: expected a name, or what loadBackend gives, not a Promise; write await before it.',
  ],
  [() => run!(experiment, { layers: [] }), 'layers: expected an object with a kind for each name, not [].'],
  [
    () => run!(experiment, { layers: { mine: null } }),
    'layers.mine: expected a kind, as defineLayer takes it, not nothing.',
  ],
  [
    () => run!(experiment, { layers: { mine: { title: 'Mine.' } } }),
    'layers.mine.options: expected a schema of valibot, not nothing.',
  ],
  [
    () => parseExperiment!(experiment, 'a', { images: { mine: { options: {} } } }),
    'images.mine.options: expected a schema of valibot, not an object.',
  ],
  [
    () => parseExperiment!(experiment, 'a', { measures: { mine: {} } }),
    'measures.mine.columns: expected an object, not nothing.',
  ],
  [
    () => parseExperiment!(experiment, 'a', { layer: {} }),
    'kinds: unknown key "layer"; did you mean "layers"?',
  ],
  [() => parseExperiment!(experiment, 5), 'name: expected a text, not 5.'],
  [
    () => measure!({ predict: same }, shifted),
    'fn: expected a function, not an object; write ({ data, shape }) => model.predict(tf.tensor4d(data, shape)) for a model of TensorFlow.js.',
  ],
  [() => measure!(same), 'options: expected an object, not nothing.'],
  [
    () => measure!(same, { ...shifted, shfit: { max: 3 } }),
    'options: unknown key "shfit"; did you mean "shift"?',
  ],
  [
    () => measure!(same, { ...shifted, layers: ['relu'] }),
    'options: unknown key "layers"; allowed: batch, compare, image, measures, name, seed, shift, signal, trials.',
  ],
  [() => measure!(same, image(null, [2, 2, 1])), 'image.data: expected numbers, not nothing.'],
  [() => measure!(same, image('abcd', [2, 2, 1])), 'image.data: expected numbers, not "abcd".'],
  [
    () => measure!(same, image(new Float32Array(4), [-2, -2, 1])),
    'image.shape: expected [height, width, channels], three whole numbers of at least 1, not [-2, -2, 1].',
  ],
  [
    () => measure!(same, image(new Float32Array(4), '2x2')),
    'image.shape: expected [height, width, channels], three whole numbers of at least 1, not "2x2".',
  ],
  [
    () => measure!(same, image([1e300, 0, 0, 0], [2, 2, 1])),
    'image.data: expected finite float32 values, not 1e+300.',
  ],
  [
    () => measure!(({ data }: library.Batch) => ({ data, shape: 'x' }), shifted),
    'the function gave the shape "x"; expected a list of numbers, 9 first.',
  ],
  [
    () => check!(experiment, later),
    'baseline: expected what readBaseline or run gives, not a Promise; write await before it.',
  ],
  [() => check!(experiment, 'circle'), 'baseline: expected what readBaseline or run gives, not "circle".'],
  [() => check!(experiment, null), 'baseline: expected what readBaseline or run gives, not nothing.'],
  [
    () => check!(experiment, { columns: [], rows: [] }),
    'baseline: expected what readBaseline or run gives, not an object; write the result of run, which holds the table.',
  ],
  [() => toCsv!(null), 'table: expected columns and rows, not nothing.'],
  [
    () => toCsv!({ table: { columns: [], rows: [] } }),
    'table: expected columns and rows, not an object; write result.table for the result of a run.',
  ],
  [
    () => formatFindings!(later),
    'findings: expected the list that check gives, not a Promise; write await before it.',
  ],
  [() => formatFindings!({}), 'findings: expected the list that check gives, not an object.'],
  ...['../a', 'my results', '/a', '', 'a//b', '.', 'con', 'a\\b', 'x'.repeat(65)].flatMap((name) =>
    (
      [
        [(given) => run!(experiment, { name: given }), 'options.name'],
        [(given) => check!(experiment, {}, { name: given }), 'options.name'],
        [(given) => parseExperiment!(experiment, given), 'name'],
        [(given) => readBaseline!(given), 'name'],
      ] as [(name: string) => unknown, string][]
    ).map(([call, place]): [() => unknown, RegExp] => [
      () => call(name),
      new RegExp(`^${place}: ".*" cannot name results; [^;]*(; rename it, say to "[a-zA-Z-]+")?\\.$`),
    ]),
  ),
  [
    () => run!({ ...experiment, image: { type: 'file', path: '../a.png' } }),
    'image.path: "../a.png" is outside the experiment\'s folder; let options.base name a folder above it.',
  ],
  [
    () => loadBackend!('gpu'),
    'name: unknown backend "gpu"; write tensorflow, which is a GPU only with @tensorflow/tfjs-node-gpu; allowed: auto, cpu, tensorflow, wasm.',
  ],
  [() => readExperiment!(new URL('file:///a.yaml')), 'path: expected a text, not a URL.'],
  [() => readExperiment!(undefined), 'path: expected a text, not nothing.'],
  [() => readBaseline!(null), 'name: expected a text, not nothing.'],
  [() => readBaseline!('circle', 5), 'folder: expected a text, not 5.'],
  [() => loadBackend!(undefined), 'name: expected a text, not nothing.'],
  [() => loadBackend!('auto'), 'name: auto is no backend; write wasm.'],
  [() => run!({ ...experiment, pool: undefined, layers: [undefined, 'max_pool'] }), 'layers.0 has no value.'],
];

test.each(cases.map(([call, message]) => [message, call] as const))(
  'a program without types gets a UserError: %s',
  async (message, call) => {
    const error = await (async () => call())().catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(library.UserError);
    const { message: said } = error as Error;
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  },
);

test('a file outside the folder of an experiment is refused without an option of the command line', async () => {
  const path = join(
    folder({ 'e.yaml': 'image: { type: file, path: ../a.png }\nshift: { max: 1 }\npool: max_pool\n' }),
    'e.yaml',
  );
  await expect(library.readExperiment(path)).rejects.toThrow(
    '"../a.png" is outside the experiment\'s folder; move it into that folder, or the experiment to a folder above it.',
  );
});

test('an object that is changed after the call is measured as it was', async () => {
  const changing = { image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 1 }, trials: 9 };
  const runs = [1, 2, 3].map((depth) => {
    changing.pool.depth = depth;
    return library.run(changing as library.ExperimentInput);
  });
  const steps = (await Promise.all(runs)).map(({ table }) => table.rows.at(-1)?.step);
  expect(steps).toEqual([1, 2, 3]);

  const parsed = library.parseExperiment(changing as library.ExperimentInput);
  changing.pool.type = 'avg_pool';
  expect((await library.run(parsed)).table.rows.at(-1)?.layer).toBe('max_pool');
});
