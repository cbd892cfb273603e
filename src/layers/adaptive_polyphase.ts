import * as v from 'valibot';
import { choice, described, options, size } from '../core/options.ts';
import type { Image, Pair } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { greaterUnderRotation, type Phase } from './loops/rotation.ts';
import { inLoops } from './ops/in_loops.ts';

/**
 * Adaptive polyphase sampling. Phase (a, b) of the input has the cells (a + s·y, b + s·x). The layer keeps the phase
 * with the largest norm, so that a shifted input gives the same output, rolled. [n, h, w, c] → [n, h / s, w / s, c];
 * h and w must be multiples of s. Norms are double-precision sums in row-major order. Norms that differ by less than
 * 1e-12 of the largest tie. The order of phases is (0, 0), (1, 0), (0, 1), (1, 1): rows run faster.
 *
 * @example with strides: [1, 2], the row [1, 5, 2, 6] → [5, 6], and its roll [6, 1, 5, 2] → [6, 5]
 *
 * Source: Chaman & Dokmanić 2021, "Truly shift-invariant convolutional neural networks". Their argmax takes the
 * first phase of a tie, which depends on the shift; `canonical` does not.
 */
export const adaptivePolyphase = defineLayer({
  title:
    'Of the phases of the input, the one with the largest norm: equal up to a roll under circular shifts.',
  options: options({
    strides: described('Keep every n-th cell: n, or [height, width].', v.optional(size({ max: 4096 }), 2)),
    norm: described(
      'The norm: l1, the sum of |x|; l2, the sum of x²; max, the largest |x|.',
      v.optional(choice(['l1', 'l2', 'max']), 'l2'),
    ),
    select: described(
      'One phase for all channels of a sample, or one for each channel.',
      v.optional(choice(['sample', 'channel']), 'sample'),
    ),
    tie: described(
      'Which phase of a tie: the first; or canonical, the one whose greatest cyclic rotation is the greatest, values compared in row-major order.',
      v.optional(choice(['first', 'canonical']), 'first'),
    ),
  }),
  pools: true,
  tolerance: 0,
  equivariant: ({ select, tie }) => ({ byChannel: select === 'channel', unlessTies: tie === 'first' }),
  shape([height, width, channels], { strides }) {
    if (height % strides[0] !== 0 || width % strides[1] !== 0) {
      return `needs a height and width that ${strides[0]}×${strides[1]} divides, not ${height}×${width}`;
    }
    return { shape: [height / strides[0], width / strides[1], channels], strides };
  },
  apply: (tf, x, given) => inLoops(tf, x, (image) => largestPhase(image, given)),
  loops: { apply: largestPhase },
  choices(input, given) {
    const made = choices(input, given);
    return {
      ties: given.tie === 'canonical' ? 0 : made.filter(({ tied }) => tied > 1).length,
      margin: made.reduce((least, { margin }) => Math.min(least, margin), 1),
    };
  },
});

function largestPhase(x: Image, given: Choice & { strides: Pair; select: 'sample' | 'channel' }): Image {
  const [height, width, channels] = x.shape;
  const shape = [height / given.strides[0], width / given.strides[1], channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  const groups = given.select === 'sample' ? [{ first: 0, count: channels }] : each(channels);
  for (const { first, count } of groups) {
    const phases = phasesOf(x, given.strides, first, count);
    writePhase(data, channels, first, choosePhase(phases, given).phase);
  }
  return { shape, data };
}

interface Choice {
  norm: 'l1' | 'l2' | 'max';
  tie: 'first' | 'canonical';
}

function each(channels: number): { first: number; count: number }[] {
  return Array.from({ length: channels }, (_, first) => ({ first, count: 1 }));
}

function phasesOf(
  { data, shape: [height, width, channels] }: Image,
  [down, across]: Pair,
  first: number,
  count: number,
): Phase[] {
  const shape = [height / down, width / across, count] as const;
  const phases: Phase[] = [];
  for (let b = 0; b < across; b++) {
    for (let a = 0; a < down; a++) {
      const values = new Float32Array(shape[0] * shape[1] * count);
      let to = 0;
      for (let y = a; y < height; y += down) {
        for (let x = b; x < width; x += across) {
          const from = (y * width + x) * channels + first;
          for (let c = 0; c < count; c++) values[to++] = data[from + c]!;
        }
      }
      phases.push({ values, shape });
    }
  }
  return phases;
}

/** The choice for each group of channels that are chosen together. */
function choices(input: Image, given: Choice & { strides: Pair; select: 'sample' | 'channel' }) {
  const channels = input.shape[2];
  const groups = given.select === 'sample' ? [{ first: 0, count: channels }] : each(channels);
  return groups.map(({ first, count }) => choosePhase(phasesOf(input, given.strides, first, count), given));
}

function choosePhase(
  phases: readonly Phase[],
  { norm, tie }: Choice,
): { phase: Phase; tied: number; margin: number } {
  const norms = phases.map(({ values }) => NORMS[norm](values));
  const most = norms.reduce((a, b) => Math.max(a, b));
  const tied = phases.filter((_, i) => norms[i]! >= most * (1 - 1e-12));
  const phase =
    tie === 'first' ? tied[0]! : tied.reduce((best, one) => (greaterUnderRotation(one, best) ? one : best));
  const [first = 0, second = 0] = [...norms].sort((a, b) => b - a);
  return { phase, tied: tied.length, margin: first === 0 ? 0 : (first - second) / first };
}

const NORMS: Record<Choice['norm'], (values: Float32Array) => number> = {
  l1: (values) => values.reduce((sum, x) => sum + Math.abs(x), 0),
  l2: (values) => values.reduce((sum, x) => sum + x * x, 0),
  max: (values) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
};

function writePhase(result: Float32Array, channels: number, first: number, { values, shape }: Phase): void {
  const count = shape[2];
  for (let cell = 0, from = 0; from < values.length; cell++) {
    for (let c = 0; c < count; c++) result[cell * channels + first + c] = values[from++]!;
  }
}
