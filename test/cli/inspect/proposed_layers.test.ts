import { expect, test } from 'vitest';
import { proposedLayers } from '../../../src/cli/inspect/proposed_layers.ts';
import type { Shape } from '../../../src/core/tensor.ts';
import type { InspectedOutput } from '../../../src/model/inspect.ts';
import type { Traits } from '../../../src/model/traits.ts';

/** An output, as inspect finds it, and what its values are from and to. */
function output(
  name: string,
  shape: Shape,
  range: readonly [number, number] = [-3, 5],
  more: Partial<InspectedOutput> & Partial<Traits> = {},
): InspectedOutput {
  const { shares = false, unit = false, edges = false, ...rest } = more;
  const traits = { range, shares, unit, edges };
  return { name, type: 'float32', shape, stride: undefined, traits, ...rest };
}

function proposed(outputs: readonly InspectedOutput[], path = 'm.onnx') {
  return proposedLayers({ outputs, picture: [64, 96, 3], path } as never);
}

test.each<[string, InspectedOutput, string | undefined, RegExp?]>([
  ['softmax', output('y', [1, 1, 10], [0, 1], { shares: true }), 'argmax'],
  ['log softmax', output('y', [1, 1, 10], [-9, 0], { maker: 'LogSoftmax' }), 'argmax'],
  ['logits by name', output('logits', [1, 1, 512]), 'argmax'],
  [
    'logits without a name',
    output('42', [1, 1, 10], [-3, 5], { maker: 'Gemm' }),
    'argmax',
    /scores of classes/,
  ],
  [
    'labels that hold together',
    output('y', [1, 1, 14], [0, 1], { maker: 'Sigmoid' }),
    'argmax',
    /each label/,
  ],
  ['an embedding by name', output('image_embeds', [1, 1, 500]), undefined],
  ['an embedding by its norm', output('42', [1, 1, 100], [-1, 1], { unit: true }), undefined, /features/],
  ['features by their number', output('42', [1, 1, 512]), undefined, /features/],
  [
    'features by their operation',
    output('42', [1, 1, 100], [0, 9], { maker: 'GlobalAveragePool' }),
    undefined,
    /features/,
  ],
  ['angles', output('yaw_pitch_roll', [1, 1, 3]), undefined],
  ['one box', output('bbox', [1, 1, 4], [0, 1]), undefined],
  [
    'a probability',
    output('y', [1, 1, 1], [0.4, 0.6], { maker: 'Sigmoid' }),
    '{ type: argmax, threshold: 0.5 }',
  ],
  [
    'what may be one',
    output('y', [1, 1, 1], [0.4, 0.6]),
    '{ type: argmax, threshold: 0.5 }',
    /a probability/,
  ],
  ['a logit by name', output('logit', [1, 1, 1]), '{ type: argmax, threshold: 0 }'],
  ['an age', output('y', [1, 1, 1], [30, 40]), undefined, /a quantity/],
  ['an age by name', output('age', [1, 1, 1], [0, 1]), undefined],
  [
    'a value of a matrix, by chance from 0 to 1',
    output('y', [1, 1, 1], [0.4, 0.6], { maker: 'Gemm' }),
    undefined,
    /a quantity/,
  ],
  ['a class', output('label', [1, 1, 1], [3, 7], { classNumbers: true }), undefined],
  [
    'landmarks',
    output('landmarks', [1, 1, 136], [0, 1]),
    '{ type: keypoints, format: xy, normalized: true }',
    /shares/,
  ],
  ['a table of them', output('kpts', [1, 68, 2], [0, 60]), '{ type: keypoints, format: xy }', /pixels/],
  ['a mesh', output('face_landmarks', [1, 1, 1404], [0, 190]), '{ type: keypoints, format: xys }', /third/],
  [
    'heat maps',
    output('heatmaps', [16, 24, 17], [0, 1], { stride: [4, 4] }),
    '{ type: keypoints, format: heatmaps }',
  ],
])('%s', (_, one, layer, assumed) => {
  const found = proposed([one]);
  expect(found.layer).toBe(layer);
  if (assumed) expect(found.assumed).toMatch(assumed);
  else expect(found.assumed).toBeUndefined();
});

test('the name of the file says what the outputs do not', () => {
  const one = output('Identity:0', [1, 1, 228], [-2, 70]);
  expect(proposed([one], 'models/iris.json')).toMatchObject({
    measures: 'keypoints',
    layer: '{ type: keypoints, format: xys }',
  });
  expect(proposed([one], 'model.json').layer).toBe('argmax');
});

test('a map is aligned with its picture, and one of shares by a threshold', () => {
  const map = (channels: number, range: readonly [number, number], maker = 'Conv', name = 'y') =>
    proposed([output(name, [32, 48, channels], range, { stride: [2, 2], maker })]);
  const mask = { measures: '{ type: aligned, threshold: 0.5 }' };
  expect(map(21, [-3, 5])).toEqual({ measures: 'aligned' });
  expect(map(1, [0, 40])).toEqual({ measures: 'aligned' });
  expect(map(1, [0, 1], 'Relu', 'predicted_depth')).toEqual({ measures: 'aligned' });
  expect(map(1, [0, 1], 'Sigmoid')).toEqual(mask);
  expect(map(1, [0, 1], 'DequantizeLinear', 'mask')).toEqual(mask);
  expect(map(1, [0, 2], 'Conv', 'mask')).toEqual({ measures: 'aligned' });
  expect(proposed([output('tokens', [1, 17, 16])])).toEqual({});
});

test.each<[string, InspectedOutput[], string | undefined, RegExp?]>([
  [
    'scores of classes beside boxes',
    [
      output('scores', [1, 96, 4], [0, 1], { shares: true }),
      output('boxes', [1, 96, 4], [0, 1], { edges: true }),
    ],
    '{ type: boxes, boxes: "boxes", scores: "scores", normalized: true, background: 0, nms: 0.45 }',
    /x1, y1, x2, y2 in shares .* class 0/,
  ],
  [
    'one that suppresses boxes itself',
    [
      output('boxes', [1, 1000, 4], [-1, 60]),
      output('scores', [1, 1, 1000], [-1, 1]),
      output('labels', [1, 1, 1000], [-1, 90], { type: 'int64' }),
    ],
    '{ type: boxes, boxes: "boxes", scores: "scores", classes: "labels" }',
    /in pixels/,
  ],
  [
    'the centres of boxes',
    [output('pred_boxes', [1, 80, 4], [0, 1]), output('logits', [1, 80, 92], [-4, 6])],
    undefined,
    /no probabilities; .* write - \{ type: boxes, boxes: "pred_boxes", scores: "logits", format: cxcywh, normalized: true, nms: 0\.45 \}/,
  ],
  [
    'an SSD of TensorFlow',
    [
      output('raw_detection_boxes', [1, 1917, 4], [-0.2, 1.2]),
      output('raw_detection_scores', [1, 1917, 91], [0, 1]),
      output('detection_boxes', [1, 100, 4], [0, 1], { edges: true }),
      output('detection_classes', [1, 1, 100], [1, 90]),
      output('detection_scores', [1, 1, 100], [0, 1]),
      output('num_detections', [1, 1, 1], [100, 100]),
    ],
    '{ type: boxes, boxes: "detection_boxes", scores: "detection_scores", classes: "detection_classes", format: yxyx, normalized: true }',
    /y1, x1/,
  ],
  [
    'a YOLO with masks',
    [output('output0', [1, 116, 126]), output('output1', [16, 24, 32], [-1, 1], { stride: [4, 4] })],
    '{ type: boxes, boxes: "output0", layout: yolov8, classes: 80 }',
  ],
  ['two heads', [output('logits', [1, 1, 10]), output('age', [1, 1, 1])], undefined],
])('%s', (_, outputs, layer, assumed) => {
  const found = proposed(outputs);
  expect(found.layer).toBe(layer);
  expect(found.measures).toBe(layer && 'boxes');
  if (assumed) expect(found.assumed).toMatch(assumed);
});
