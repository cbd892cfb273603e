import type { BlurOptions } from '../../../src/layers/windows/binomial_blur.ts';

export interface BlurCase {
  height: number;
  width: number;
  options: BlurOptions;
}

/**
 * Every side from 1 to 9 with every filter and stride up to 3, and with each border; the other side and stride are
 * some others. Filters may be too large for the side.
 */
export function blurCases(): BlurCase[] {
  const borders = [
    { profile: 'adobe', padding: 'profile' },
    { profile: 'kornia', padding: 'profile' },
    { profile: 'timm', padding: 'profile' },
    { profile: 'adobe', padding: 'valid' },
    { profile: 'adobe', padding: 'circular' },
  ] as const;
  const cases: BlurCase[] = [];
  for (let n = 1; n <= 9; n++)
    for (let filter = 1; filter <= 7; filter++)
      for (let stride = 1; stride <= 3; stride++)
        for (const [i, border] of borders.entries()) {
          const other = 1 + ((5 * n + 3 * filter + stride + i) % 9);
          const strides = [stride, 1 + ((n + stride) % 3)] as const;
          cases.push({ height: n, width: other, options: { filter, strides, ...border } });
        }
  return cases;
}
