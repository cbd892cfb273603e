import { expect, test } from 'vitest';
import { showInspection } from '../../../src/cli/inspect/show_inspection.ts';
import type { Shape } from '../../../src/core/tensor.ts';
import type { Inspection } from '../../../src/model/inspect.ts';

/** The experiment for a model of such outputs. */
function experimentFor(
  shapes: readonly Shape[],
  picture: Shape = [64, 96, 3],
  constants: Inspection['constants'] = [],
  more: Partial<Inspection> = {},
): string {
  const outputs = shapes.map((shape, i) => ({ name: `out${i}`, type: 'float32', shape, stride: undefined }));
  const inspection = inspectionOf({ constants, picture, outputs, ...more });
  return showInspection(inspection, 'm.onnx').split('to begin with:\n\n')[1]!;
}

function inspectionOf(given: Partial<Inspection>): Inspection {
  return {
    ...{
      path: 'm.onnx',
      format: 'ONNX',
      details: [],
      weightBytes: 0,
      runtime: 'onnxruntime-node',
      runtimeVersion: '1.30.0',
    },
    input: { name: 'x', type: 'float32', shape: [1, 3, 64, 96], layout: 'NCHW', batch: 1 },
    ...{ constants: [], picture: [64, 96, 3], outputs: [], values: [], alone: false, toBeNamed: false },
    ...given,
  };
}

test('a vector is decided about by its largest channel, a single value by a threshold', () => {
  expect(experimentFor([[1, 1, 10]])).toMatch(
    / {2}- \{ type: model, path: "m\.onnx" \}\n( {2}# .*\n)+ {2}- argmax$/,
  );
  expect(experimentFor([[1, 1, 1]])).toMatch(/ {2}- \{ type: argmax, threshold: 0\.5 \}$/);
  expect(
    experimentFor([
      [1, 1, 10],
      [1, 1, 4],
    ]),
  ).toMatch(/"m\.onnx" \}$/);
});

test('a single whole number is a class, and nothing decides about it', () => {
  const label = { name: 'label', type: 'int64', shape: [1, 1, 1] as const, stride: undefined };
  const labels = { name: 'labels', type: 'int64', shape: [1, 1, 3] as const, stride: undefined };
  const last = (outputs: Inspection['outputs']) =>
    experimentFor([], undefined, [], { outputs }).split('\n').at(-1);
  expect(last([label])).toBe('  - { type: model, path: "m.onnx" }');
  expect(last([{ ...label, type: 'bool' }])).toBe('  - { type: argmax, threshold: 0.5 }');
  expect(last([labels])).toBe('  - argmax');
  expect(last([{ ...label, type: 'float32', classNumbers: true }])).toBe(
    '  - { type: model, path: "m.onnx" }',
  );
});

test('a boolean that says whether the model trains is 0: the experiment is about inference', () => {
  const inputs = [
    { name: 'training', type: 'bool', shape: [] },
    { name: 'keras_learning_phase:0', type: 'bool', shape: [] },
    { name: 'flip', type: 'bool', shape: [] },
  ];
  expect(experimentFor([[1, 1, 10]], undefined, inputs)).toContain(
    'inputs: { "training": 0, "keras_learning_phase:0": 0, "flip": 1 } }',
  );
});

test('further inputs get a constant to begin with', () => {
  const sizes = { name: 'orig sizes', type: 'int64', shape: [null, 2] };
  expect(experimentFor([[1, 1, 10]], undefined, [sizes])).toContain(
    '  - { type: model, path: "m.onnx", inputs: { "orig sizes": 1 } }',
  );
});

test('the output of a YOLO is read as boxes', () => {
  // 8·12 + 4·6 + 2·3 cells.
  const boxes = (shape: Shape) => /layout: (\w+)/.exec(experimentFor([shape]))?.[1];
  expect(boxes([1, 84, 126])).toBe('yolov8');
  expect(boxes([1, 378, 85])).toBe('yolov5');
  expect(boxes([1, 300, 6])).toBe('end2end');
  expect(experimentFor([[1, 84, 126]])).toContain('measures: [boxes]\nlayers:');
  for (const other of [
    [1, 126, 84],
    [1, 84, 127],
    [1, 4, 126],
    [2, 84, 126],
    [1, 378, 5],
  ] as const)
    expect(boxes(other)).toBeUndefined();
});

test('values of 0 to 1 are scaled for a model of whole numbers, and a layout that is not usual is said', () => {
  const input = { name: 'x', type: 'uint8', layout: 'NHWC', batch: 1 } as const;
  for (const shape of [
    [1, 64, 96, 3],
    [64, 96, 3],
  ])
    expect(experimentFor([[1, 1, 10]], undefined, [], { input: { ...input, shape } })).toContain(
      '"m.onnx", input: { layout: NHWC, scale: 255 } }',
    );
  expect(
    experimentFor([[1, 1, 10]], undefined, [], {
      input: { ...input, shape: [null, 18_432], layout: 'NCHW' },
    }),
  ).toContain('"m.onnx", input: { scale: 255 } }');
});

test('values of 0 to 1 fill the range of an input with a sign', () => {
  const input = { name: 'x', type: 'int8', layout: 'NCHW', batch: 1, shape: [1, 3, 64, 96] } as const;
  expect(experimentFor([[1, 1, 10]], undefined, [], { input })).toContain(
    '"m.onnx", input: { scale: 255, mean: 128 } }',
  );
});

test('outputs are named where the model has others that are no numbers', () => {
  const one: Shape = [1, 1, 10];
  expect(experimentFor([one], undefined, [], { toBeNamed: true })).toContain('"m.onnx", output: "out0" }');
  expect(experimentFor([one, one], undefined, [], { toBeNamed: true })).toContain(
    'output: ["out0", "out1"] }',
  );
});

test('a stride below one pixel has three digits', () => {
  const larger = {
    name: 'SR',
    type: 'float32',
    shape: [192, 288, 3] as const,
    stride: [1 / 3, 0.5] as const,
  };
  const text = showInspection(
    inspectionOf({ outputs: [larger], values: [{ ...larger, operator: 'Conv2D', replaceable: false }] }),
    'm.onnx',
  );
  expect(text).toContain('output       SR: float32 192×288×3, stride 0.333×0.5\n');
  expect(text).toMatch(/SR +Conv2D +192×288×3 +0\.333×0\.5\n/);
});
