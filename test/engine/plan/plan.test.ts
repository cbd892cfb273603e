import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../src/core/tensor.ts';
import { splitShifts } from '../../../src/engine/pass/subpixel.ts';
import { planOutputs } from '../../../src/engine/plan/plan.ts';
import type { FillMode } from '../../../src/shift/fill.ts';
import { allShifts, readFile } from '../../support/running.ts';

interface Case {
  size?: Pair;
  layers: readonly object[];
  y?: Pair;
  x?: Pair;
  mode?: FillMode;
}

/** Without the margin, which only what is mended has. */
function plan({ mends = false, ...scene }: Case & { mends?: boolean }) {
  const { margin, ...rest } = planWithMargin(scene, mends);
  if (!mends) expect(margin).toEqual({ before: [0, 0], after: [0, 0] });
  return rest;
}

function planWithMargin(
  { size = [16, 16], layers, y = [-3, 3], x = [-3, 3], mode = 'constant' }: Case,
  mends = true,
) {
  const file = { image: { type: 'noise', size }, shift: { max: 0 }, layers };
  return planOutputs(readFile(file).variants[0]!.steps, allShifts(y, x), { mode, value: 0 }, mends);
}

const pool = (pool_size: number | Pair, strides: number | Pair, padding: string) => {
  return { type: 'max_pool', pool_size, strides, padding };
};

describe('on the plane', () => {
  test('windows that tile the image read no padding, so one pass gives all outputs', () => {
    const layers = [pool(2, 2, 'same'), { type: 'relu' }, pool([4, 8], [4, 8], 'same')];
    expect(plan({ layers })).toEqual({ shared: 3, torus: false, why: '' });
  });

  test('windows inside the image only are one pass, whatever their size and strides', () => {
    const layers = [pool([3, 2], [2, 3], 'valid'), pool(2, 1, 'valid')];
    expect(plan({ size: [17, 23], layers })).toEqual({ shared: 2, torus: false, why: '' });
  });

  test('a window that reads padding ends the pass before its layer', () => {
    const layers = [pool(2, 2, 'same'), pool(3, 2, 'same'), pool(2, 2, 'same')];
    const why = 'max_pool at step 2 has windows that read padding';
    expect(plan({ layers })).toEqual({ shared: 1, torus: false, why });
  });

  test.each(['same', 'circular'])('one column too few for %s padding is padding', (padding) => {
    const why = 'max_pool at step 1 has windows that read padding';
    expect(plan({ size: [16, 15], layers: [pool(2, 2, padding)] })).toEqual({ shared: 0, torus: false, why });
  });

  test('a layer that looks at the whole map ends the pass', () => {
    const layers = [pool(2, 2, 'same'), { type: 'global_avg_pool' }, { type: 'relu' }];
    const why = 'global_avg_pool at step 2 looks at more than a window';
    expect(plan({ layers })).toEqual({ shared: 1, torus: false, why });
  });

  test('the extended image may be as large as all copies together, and no larger', () => {
    const layers = [pool(2, 2, 'same')];
    const few = { shared: -1, torus: false, why: 'so few shifts of so large a range cost less one by one' };
    // Two shifts (one of them the reference): 16 rows of 16 + 16 columns are as many pixels as two images.
    expect(plan({ layers, y: [0, 0], x: [16, 16] })).toEqual({ shared: 1, torus: false, why: '' });
    expect(plan({ layers, y: [0, 0], x: [17, 17] })).toEqual(few);
  });
});

test('an image that shifts extend beyond 16 million values is not extended', () => {
  // 2,000 of the 4,000,000 shifts of ±1,000, along the diagonal: 2,128² = 4.5 million pixels, times channels.
  const { dy } = allShifts([-1000, 999], [0, 0]);
  const shifts = { ...allShifts([0, 0], [0, 0]), dy, dx: dy };
  const plan = (channels: number) => {
    const image = { type: 'noise', size: 128, channels };
    const { steps } = readFile({ image, shift: { max: 0 }, pool: 'max_pool' }).variants[0]!;
    return planOutputs(steps, shifts, { mode: 'constant', value: 0 });
  };
  expect(plan(3).shared).toBe(1);
  const why = 'the image, extended as far as shifts reach, is too large';
  expect(plan(4)).toMatchObject({ shared: -1, torus: false, why });
});

describe('on the torus', () => {
  const circular = [pool(3, 2, 'circular'), pool([2, 5], [2, 4], 'circular')];

  test('circular windows over wrapped shifts are one pass while strides divide the sizes', () => {
    expect(plan({ layers: circular, mode: 'wrap' })).toMatchObject({ shared: 2, torus: true, why: '' });
  });

  test.each(['constant', 'nearest', 'reflect'] as const)('a shift with %s fill does not wrap', (mode) => {
    const why = 'max_pool at step 1 has windows that read padding';
    expect(plan({ layers: circular, mode })).toMatchObject({ shared: 0, torus: false, why });
  });

  test('a stride that does not divide the size ends the pass', () => {
    const why = 'max_pool at step 2 has strides that do not divide 8×6';
    expect(plan({ size: [16, 12], layers: circular, mode: 'wrap' })).toMatchObject({
      shared: 1,
      torus: true,
      why,
    });
  });

  test('a valid window leaves the torus as it is: its strides, not what is left, have to divide it', () => {
    const layers = [pool(4, 2, 'valid'), pool(3, 2, 'circular')];
    // 10×10 become 4×4, but 5×5 phases, which no 2 divides. On the plane the circular window would be padding.
    const why = 'max_pool at step 2 has strides that do not divide 5×5';
    expect(plan({ size: [10, 10], layers, mode: 'wrap' })).toMatchObject({ shared: 1, torus: true, why });
  });

  test('once a valid window has cut the output, circular windows no longer go round the torus', () => {
    const layers = [pool(3, 1, 'valid'), pool(3, 1, 'circular')];
    const why = 'max_pool at step 2 has windows that read padding';
    expect(plan({ layers, mode: 'wrap' })).toMatchObject({ shared: 1, torus: true, why });
  });

  test('a wrapped shift of valid windows takes the plane where the torus does not reach as far', () => {
    const layers = [pool(4, 2, 'valid'), pool(2, 2, 'valid')];
    expect(plan({ size: [10, 10], layers, mode: 'wrap' })).toMatchObject({
      shared: 2,
      torus: false,
      why: '',
    });
  });

  test('it costs one image, so a few shifts of a large range share it too', () => {
    const far = { y: [1000, 1000], x: [-2000, -2000] } as const;
    expect(plan({ layers: circular, mode: 'wrap', ...far })).toMatchObject({
      shared: 2,
      torus: true,
      why: '',
    });
  });
});

test('the reach of shifts includes the reference, wherever the range lies', () => {
  expect(splitShifts(allShifts([2, 5], [-7, -4])).reach).toEqual({ y: [-5, 0], x: [0, 7] });
  expect(splitShifts(allShifts([-1, 3], [0, 0])).reach).toEqual({ y: [-3, 1], x: [0, 0] });
});

describe('in plain loops, which mend', () => {
  const conv = { type: 'conv2d', kernel: 'random', kernel_size: [3, 4], padding: 'same' };

  test('windows that read padding are one pass too, over as much more of the image as they look at', () => {
    const found = planWithMargin({ layers: [conv, pool(2, 2, 'same'), conv, pool(3, 2, 'same')] });
    // 3×4 windows reach 1 row and 1 column before, 1 row and 2 columns after; the second at twice the distance. The
    // last, on 8×8 at four times the distance, reaches 1 after.
    expect(found).toEqual({
      shared: 4,
      torus: false,
      margin: { before: [3, 3], after: [5, 8] },
      why: '',
    });
  });

  test('on the torus as well, but what is mended goes round it no more', () => {
    const circular = { ...conv, padding: 'circular' };
    expect(plan({ mends: true, mode: 'wrap', layers: [circular, conv] })).toEqual({
      shared: 2,
      torus: true,
      why: '',
    });
    const why = 'conv2d at step 2 has windows that read padding';
    expect(plan({ mends: true, mode: 'wrap', layers: [conv, circular] })).toMatchObject({ shared: 1, why });
  });

  test('not where windows read on at the other side of what is no torus', () => {
    const why = 'max_pool at step 1 has windows that read padding';
    const layers = [pool(3, 2, 'circular')];
    expect(plan({ mends: true, layers })).toMatchObject({ shared: 0, torus: false, why });
  });
});
