import type { Mistakes } from './names.ts';

/** Values that do not go together. */
export const together: Mistakes = {
  'against-of-another-size.yaml': '2:10: against: expected the size of image, 32×32×1, not 32×33×1.',
  'deeper-than-the-image.yaml':
    '3:7: pool: max_pool at step 5 has a window of 2×2, larger than the 1×1 that is left; write padding: same, or fewer layers before it.',
  'dot-outside-the-frame.yaml': [
    '1:53: image.at.1: expected a dot inside the frame, rows 0 to 31 and columns 0 to 63, not [32, 0]; write [31, 0], or a larger size.',
    '1:62: image.at.2: expected a dot inside the frame, rows 0 to 31 and columns 0 to 63, not [5, -1]; write [5, 0], or a larger size.',
  ],
  'fractional-center.yaml':
    '1:32: image.center: expected whole or half numbers, as every outline has (a filled circle takes any), not [31.25, 31]; write center: [31.5, 31], or filled: true beside it.',
  'fractional-radius.yaml':
    '1:32: image.radius: expected a whole number, as every outline has (a filled circle takes any), not 20.5; write 20 or 21.',
  'huge-image.yaml':
    '1:8: image: 1000000×1000000×1 are 1,000,000,000,000 values, more than the 16,000,000 allowed.',
  'huge-range.yaml':
    '4:9: trials: all shifts of this range are 400,040,001, more than the 100,000,000 allowed; write trials: 1000, or a smaller range.',
  'kernel-larger-inside-repeat.yaml':
    '7:11: layers.0.repeat.layers.0: max_pool at step 5 has a window of 3×3, larger than the 1×1 that is left; write padding: same, or fewer layers before it.',
  'kernel-larger-than-the-image.yaml':
    '5:5: layers.1: max_pool at step 2 has a window of 17×17, larger than the 16×32 that is left; write padding: same, or fewer layers before it.',
  'pool-and-layers.yaml': '4:1: pool and layers exclude each other; remove one.',
  'ragged-pixels.yaml': '5:7: image.rows.1: expected 3 pixels, as in the first row, not 2.',
  'shift-with-max-and-y.yaml':
    '2:8: shift: expected one of max, ranges y and x, radius, and list; write max: 3 alone, or the others without it.',
  'shift-without-a-range.yaml':
    '2:8: shift: expected one of max, ranges y and x, radius, and list; write max: 3.',
  'too-many-layers.yaml': '4:3: layers: expected at most 1,000 layers, repeats written out.',
  'too-many-outputs.yaml':
    '4:9: trials: up to 3,000,000 distinct shifts at 5 measured steps are more than the 10,000,000 outputs allowed; write trials: 2000000, or fewer.',
};
