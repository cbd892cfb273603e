import type { Pair } from '../core/tensor.ts';
import { type ShiftList, type ShiftRange, SLACK, stepsOf } from './grid.ts';
import type { ShiftOptions } from './options.ts';
import { paths } from './path.ts';

/** The shifts that can be drawn. @param options with `max` in pixels, see `inPixels` */
export function shiftRange(options: ShiftOptions): ShiftRange | ShiftList {
  const { max, y, x, list, path, step, radius, distribution } = options;
  if (list) return { count: list.length, at: (index) => list[index]!, key: ['list', list], outermost: list };
  if (path) return paths[path](max as number, step as number, (options.offset as number | undefined) ?? 0);
  const offset = offsetsOf(options);
  const more = {
    ...(offset && { offset }),
    ...(radius !== undefined && { radius }),
    ...(distribution === 'continuous' && { continuous: true }),
  };
  if (max === undefined && radius === undefined) return { y: y ?? [0, 0], x: x ?? [0, 0], step, ...more };
  const most = radius ?? (max as number | Pair);
  const [down, across] = typeof most === 'number' ? [most, most] : most;
  return { y: [0 - down, down], x: [0 - across, across], step, ...more };
}

/** An axis that is not written has the shift 0 only, and so no offset. */
function offsetsOf({ offset, max, y, x, radius }: ShiftOptions): Pair | undefined {
  if (offset === undefined) return undefined;
  const [down, across] = typeof offset === 'number' ? [offset, offset] : offset;
  if (max !== undefined || radius !== undefined) return [down, across];
  return [y ? down : 0, x ? across : 0];
}

/**
 * The same options with a `max` of per cents in pixels: rounded down to a step, unless shifts are continuous.
 *
 * @param size [height, width] of what is seen of the image
 * @example inPixels({ max: '10%', step: 1, … }, [28, 40]).max // [2, 4]
 */
export function inPixels(options: ShiftOptions, size: Pair): ShiftOptions {
  const { max, step, distribution } = options;
  if (max === undefined || ![max].flat().some((one) => typeof one === 'string')) return options;
  const written = Array.isArray(max) ? max : [max, max];
  const steps = stepsOf({ step });
  const pixels = ([0, 1] as const).map((axis) => {
    const one = written[axis]!;
    if (typeof one === 'number') return one;
    const exact = (Number(one.slice(0, -1)) * size[axis]) / 100;
    return distribution === 'continuous' ? exact : steps[axis] * Math.floor(exact / steps[axis] + SLACK);
  });
  return { ...options, max: pixels as [number, number] };
}
