import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { readFile } from '../support/running.ts';

/** What is wrong with an experiment of that image and those shifts; nothing, or its one problem. */
function problem(size: number | [number, number], shift: object, more: object = {}): string | undefined {
  try {
    readFile({ image: { type: 'noise', size }, shift, pool: 'max_pool', ...more });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { problems } = error as UserError & { problems: readonly { message: string }[] };
    expect(problems).toHaveLength(1);
    return problems[0]!.message;
  }
}

describe('a frame', () => {
  const small = (what: string, needed: number, given: number, frame: number[]) =>
    `shift.frame: these shifts need an image of ${what} ${needed}, not ${given}, or a smaller frame, frame: [${frame.join(', ')}].`;

  /** The frame that a message offers. */
  const offered = (message?: string) =>
    [...message!.matchAll(/frame: \[(\d+), (\d+)\]/g)].at(-1)!.slice(1).map(Number);

  test.each([
    [{ max: 3 }, 18],
    [{ max: 0 }, 12],
    // Upwards, an odd pixel is after the frame: 3 rows there need 5 in all.
    [{ y: [-3, 0], x: [-3, 0] }, 17],
    [{ y: [0, 3], x: [0, 3] }, 18],
    [{ y: [1, 3], x: [-2, -1] }, 18],
    [{ max: 2, step: 0.5 }, 16],
    [{ max: 2, step: 0.5, interpolation: 'lanczos3' }, 20],
    [{ max: 2, interpolation: 'lanczos3' }, 16],
    [
      {
        list: [
          [0, 0],
          [-5, 0.5],
        ],
      },
      21,
    ],
    [{ max: 4, path: 'diagonal' }, 20],
  ])('of 12 under shifts %j needs an image of %i, and no larger one', (shift, needed) => {
    const framed = { ...shift, frame: 12 };
    expect(problem([needed, 99], framed)).toBeUndefined();
    const message = problem([needed - 1, 99], framed);
    const [height, width] = offered(message);
    expect(message).toBe(small('height', needed, needed - 1, [11, width!]));
    // The text can be pasted, and no larger frame fits.
    expect(problem([needed - 1, 99], { ...shift, frame: [height, width] })).toBeUndefined();
    expect(problem([needed - 1, 99], { ...shift, frame: [height, width! + 1] })).toContain('width');
  });

  test('needs its width too', () => {
    const framed = { max: [1, 4], frame: [8, 12] };
    expect(problem([10, 20], framed)).toBeUndefined();
    expect(problem([10, 19], framed)).toBe(small('width', 20, 19, [8, 11]));
  });

  test('says for which variant the image is too small', () => {
    const sweep = { 'shift.max': [1, 2, 3] };
    expect(problem(16, { frame: 12 }, { sweep })).toBe(
      'shift.frame: these shifts need an image of height 18, not 16, or a smaller frame, frame: [10, 10] (where shift.max is 3).',
    );
  });
});

describe('all shifts', () => {
  test('cannot be asked for where they are not equally likely', () => {
    expect(problem(16, { max: 2, distribution: 'rounded' }, { trials: 'all' })).toBe(
      'trials: expected a number, since the shifts of distribution: rounded are not equally likely.',
    );
    expect(problem(16, { max: 2, distribution: 'rounded' }, { trials: 25 })).toBeUndefined();
  });

  test('of a line can be more than are allowed, and are not written down to be counted', () => {
    const shift = { max: 1e9, path: 'diagonal', step: 0.5 };
    expect(problem(16, shift, { trials: 'all' })).toBe(
      'trials: all shifts of this range are 4,000,000,001, more than the 100,000,000 allowed; write trials: 1000, or a smaller range.',
    );
    expect(problem(16, shift, { trials: 10 })).toBeUndefined();
  });
});

test('a share of the size, or a disc, is refused if no shift is within it', () => {
  const share = 'shift.max: in pixels it is [0, 0], and no shift is k · 1 + 0.5; write a larger one.';
  expect(problem(16, { max: '3%', offset: 0.5 })).toBe(share);
  expect(problem(16, { max: '7%', offset: 0.5 })).toBeUndefined();
  const disc = 'shift.radius: in this disc no shift is k · 1 + [0.5, 0.25]; write a larger one.';
  expect(problem(16, { radius: 0.5, offset: [0.5, 0.25] })).toBe(disc);
  expect(problem(16, { radius: 0.6, offset: [0.5, 0.25] })).toBeUndefined();
});
