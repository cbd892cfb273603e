import * as v from 'valibot';
import { choice, described, options, size } from '../../core/options.ts';
import { type PaddingName, paddings } from './padding.ts';
import type { LayerWindow } from './window.ts';

const paddingNames = Object.keys(paddings) as [PaddingName, ...PaddingName[]];

/**
 * The schema of the option `padding` of a layer with a window: the name of a rule, by default `same`.
 *
 * @param value what padding cells hold that repeat no other, in words
 */
export function paddingOption(value: string) {
  const rules = paddingNames.map((name) => `${name}: ${paddings[name].title}`).join('. ');
  return described(`${rules}. ${value}`, v.optional(choice(paddingNames), 'same'));
}

/** Options of a layer that pools the values under a window. */
export const poolEntries = {
  pool_size: described(
    'The window, in cells: n, or [height, width].',
    v.optional(size({ max: 16_000_000 }), 2),
  ),
  strides: described(
    'Cells from one window to the next: n, or [height, width]. Default: pool_size.',
    v.optional(size({ max: 16_000_000 })),
  ),
  padding: paddingOption('The padding of same and full wins no maximum and counts in no mean.'),
};

/** The schema of such a layer: `strides` are filled in. */
export const poolOptions = v.pipe(
  options(poolEntries),
  v.transform((given) => ({ ...given, strides: given.strides ?? given.pool_size })),
);

export type PoolOptions = v.InferOutput<typeof poolOptions>;

/** The window of a pooling layer, from its options. */
export function poolWindow({ pool_size, strides, padding }: PoolOptions, paddingValue?: number): LayerWindow {
  return { size: pool_size, strides, padding, paddingValue };
}
