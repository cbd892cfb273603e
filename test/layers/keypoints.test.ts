import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/index.ts';
import { keypoints } from '../../src/layers/keypoints.ts';

const base = 'test/fixtures/detectors';

const last = async (layers: readonly (object | string)[], more: object = {}) => {
  const image = {
    type: 'dots',
    size: 16,
    at: [
      [5, 5],
      [5, 6],
      [8, 9],
    ],
  };
  const file = { image, shift: { max: 2 }, trials: 'all', measures: ['keypoints'], layers, ...more };
  return (await run(file as never, { base })).table.rows.at(-1)!;
};

describe('the centre of mass', () => {
  test('moves with the picture', async () => {
    const row = await last([{ type: 'model', path: 'points.onnx' }, 'keypoints']);
    expect(row).toMatchObject({ layer: 'keypoints', height: 1, width: 1, channels: 4 });
    expect(row.keypoint_error).toBeCloseTo(0, 5);
  });

  test('read as y before x it moves the wrong way: by |dy - dx| on both axes', async () => {
    const row = await last(
      [
        { type: 'model', path: 'points.onnx' },
        { type: 'keypoints', format: 'yx' },
      ],
      {
        shift: {
          list: [
            [0, 1],
            [3, 1],
          ],
        },
        measures: [{ type: 'keypoints', points: ['middle'] }],
      },
    );
    expect(row.keypoint_error).toBeCloseTo((Math.SQRT2 + 2 * Math.SQRT2) / 2, 5);
    expect((row as Record<string, unknown>).keypoint_error_middle).toBe(row.keypoint_error);
  });

  test('in shares of the picture is 16 times as far', async () => {
    const row = await last(
      [
        { type: 'model', path: 'points.onnx' },
        { type: 'keypoints', normalized: true },
      ],
      { shift: { list: [[0, -2]] }, image: { type: 'dots', size: 16, at: [[0, 2]] } },
    );
    // From 16 · (2.5, 0.5) the shift leads to 38, which is out of the frame of 16.
    expect(row.keypoint_error).toBeNull();
  });
});

test('of heatmaps each channel has the middle of its largest cell', async () => {
  const model = { type: 'model', path: 'yolov5.onnx', output: 'grid' };
  const row = await last([model, { type: 'keypoints', format: 'heatmaps' }], {
    image: { type: 'dots', size: 16, at: [[5, 5]] },
    shift: { x: [0, 4] },
  });
  // The pixel is in column 5 of cell 4 to 7: shifts of 0 to 2 stay in it, and the point lags by as much.
  expect(row.keypoint_error).toBeCloseTo((0 + 1 + 2 + 1 + 0) / 5, 6);
});

describe('points that are written as numbers', () => {
  const scene = { picture: [32, 64], stride: [1, 2] } as const;
  const readerOf = (shape: readonly [number, number, number], options: object = {}) => {
    const all = v.parse(keypoints.options, options);
    return keypoints.reads!(all, [{ name: 'y', shape, stride: undefined }], scene as never);
  };

  test('all in one row, as a network for landmarks gives them, or a row each', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    // x is doubled, as the picture of the model has half the columns.
    const expected = [2, 2, 1, 1, 6, 4, 1, 1, 10, 6, 1, 1];
    for (const shape of [
      [1, 1, 6],
      [1, 3, 2],
      [3, 2, 1],
    ] as const) {
      const reader = readerOf(shape);
      expect(reader.shape).toEqual([1, 3, 4]);
      expect([...reader.read([values])], String(shape)).toEqual(expected);
    }
    expect([...readerOf([1, 1, 6], { format: 'yxs', threshold: 3 }).read([values])]).toEqual([
      ...[0, 0, 0, 0],
      ...[10, 4, 6, 1],
    ]);
  });

  test.each([
    ['no whole number of points', [1, 1, 7]],
    ['rows of several points each', [1, 2, 4]],
  ] as const)('are refused in %s', (_, shape) => {
    const mistake = expect.objectContaining({ expected: 'points of 2 numbers each' });
    expect(() => readerOf(shape)).toThrow(expect.objectContaining({ option: 'format', mistake }));
  });
});
