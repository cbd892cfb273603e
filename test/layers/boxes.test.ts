import { describe, expect, test } from 'vitest';
import { run, UserError } from '../../src/index.ts';
import { candidates } from '../../src/layers/detection/candidates.ts';

const base = 'test/fixtures/detectors';

/** A white square of 4×4, which is the cell in row 1 and column 1. */
const square = {
  type: 'dots',
  size: 16,
  at: [4, 5, 6, 7].flatMap((y) => [4, 5, 6, 7].map((x) => [y, x])),
};

const measured = async (layers: readonly (object | string)[], more: object = {}) => {
  const file = { image: square, shift: { x: [0, 4] }, trials: 'all', measures: ['boxes'], layers, ...more };
  const { table } = await run(file as never, { base });
  return table.rows;
};

const last = async (...given: Parameters<typeof measured>) => (await measured(...given)).at(-1)!;

/**
 * A shift of 4 moves the box by a cell: IoU 1. One of 1 or 3 leaves three quarters of the square in its cell, so the
 * box is off by a pixel: IoU 12 / 20, score 0.75. One of 2 divides it among two cells, both 2 pixels off: IoU 8 / 24.
 */
const byHand = {
  box_iou: (1 + 0.6 + 0.6 + 1) / 4,
  lost_rate: 1 / 5,
  new_rate: 2 / 6,
  centre_error: 2 / 4,
  score_range: 1,
};

/** The same with the grown boxes: IoU 20 / 30 for a shift of 1 or 3, 15 / 35 for one of 2; scores 0.9, 0.675, 0. */
const withGrown = {
  box_iou: (2 + 2 * (0.6 + 20 / 30) + 2) / 8,
  lost_rate: 2 / 10,
  new_rate: 4 / 12,
  centre_error: 4 / 8,
  score_range: (1 + 0.9) / 2,
};

const near = (expected: Readonly<Record<string, number>>) =>
  expect.objectContaining(
    Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, expect.closeTo(value, 6)])),
  );

describe('a detector whose answer is known by hand', () => {
  test.each([
    ['yolov5', 'yolov5.onnx', { layout: 'yolov5' }, byHand],
    ['yolov8', 'yolov8.onnx', { layout: 'yolov8', nms: 0.5 }, byHand],
    [
      'yolov8 with its own IoU, which the grown boxes do not reach',
      'yolov8.onnx',
      { layout: 'yolov8' },
      withGrown,
    ],
    ['nms: none', 'yolov5.onnx', { layout: 'yolov5', nms: 'none' }, withGrown],
    [
      'two outputs, with a background',
      'ssd.onnx',
      {
        boxes: 'locations',
        scores: 'probabilities',
        format: 'yxyx',
        normalized: true,
        background: 0,
        nms: 0.5,
      },
      byHand,
    ],
    ['end2end', 'end2end.onnx', { layout: 'end2end' }, byHand],
    [
      'three outputs that vary in number',
      'varying.onnx',
      { boxes: 'boxes_kept', scores: 'scores_kept', classes: 'labels' },
      byHand,
    ],
  ])('%s', async (_, path, boxes, expected) => {
    expect(
      await last([
        { type: 'model', path },
        { type: 'boxes', ...boxes },
      ]),
    ).toEqual(near(expected));
  });

  test('has another iou from which boxes are of one object', async () => {
    const boxes = { type: 'boxes', layout: 'yolov5', iou: 0.3 };
    const row = await last([{ type: 'model', path: 'yolov5.onnx' }, boxes]);
    expect(row).toEqual(
      near({ box_iou: (3.2 + 1 / 3) / 5, lost_rate: 0, new_rate: 1 / 6, centre_error: 4 / 5 }),
    );
    expect(row).toEqual(near({ score_range: 0.5 }));
  });

  test('leaves out boxes that the shift moves out of the frame', async () => {
    const layers = [
      { type: 'model', path: 'yolov5.onnx' },
      { type: 'boxes', layout: 'yolov5' },
    ];
    const shift = {
      list: [
        [0, 4],
        [0, 12],
        [-8, 0],
      ],
    };
    expect(await last(layers, { shift })).toEqual(
      near({ box_iou: 1, lost_rate: 0, new_rate: 0, score_range: 0 }),
    );
  });

  test('has pixels of the image also where the model sees a smaller one', async () => {
    const doubled = {
      ...square,
      size: 32,
      at: square.at.flatMap(([y, x]) => [0, 1].flatMap((a) => [0, 1].map((b) => [2 * y! + a, 2 * x! + b]))),
    };
    const layers = ['max_pool', { type: 'model', path: 'yolov5.onnx' }, { type: 'boxes', layout: 'yolov5' }];
    const row = await last(layers, {
      image: doubled,
      shift: {
        list: [
          [0, 2],
          [0, 8],
        ],
      },
    });
    expect(row).toEqual(near({ box_iou: (0.6 + 1) / 2, centre_error: 1, lost_rate: 0 }));
  });
});

test('the rows are boxes in falling score, in pixels, and fillers after them', async () => {
  const rows = await measured([
    { type: 'model', path: 'yolov5.onnx' },
    { type: 'boxes', layout: 'yolov5' },
  ]);
  expect(rows.map(({ layer, height, width, channels }) => [layer, height, width, channels])).toEqual([
    ['dots', 16, 16, 1],
    ['boxes', 1, 32, 6],
  ]);
});

test('a model whose outputs have rows keeps them', async () => {
  const boxes = { type: 'boxes', boxes: 'locations', scores: 'probabilities' };
  const rows = await measured([{ type: 'model', path: 'ssd.onnx' }, boxes]);
  expect(rows.map(({ step, layer }) => [step, layer])).toEqual([
    [0, 'dots'],
    [1, 'locations'],
    [2, 'probabilities'],
    [3, 'boxes'],
  ]);
  expect(rows.map(({ box_iou }) => box_iou === null)).toEqual([true, true, true, false]);
  expect(rows.at(-1)!.cosine).toBeNull();
});

test('an output that varies in number has room for 1,000 rows, and -1 where it has none', async () => {
  const rows = await measured([{ type: 'model', path: 'varying.onnx' }]);
  expect(rows.map(({ layer, height, width, channels }) => [layer, height, width, channels])).toEqual([
    ['dots', 16, 16, 1],
    ['boxes_kept', 1, 1000, 4],
    ['scores_kept', 1, 1000, 1],
    ['labels', 1, 1000, 1],
  ]);
});

test.each([
  [
    'behind another layer',
    ['max_pool', { type: 'boxes', layout: 'yolov5' }],
    'layers.1: boxes at step 2 must come directly after a model, whose outputs it reads; write { type: model, path: model.onnx } before it.',
  ],
  [
    'an unknown output',
    [
      { type: 'model', path: 'ssd.onnx' },
      { type: 'boxes', boxes: 'location', scores: 'probabilities' },
    ],
    'layers.1.boxes: unknown output "location"; did you mean "locations"?',
  ],
  [
    'several outputs and no name',
    [
      { type: 'model', path: 'ssd.onnx' },
      { type: 'boxes', scores: 'probabilities' },
    ],
    'layers.1: boxes at step 3 needs boxes, since the model has several outputs; they are locations, probabilities.',
  ],
  [
    'no layout',
    [{ type: 'model', path: 'yolov5.onnx' }, { type: 'boxes' }],
    'layers.1.layout is missing; expected yolov5, yolov8, end2end or separate, unless scores names an output; write layout: yolov8.',
  ],
  [
    'another layout',
    [
      { type: 'model', path: 'yolov5.onnx' },
      { type: 'boxes', layout: 'end2end' },
    ],
    'layers.1.layout: expected rows of a box, its score and its class, 6 numbers; or 5 without the class, not 32×7 values in the output "output".',
  ],
])('says what is wrong: %s', async (_, layers, message) => {
  const error = await measured(layers as (object | string)[]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).problems[0]!.message).toBe(message);
});

describe('classes of candidates', () => {
  const scene = { picture: [10, 10], stride: [1, 1], format: 'xyxy', normalized: false } as const;
  const output = (name: string, rows: readonly (readonly number[])[]) => ({
    named: { name, shape: [1, rows.length, rows[0]!.length] as const, stride: undefined },
    values: Float32Array.from(rows.flat()),
  });
  const found = (reading: object, ...outputs: ReturnType<typeof output>[]) =>
    candidates(
      { ...scene, ...reading } as never,
      outputs.map(({ named }) => named),
    )
      .decode(
        outputs.map(({ values }) => values),
        0.25,
      )
      .map(({ x1, score, label }) => [x1, score, label]);
  const boxes = output('b', [
    [0, 0, 1, 1],
    [1, 0, 2, 1],
    [2, 0, 3, 1],
  ]);

  test('the background is left out where the model states the class of a box', () => {
    const one = output('s', [[0.5], [0.75], [1]]);
    const classes = output('c', [[0], [1], [2]]);
    const stated = { layout: 'separate', boxes: 'b', scores: 's', classes: 'c' };
    const all = [
      [0, 0.5, 0],
      [1, 0.75, 1],
      [2, 1, 2],
    ];
    expect(found(stated, boxes, one, classes)).toEqual(all);
    for (const background of [0, 1, 2])
      expect(found({ ...stated, background }, boxes, one, classes)).toEqual(
        all.filter(([, , label]) => label !== background),
      );
    const rows = output('d', [
      [0, 0, 1, 1, 0.5, 0],
      [1, 0, 2, 1, 0.75, 1],
      [2, 0, 3, 1, 1, 2],
    ]);
    for (const background of [undefined, 0, 1, 2])
      expect(found({ layout: 'end2end', background }, rows)).toEqual(
        all.filter(([, , label]) => label !== background),
      );
  });

  test('values after the scores of so many classes are no scores, whichever output has them', () => {
    const scores = output('s', [
      [0.5, 0.25, 9],
      [0.25, 0.75, 9],
      [0.125, 0.125, 9],
    ]);
    const separate = { layout: 'separate', boxes: 'b', scores: 's', classes: 2 };
    expect(found(separate, boxes, scores)).toEqual([
      [0, 0.5, 0],
      [1, 0.75, 1],
    ]);
    expect(() => found({ ...separate, classes: 4 }, boxes, scores)).toThrow('cannot be read');
  });
});
