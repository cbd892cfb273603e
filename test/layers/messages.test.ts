import { describe, expect, test } from 'vitest';
import { parseExperiment, UserError } from '../../src/index.ts';

/** What is said of a layer's options. */
function complaint(layer: string, size = 16): string {
  try {
    parseExperiment(
      `image: { type: noise, size: ${size} }\nshift: { max: 1 }\nlayers: [${layer}]\n`,
      'x.yaml',
    );
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error(`nothing is said of ${layer}`);
}

describe('a wrong option of a layer gets its place and one sentence', () => {
  test.each([
    [
      '{ type: conv2d }',
      'x.yaml:3:10: layers.0.kernel is missing; write kernel: random, or a name such as sobel_x.',
    ],
    [
      '{ type: conv2d, kernel: sobelx }',
      'x.yaml:3:34: layers.0.kernel: unknown kernel "sobelx"; did you mean "sobel_x"?',
    ],
    [
      '{ type: conv2d, kernel: edge, filters: 4 }',
      'x.yaml:3:49: layers.0.filters: expected only with kernel: random, not 4.',
    ],
    [
      '{ type: conv2d, kernel: edge, padding: zeros }',
      'x.yaml:3:49: layers.0.padding: unknown value "zeros"; write same; allowed: circular, circular_centered, full, reflect, replicate, same, valid.',
    ],
    [
      '{ type: conv2d, kernel: random, filters: 0 }',
      'x.yaml:3:51: layers.0.filters: expected a whole number from 1 to 65,536, not 0; write 1, the smallest.',
    ],
    [
      '{ type: blur_pool, filter: 8 }',
      'x.yaml:3:37: layers.0.filter: expected a whole number from 1 to 7, not 8; write 7, the largest.',
    ],
    [
      '{ type: blur_pool, profile: adobee }',
      'x.yaml:3:38: layers.0.profile: unknown value "adobee"; did you mean "adobe"?',
    ],
    [
      '{ type: max_blur_pool, fitler: 3 }',
      'x.yaml:3:33: layers.0: unknown key "fitler"; did you mean "filter"?',
    ],
    [
      '{ type: lp_pool, p: 0 }',
      'x.yaml:3:30: layers.0.p: expected a finite number from 1 to 32, not 0; write 1, the smallest.',
    ],
    [
      '{ type: adaptive_polyphase, norm: l3 }',
      'x.yaml:3:44: layers.0.norm: unknown value "l3"; did you mean "l1"?',
    ],
    [
      '{ type: adaptive_polyphase, tie: last }',
      'x.yaml:3:43: layers.0.tie: unknown value "last"; allowed: canonical, first.',
    ],
    [
      '{ type: leaky_relu, negative_slope: 2 }',
      'x.yaml:3:46: layers.0.negative_slope: expected a finite number from 0 to 1, not 2; write 1, the largest.',
    ],
    [
      '{ type: subsample, strides: 0.5 }',
      'x.yaml:3:38: layers.0.strides: expected a whole number from 1 to 16,000,000, not 0.5; write 1, the smallest.',
    ],
    ['{ type: argmax, axis: 1 }', 'x.yaml:3:26: layers.0: unknown key "axis"; allowed: threshold, type.'],
    ['{ type: soft_max }', 'x.yaml:3:18: layers.0.type: unknown layer "soft_max"; did you mean "softmax"?'],
  ])('%s', (layer, message) => {
    expect(complaint(layer)).toBe(message);
  });

  test.each([
    ['{ type: adaptive_polyphase, strides: 3 }', 16, 'needs a height and width that 3×3 divides, not 16×16'],
    ['{ type: blur_pool, filter: 7 }', 3, 'cannot reflect 3 rows where 3 are left'],
    [
      '{ type: conv2d, kernel: random, kernel_size: 5, padding: valid }',
      4,
      'has a window of 5×5, larger than the 4×4 that is left',
    ],
  ])('%s on %i pixels', (layer, size, part) => {
    expect(complaint(layer, size)).toContain(part);
  });
});
