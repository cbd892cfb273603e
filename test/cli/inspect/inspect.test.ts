import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { folder, project } from '../../support/files.ts';

const model = 'experiments/models/max-tfjs/model.json';

test('inspect says that no value has a text', async () => {
  const { code, stdout } = await coincide(project, 'inspect', model, '--grep', 'pol');
  expect(code).toBe(0);
  expect(stdout).toContain('no value has "pol" in its name or operator; without --grep all are listed\n');
  const { stdout: json } = await coincide(project, 'inspect', model, '--grep', 'pol', '--json');
  expect(JSON.parse(json).values).toEqual([]);
});

test('inspect says what is in a model, and its experiment runs', async () => {
  const { code, stdout, stderr } = await coincide(project, 'inspect', model, '--grep', 'POOL');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain(`${model}
  format       Keras model for TensorFlow.js (Layers), Keras 2.19.0
  computed by  the backend
  weights      0.1 MB
  input        input: float32 [any, any, any, 1], NHWC, batch any
  output       dense: float32 1×1×10
  pictures     together: an output depends on its picture alone

3 values for pictures of 224×224×1; output takes their names
`);
  const values = stdout.split('\n').filter((line) => /^ {2}(pool|conv|mean)/.test(line));
  expect(values.map((line) => line.trim().split(/\s+/))).toEqual([
    ['pool1', 'MaxPooling2D', '112×112×16', '2×2', 'yes'],
    ['pool2', 'MaxPooling2D', '56×56×32', '4×4', 'yes'],
    ['mean', 'GlobalAveragePooling2D', '1×1×64'],
  ]);
  const [, experiment] = stdout.split('An experiment to begin with:\n\n');
  const file = join(project, 'inspected.test.yaml');
  writeFileSync(file, experiment!);
  try {
    const ran = await coincide(project, 'run', 'inspected.test.yaml', '--set', 'image.size=36', '-o', '-');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout.trim().split('\n')).toHaveLength(3);
  } finally {
    rmSync(file);
  }
});

test('as one JSON document', async () => {
  const { code, stdout } = await coincide(project, 'inspect', model, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    picture: [224, 224, 1],
    alone: false,
    outputs: [{ name: 'dense', shape: [1, 1, 10] }],
  });
});

test.each([
  ['nowhere.onnx', 2, 'there is no'],
  ['README.md', 2, 'the model README.md is not an ONNX file'],
  ['docs/map.png', 2, 'the model map.png is a picture; expected a model'],
  ['package.json', 2, 'the model package.json has no modelTopology'],
  ['experiments/circle.yaml', 2, 'the model circle.yaml is an experiment; expected a model'],
  ['experiments', 2, '"experiments" is a folder'],
])('%s is a mistake in one sentence', async (path, code, words) => {
  const ended = await coincide(project, 'inspect', path);
  expect(ended.code).toBe(code);
  expect(ended.stdout).toBe('');
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.stderr).toContain(words);
});

const fixtures = 'test/fixtures/onnx_models';

test('--size says the size of the pictures where a model takes any', async () => {
  const sized = await coincide(project, 'inspect', `${fixtures}/steps_first.onnx`, '--size', '6,9');
  expect(sized).toMatchObject({ code: 0 });
  expect(sized.stdout).toContain('output       y: float32 1×9×2\n');
  expect(sized.stdout).toContain('image: { type: noise, size: [6, 9], channels: 1 }');
  const wrong = await coincide(project, 'inspect', `${fixtures}/steps_first.onnx`, '--size', '6x');
  expect(wrong).toMatchObject({
    code: 2,
    stderr: '--size: expected height and width, as in 48,320, not "6x".\n',
  });
});

test('a message of another format is no model', async () => {
  // Field 1, a text of one letter.
  const at = folder({ 'message.onnx': Buffer.from([0x0a, 1, 0x78]) });
  expect(await coincide(at, 'inspect', 'message.onnx')).toMatchObject({
    code: 2,
    stderr: 'the model message.onnx is not an ONNX file: it holds no graph.\n',
  });
});

test('weights that were left behind are named', async () => {
  const at = folder({ 'ext.onnx': readFileSync(join(project, 'test/fixtures/onnx_models/ext.onnx')) });
  expect(await coincide(at, 'inspect', 'ext.onnx')).toMatchObject({
    code: 2,
    stderr: 'the weights of the model are missing: there is no "ext.onnx.data".\n',
  });
});
