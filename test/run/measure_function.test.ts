import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Batch, type Cell, loadBackend, measure, type Row, run, UserError } from '../../src/index.ts';

/** 2×2 max pools with stride 2, by their definition; sizes are even. */
function maxPools(times: number) {
  return ({ data, shape }: Batch): Batch => {
    let [n, height, width, channels] = shape;
    let values = data;
    for (let time = 0; time < times; time++) {
      const [h, w] = [height / 2, width / 2];
      const next = new Float32Array(n * h * w * channels);
      const at = (i: number, y: number, x: number, c: number) =>
        values[((i * height + y) * width + x) * channels + c]!;
      for (let i = 0; i < n; i++) {
        for (let y = 0; y < h; y++) {
          for (let x = 0; x < w; x++) {
            for (let c = 0; c < channels; c++) {
              next[((i * h + y) * w + x) * channels + c] = Math.max(
                at(i, 2 * y, 2 * x, c),
                at(i, 2 * y, 2 * x + 1, c),
                at(i, 2 * y + 1, 2 * x, c),
                at(i, 2 * y + 1, 2 * x + 1, c),
              );
            }
          }
        }
      }
      [values, height, width] = [next, h, w];
    }
    return { data: values, shape: [n, height, width, channels] };
  };
}

/** What both say, but for the names and places of the steps. */
/** To 12 digits: a run adds the sums of all shifts in another order than those of single outputs. */
function numbers({ experiment: _, step: __, layer: ___, depth: ____, ...rest }: Row) {
  const digits = (cell: Cell | undefined) => (typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell);
  return Object.fromEntries(Object.entries(rest).map(([name, cell]) => [name, digits(cell)]));
}

const lesson = { image: 'circle', shift: { max: 3 }, compare: 'exact' } as const;

describe('measure', () => {
  test.each([
    ['the lesson', { ...lesson }],
    ['all shifts', { ...lesson, trials: 'all' as const }],
    ['another seed and law', { ...lesson, seed: 7, shift: { max: 3, distribution: 'rounded' as const } }],
    [
      'more measures',
      { ...lesson, measures: ['worst' as const, 'neighbour_rate' as const, 'psnr' as const] },
    ],
    ['a tolerance', { ...lesson, compare: { type: 'close' as const, relative: 0.5 } }],
    ['whole cells only', { ...lesson, compare: 'down_shift' as const }],
    ['parts of a pixel', { ...lesson, shift: { max: 1, step: 0.5 }, trials: 'all' as const }],
    ['a frame', { ...lesson, image: { type: 'noise' as const, size: 40 }, shift: { max: 3, frame: 32 } }],
  ])('gives the rows that a run gives of the same stack: %s', async (_, options) => {
    const rows = await measure(maxPools(4), options);
    const { table } = await run({ ...options, pool: { type: 'max_pool', depth: 4 } });
    expect(rows).toHaveLength(2);
    expect(numbers(rows[0]!)).toEqual(numbers(table.rows[0]!));
    expect(numbers(rows[1]!)).toEqual(numbers(table.rows[4]!));
  });

  test('whatever the batch, and whether the answer comes at once or later', async () => {
    const whole = await measure(maxPools(3), { ...lesson, name: 'pools' });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (batch) => {
        const sizes: number[] = [];
        const later = async (given: Batch) => {
          sizes.push(given.shape[0]);
          await new Promise((resolve) => setTimeout(resolve));
          return maxPools(3)(given);
        };
        expect(await measure(later, { ...lesson, batch, name: 'pools' })).toEqual(whole);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(batch);
      }),
      { numRuns: 6 },
    );
  });

  test('a tensor of TensorFlow.js is read and disposed of', async () => {
    const { tf, activate } = await loadBackend('cpu');
    activate();
    const before = tf.memory().numTensors;
    const rows = await measure(
      ({ data, shape }) =>
        tf.tidy(() => {
          let x = tf.tensor4d(data, shape);
          for (let i = 0; i < 4; i++) x = tf.maxPool(x, 2, 2, 'same');
          return x;
        }),
      { ...lesson, name: 'tfjs' },
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(rows[1]).toMatchObject({ experiment: 'tfjs', layer: 'tfjs', step: 1, depth: 1, match_rate: 1 });
  });

  test.each<[string, (batch: Batch) => any, object]>([
    ['values alone', ({ shape: [n] }) => new Float32Array(n * 3), { height: 1, width: 1, channels: 3 }],
    ['an array', ({ shape: [n] }) => Array(n).fill(1), { height: 1, width: 1, channels: 1 }],
    ['[n, k]', ({ shape: [n] }) => ({ data: new Float64Array(n * 5), shape: [n, 5] }), { channels: 5 }],
    [
      '[n, height, width]',
      ({ shape: [n] }) => ({ data: new Float32Array(n * 6), shape: [n, 2, 3] }),
      { height: 2, width: 3, channels: 1 },
    ],
    [
      'dims, as ONNX says',
      ({ shape: [n] }) => ({ data: new Float32Array(n * 4), dims: [n, 4] }),
      { channels: 4, depth: 1 },
    ],
  ])('outputs may be %s', async (_, fn, place) => {
    expect((await measure(fn, lesson))[1]).toMatchObject({ ...place, classes: 1, match_rate: 1 });
  });

  test('a network that tells shifts apart does not match', async () => {
    // The place of the first set pixel: another for every shift.
    const rows = await measure(
      ({ data, shape: [n] }) =>
        Array.from({ length: n }, (_, i) =>
          data.subarray((i * data.length) / n, ((i + 1) * data.length) / n).indexOf(1),
        ),
      { ...lesson, trials: 'all' },
    );
    expect(rows[1]).toMatchObject({ classes: 49, matches: 1, trials: 49, compare: 'exact' });
  });

  test('an image of one’s own is shifted as any other', async () => {
    const data = Float32Array.from({ length: 16 * 16 * 2 }, (_, i) => Math.sin(i));
    const rows = await measure((batch) => batch, {
      image: { shape: [16, 16, 2], data },
      shift: { max: 2 },
      trials: 'all',
    });
    expect(rows).toMatchObject([
      { layer: 'image', height: 16, channels: 2, classes: 25, compare: 'close(1e-5)' },
      { step: 1, depth: 0, classes: 25, matches: 1 },
    ]);
  });

  test('images with the same bits are asked about once', async () => {
    let asked = 0;
    const count = (batch: Batch) => {
      asked += batch.shape[0];
      return batch;
    };
    await measure(count, { image: { type: 'dots', value: 0 }, shift: { max: 4 }, trials: 'all' });
    expect(asked).toBe(1);
  });

  test.each<[string, (batch: Batch) => any, string]>([
    ['nothing', () => undefined, 'nothing; expected { data, shape }, a tensor, or an array of numbers.'],
    ['words', () => ['a'], '["a"]; expected { data, shape }, a tensor, or an array of numbers.'],
    [
      'too few',
      ({ shape: [n] }) => new Float32Array(n + 1),
      '50 values do not make 49 outputs, as many for each image.',
    ],
    ['one', () => [1], '1 value does not make 49 outputs, as many for each image.'],
    [
      'too many',
      ({ data, shape }) => ({ data, shape: [shape[0] + 1, 4] }),
      'shape 50×4 for 49 images; expected 49 first.',
    ],
    [
      'too deep',
      ({ data, shape: [n] }) => ({ data, shape: [n, 1, 1, 1, 1] }),
      'shape 49×1×1×1×1; expected at most [n, height, width, channels].',
    ],
    [
      'no numbers',
      ({ shape: [n] }) => Float32Array.from({ length: n }, (_, i) => (i === 3 ? Number.NaN : 0)),
      'NaN in the output of image 3 of 49; expected finite float32 values.',
    ],
    [
      'more than float32',
      ({ shape: [n] }) => Array(n).fill(1e39),
      '1e+39 in the output of image 0 of 49; expected finite float32 values.',
    ],
  ])('a function that gives %s is told so', async (_, fn, words) => {
    const error = await measure(fn, { ...lesson, trials: 'all' }).catch((error) => error);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ kind: 'run', message: `the function gave ${words}` });
  });

  test('outputs of another shape than before are told', async () => {
    let call = 0;
    const grows = ({ shape: [n] }: Batch) => new Float32Array(n * ++call);
    await expect(measure(grows, { ...lesson, batch: 10 })).rejects.toThrow(
      'the function gave outputs of 1×1×2, and before of 1×1×1.',
    );
  });

  test('wrong options are told as those of a file', async () => {
    const same = (batch: Batch) => batch;
    await expect(measure(same, { ...lesson, shift: { mx: 3 } as any })).rejects.toThrow(
      'unknown key "mx"; did you mean "max"?',
    );
    await expect(measure(same, { ...lesson, batch: 0 })).rejects.toThrow(
      'batch: expected a whole number of at least 1, not 0.',
    );
    await expect(
      measure(same, { ...lesson, image: { shape: [2, 2, 1], data: new Float32Array(3) } }),
    ).rejects.toThrow(
      'image: expected as many values as its shape [height, width, channels] says, not 3 for 2×2×1.',
    );
  });

  test('what the function throws comes through, and an aborted signal ends it', async () => {
    await expect(measure(() => Promise.reject(new Error('mine')), lesson)).rejects.toThrow('mine');
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(measure((batch) => batch, { ...lesson, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
  });
});
