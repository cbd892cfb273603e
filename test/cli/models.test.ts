import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide, start } from '../support/cli/coincide.ts';
import { folder } from '../support/files.ts';
import { folderOf, networks } from '../support/model/networks.ts';

/** A model.json that is changed in a part, and the weights beside it. */
type Change = (model: any) => void;

/** A folder with an experiment and the networks; one of them changed. */
function withModel(
  layer: string,
  {
    image = '{ type: circle, size: 36, radius: 12 }',
    from = 'max-tfjs',
    change = (() => {}) as Change,
    weights = (bytes: Buffer): Uint8Array => bytes,
  } = {},
): string {
  const at = folder({ 'x.yaml': `image: ${image}\nshift: { max: 1 }\ntrials: all\nlayers:\n  - ${layer}\n` });
  for (const file of ['max.onnx', 'aps.onnx', 'blur.onnx']) cpSync(join(networks, file), join(at, file));
  for (const [to, of] of [
    ['m', from],
    ['max-tfjs', 'max-tfjs'],
    ['graph', 'max-tfjs-graph'],
  ] as const) {
    cpSync(join(folderOf(of), of), join(at, to), { recursive: true });
  }
  const model = JSON.parse(readFileSync(join(at, 'm/model.json'), 'utf8'));
  change(model);
  writeFileSync(join(at, 'm/model.json'), JSON.stringify(model));
  writeFileSync(join(at, 'm/weights.bin'), weights(readFileSync(join(at, 'm/weights.bin'))));
  return at;
}

const changed = '{ type: model, path: m/model.json }';
const layersOf = (model: any) => model.modelTopology.model_config.config.layers;
const paths =
  (path: string): Change =>
  (model) => {
    model.weightsManifest[0].paths = [path];
  };

test.each<[string, Parameters<typeof withModel>, number, string]>([
  // What is wrong with the experiment.
  [
    'no such file',
    ['{ type: model, path: mex.onnx }'],
    2,
    'x.yaml:5:26: layers.0.path: there is no "mex.onnx"; did you mean "max.onnx"?',
  ],
  [
    'a folder',
    ['{ type: model, path: m }'],
    2,
    'x.yaml:5:26: layers.0.path: "m" is a folder; expected a file; write "m/model.json".',
  ],
  [
    'no such layer',
    ['{ type: model, path: max-tfjs/model.json, output: pol1 }'],
    2,
    'x.yaml:5:55: layers.0.output: the model max-tfjs/model.json has no layer "pol1"; did you mean "pool1"?',
  ],
  [
    'no such node',
    ['{ type: model, path: graph/model.json, output: [Identiy] }'],
    2,
    'x.yaml:5:52: layers.0.output: the model graph/model.json has no node "Identiy"; did you mean "Identity"?',
  ],
  [
    'no such value',
    ['{ type: model, path: max.onnx, output: logit }'],
    2,
    'x.yaml:5:44: layers.0.output: the model max.onnx has no value "logit"; did you mean "logits"?',
  ],
  [
    'a value that is like none there is, which are told once each',
    ['{ type: model, path: max.onnx, output: xxxxxxxx }'],
    2,
    'x.yaml:5:44: layers.0.output: the model max.onnx has no value "xxxxxxxx"; there are /0/Conv_output_0, /1/Relu_output_0, /2/MaxPool_output_0, /3/Conv_output_0, /4/Relu_output_0, /5/MaxPool_output_0, /6/Conv_output_0, /7/Relu_output_0, /8/GlobalAveragePool_output_0, /9/Flatten_output_0, logits.',
  ],
  [
    'a standard deviation of 0',
    ['{ type: model, path: max.onnx, input: { std: 0 } }'],
    2,
    'x.yaml:5:50: layers.0.input.std: expected a number above 0, not 0.',
  ],
  [
    'a negative one of a channel',
    ['{ type: model, path: max.onnx, input: { std: [-1] } }'],
    2,
    'x.yaml:5:51: layers.0.input.std.0: expected a number above 0, not -1.',
  ],
  [
    'one that native TensorFlow takes for 0',
    ['{ type: model, path: max.onnx, input: { std: 1e-40 } }'],
    2,
    'x.yaml:5:50: layers.0.input.std: expected a number of at least 1.2e-38, as smaller ones are 0 to native TensorFlow, not 1e-40.',
  ],
  [
    'an output twice',
    ['{ type: model, path: max.onnx, output: [logits, logits] }'],
    2,
    'x.yaml:5:44: layers.0.output: expected names that differ, not ["logits", "logits"].',
  ],
  [
    'no such layer to replace',
    ['{ type: model, path: max-tfjs/model.json, replace: { max_poolin2d: blur_pool } }'],
    2,
    'x.yaml:5:56: layers.0.replace: the model max-tfjs/model.json has no layer "max_poolin2d"; did you mean "max_pooling2d"?',
  ],
  [
    'no such replacement',
    ['{ type: model, path: max-tfjs/model.json, replace: { max_pooling2d: max_blr_pool } }'],
    2,
    'x.yaml:5:73: layers.0.replace.max_pooling2d: unknown layer "max_blr_pool"; did you mean "max_blur_pool"?',
  ],
  [
    'a replacement without a pool',
    ['{ type: model, path: max-tfjs/model.json, replace: { max_pooling2d: relu } }'],
    2,
    'x.yaml:5:73: layers.0.replace.max_pooling2d: unknown layer "relu"; allowed: adaptive_polyphase, avg_pool, blur_pool, global_avg_pool, global_max_pool, lp_pool, max_blur_pool, max_pool, subsample.',
  ],
  [
    'an option of a replacement',
    ['{ type: model, path: max-tfjs/model.json, replace: { pool1: { type: blur_pool, fliter: 5 } } }'],
    2,
    'x.yaml:5:92: layers.0.replace.pool1.fliter: unknown key "fliter"; did you mean "filter"?',
  ],
  [
    'a mean for other channels',
    ['{ type: model, path: max.onnx, input: { mean: [1, 2] } }'],
    2,
    'x.yaml:5:5: layers.0: model at step 1 has 2 numbers in input.mean; expected one, or one for each of 1 channels.',
  ],
  [
    'outside of the folder',
    ['{ type: model, path: ../max.onnx }'],
    2,
    `x.yaml:5:26: layers.0.path: "../max.onnx" is outside the experiment's folder; --allow-outside allows it.`,
  ],
  [
    'weights that are not there',
    [changed, { change: paths('wieghts.bin') }],
    2,
    'x.yaml:5:26: layers.0.path: the weights of the model are missing: there is no "m/wieghts.bin"; did you mean "m/weights.bin"?',
  ],
  // What is wrong with the model.
  [
    'weights outside',
    [changed, { change: paths('../../secret.bin') }],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json keeps weights in "../../secret.bin", outside of its folder.',
  ],
  [
    'truncated weights',
    [changed, { weights: (bytes) => bytes.subarray(0, -100) }],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json has weights that are truncated: weights.bin has 95,684 bytes, and the manifest lists 95,784.',
  ],
  [
    'too many weights',
    [changed, { weights: (bytes) => Buffer.concat([bytes, bytes.subarray(0, 4)]) }],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json has weights that are too long: weights.bin has 95,788 bytes, and the manifest lists 95,784.',
  ],
  [
    'an unknown layer',
    [changed, { change: (model) => void Object.assign(layersOf(model)[2], { class_name: 'Swish9' }) }],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json has the layer "pool1" (Swish9), which is of a class that is not supported; export the model as a TensorFlow.js Graph model or as ONNX.',
  ],
  [
    'an unknown operation',
    [
      changed,
      {
        from: 'max-tfjs-graph',
        change: (model) => {
          for (const node of model.modelTopology.node) if (node.op === 'MaxPool') node.op = 'MaxPoolV9';
        },
      },
    ],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json uses the operation "MaxPoolV9", which TensorFlow.js does not know; export the model as ONNX.',
  ],
  [
    'inputs that are no pictures',
    [
      changed,
      { change: (model) => void Object.assign(layersOf(model)[0].config, { batch_input_shape: [null, 36] }) },
    ],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json takes 36 values of each picture, and one of 36×36×1 has 1296.',
  ],
  [
    'a layer that wants too much',
    [changed, { change: (model) => void Object.assign(layersOf(model).at(-1).config, { units: 2e9 }) }],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json makes 2,000,000,000 values at dense, more than the 268,435,456 allowed.',
  ],
  [
    'weights of other names',
    [
      changed,
      { change: (model) => void Object.assign(model.weightsManifest[0].weights[0], { name: 'x/kernel' }) },
    ],
    3,
    'x.yaml:5:26: layers.0.path: the model m/model.json has no weight "kernel" of the layer "conv1"; rename "x/kernel" to "conv1/kernel", or export the model and all of its weights again.',
  ],
  [
    'values that are no numbers',
    [
      changed,
      { weights: (bytes) => new Uint8Array(new Float32Array(bytes.length / 4).fill(Number.NaN).buffer) },
    ],
    3,
    'x.yaml: step 1 (model) gives NaN at row 0, column 0, channel 0 for the shift (0, 0); every value must be a finite float32.',
  ],
  [
    'pictures of other channels',
    ['{ type: model, path: max.onnx }', { image: '{ type: noise, size: 36, channels: 3 }' }],
    3,
    'x.yaml:5:26: layers.0.path: the model max.onnx takes pictures of 1×any×any (CHW), not 3×36×36; they fit with image: { channels: grey }.',
  ],
  [
    'pictures that are too small',
    ['{ type: model, path: max-tfjs/model.json }', { image: '{ type: circle, size: 2, radius: 1 }' }],
    3,
    'x.yaml:5:26: layers.0.path: the model max-tfjs/model.json has nothing left at pool2 of pictures of 2×2×1.',
  ],
  [
    'pictures that are too small for a graph',
    ['{ type: model, path: graph/model.json }', { image: '{ type: circle, size: 2, radius: 1 }' }],
    3,
    'x.yaml:5:26: layers.0.path: the model graph/model.json cannot be run: nothing is left for the operation MaxPool; the pictures are too small.',
  ],
  [
    'pictures that are too small for ONNX',
    ['{ type: model, path: blur.onnx }', { image: '{ type: circle, size: 3, radius: 1 }' }],
    3,
    'x.yaml:5:26: layers.0.path: the model blur.onnx has nothing left at /6/MaxPool_output_0 for inputs of 1×1×3×3; the pictures are too small.',
  ],
  [
    'pictures that an ONNX model contradicts',
    ['{ type: model, path: aps.onnx }', { image: '{ type: circle, size: 5, radius: 1 }' }],
    3,
    'x.yaml:5:26: layers.0.path: the model aps.onnx cannot be run for inputs of 1×1×5×5: /2/Concat_2: Non concat axis dimensions must match: Axis 4 has mismatched dimensions of 2 and 3.',
  ],
  [
    'a replacement in ONNX',
    ['{ type: model, path: max.onnx, replace: { max_pooling2d: blur_pool } }'],
    3,
    'x.yaml:5:26: layers.0.path: the model max.onnx is not a Keras model for TensorFlow.js, so none of its layers can be replaced; replace them in the program that made it, and export it again.',
  ],
])('%s: one sentence and exit %#', async (_, given, code, message) => {
  const { stdout, stderr, ...ended } = await coincide(withModel(...given), 'run', 'x.yaml');
  expect(`${stdout}${stderr}`).toBe(`${message}\n`);
  expect(ended.code).toBe(code);
});

test('mistakes of the experiment are told before what failed in a model', async () => {
  const at = withModel(changed, { weights: (bytes) => bytes.subarray(4) });
  writeFileSync(join(at, 'x.yaml'), `${readFileSync(join(at, 'x.yaml'), 'utf8')}steps: al\n`);
  expect(await coincide(at, 'run', 'x.yaml')).toMatchObject({
    code: 2,
    stderr: 'x.yaml:6:8: steps: unknown value "al"; did you mean "all"?\n',
  });
});

test('a swept model that fails is named where it stands', async () => {
  const at = withModel(changed, { weights: (bytes) => bytes.subarray(4) });
  const sweep = 'sweep:\n  layers.0.path: { max: max.onnx, m: m/model.json }\n';
  writeFileSync(join(at, 'x.yaml'), `${readFileSync(join(at, 'x.yaml'), 'utf8')}${sweep}`);
  const { code, stderr } = await coincide(at, 'validate', 'x.yaml');
  expect(stderr).toBe(
    'x.yaml:7:38: layers.0.path: the model m/model.json has weights that are truncated: weights.bin has 95,780 bytes, and the manifest lists 95,784.\n',
  );
  expect(code).toBe(3);
});

test('an operation that ONNX Runtime does not know', async () => {
  const at = withModel('{ type: model, path: m.onnx }');
  const bytes = readFileSync(join(at, 'max.onnx')).toString('latin1').replaceAll('MaxPool', 'MaxPooX');
  writeFileSync(join(at, 'm.onnx'), bytes, 'latin1');
  expect((await coincide(at, 'run', 'x.yaml')).stderr).toBe(
    'x.yaml:5:26: layers.0.path: the model m.onnx uses the operation "MaxPooX", which ONNX Runtime does not know; export the model with operators of ONNX only.\n',
  );
});

test('where ONNX Runtime is not installed, what to do', async () => {
  const at = withModel('{ type: model, path: max.onnx }');
  // A loader that finds everything but this.
  const hooks = `export async function resolve(name, context, next) {
    if (name !== 'onnxruntime-node') return next(name, context);
    throw Object.assign(new Error('gone'), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});`;
  writeFileSync(join(at, 'register.mjs'), register);
  const { cli } = await import('../support/cli/coincide.ts');
  const command = [process.execPath, '--import', join(at, 'register.mjs'), cli];
  const ended = await start(at, ['run', 'x.yaml'], { command }).ended;
  expect(ended.stderr).toBe(
    'x.yaml:5:26: layers.0.path: the model max.onnx needs onnxruntime-node, which is not installed: npm install --onnxruntime-node-install=skip onnxruntime-node.\n',
  );
  expect(ended.code).toBe(3);
  // Models of TensorFlow.js do without it.
  writeFileSync(
    join(at, 'x.yaml'),
    readFileSync(join(at, 'x.yaml'), 'utf8').replace('max.onnx', 'm/model.json'),
  );
  expect(await start(at, ['run', 'x.yaml'], { command }).ended).toMatchObject({ code: 0, stderr: '' });
});

test('a README where a model is missing is pointed to', async () => {
  const at = withModel('{ type: model, path: model/model.json }');
  mkdirSync(join(at, 'model'));
  writeFileSync(join(at, 'model/README.md'), 'Get it.');
  const { code, stderr } = await coincide(at, 'run', 'x.yaml');
  expect(stderr).toBe(
    'x.yaml:5:26: layers.0.path: there is no "model/model.json"; model/README.md says how to get it.\n',
  );
  expect(code).toBe(2);
});

test('weights that a link leads out of the folder are refused', async () => {
  const at = withModel(changed, { change: paths('link.bin') });
  const elsewhere = folder({ 'secret.bin': 'x' });
  symlinkSync(join(elsewhere, 'secret.bin'), join(at, 'm/link.bin'));
  const { code, stderr } = await coincide(at, 'run', 'x.yaml');
  expect(stderr).toBe(
    `x.yaml:5:26: layers.0.path: the weights of the model are missing: "m/link.bin" is outside the experiment's folder; --allow-outside allows it.\n`,
  );
  expect(code).toBe(2);
});

test('validate and explain know the shapes of a model, and find what is wrong with it', async () => {
  const at = withModel('{ type: model, path: m/model.json, output: [pool1, dense] }');
  expect(await coincide(at, 'validate', 'x.yaml')).toMatchObject({
    code: 0,
    stdout: 'x.yaml: valid; 1 variant, 0 expectations\n',
  });
  const { stdout } = await coincide(at, 'explain', 'x.yaml', '--json');
  const [{ steps }] = JSON.parse(stdout).variants;
  expect(steps.map(({ layer, shape }: { layer: string; shape: number[] }) => [layer, shape])).toEqual([
    ['circle', [36, 36, 1]],
    ['pool1', [18, 18, 16]],
    ['dense', [1, 1, 10]],
  ]);
  const broken = withModel(changed, { weights: (bytes) => bytes.subarray(4) });
  expect((await coincide(broken, 'validate', 'x.yaml')).code).toBe(3);
});

test('a model among the experiments of a folder is none of them', async () => {
  const at = withModel('{ type: model, path: m/model.json }');
  const { code, stdout } = await coincide(dirname(at), 'validate', join(at));
  expect(stdout).toBe(`${join(at, 'x.yaml')}: valid; 1 variant, 0 expectations\n`);
  expect(code).toBe(0);
});

test('ONNX Runtime sends no data about its use, and keeps none, unless the environment says so', async () => {
  const at = withModel('{ type: model, path: max.onnx }');
  const kept = async (given: Record<string, string>) => {
    const home = folder({});
    const env = { HOME: home, XDG_CACHE_HOME: '', TMPDIR: home, ...given };
    const { stderr, code } = await start(at, ['validate', 'x.yaml'], { env }).ended;
    expect([stderr, code]).toEqual(['', 0]);
    return readdirSync(home);
  };
  expect(await kept({})).toEqual([]);
  // So the test looks where the runtime writes; on Windows it writes no files.
  if (process.platform === 'linux') expect(await kept({ ORT_DISABLE_TELEMETRY: '0' })).not.toEqual([]);
});
