import type { Pair } from '../../core/tensor.ts';
import type { ResizeOption } from './options.ts';

/**
 * The size of a picture after the option `resize`. With `shorter: n` the shorter side becomes n, and the other ⌊n · long
 * / short⌋, as in torchvision. Without the option it is the picture's own.
 *
 * @example resizedSize([300, 400], { shorter: 256 }) // [256, 341]
 */
export function resizedSize(
  [height, width]: Pair,
  resize: Pick<ResizeOption, 'shorter' | 'size'> | undefined,
): Pair {
  if (!resize) return [height, width];
  const { shorter, size } = resize;
  if (shorter === undefined) return size!;
  return height <= width
    ? [shorter, Math.floor((shorter * width) / height)]
    : [Math.floor((shorter * height) / width), shorter];
}
