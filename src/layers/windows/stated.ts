import { sortOf } from '../../core/arguments.ts';
import { isObject } from '../../core/is_object.ts';
import { type PaddingName, paddings } from './padding.ts';

/**
 * What is wrong with what the `window` of a layer gave, which a program without types may have written: a phrase that
 * follows the layer's name. Undefined if it is a window.
 *
 * @example windowMistake({ size: 2, strides: [2, 2], padding: 'same' })
 * // 'states a window whose size is 2; expected [height, width], two whole numbers of at least 1'
 */
export function windowMistake(given: unknown): string | undefined {
  if (!isObject(given)) return `states ${sortOf(given)} as its window; expected size, strides and padding`;
  const pair = (['size', 'strides'] as const).find((key) => !areWholeLengths(given[key], 2, 1));
  if (pair !== undefined) {
    const expected = pair === 'size' ? '[height, width]' : '[down, across]';
    return `states a window whose ${pair} ${pair === 'size' ? 'is' : 'are'} ${sortOf(given[pair])}; expected ${expected}, two whole numbers of at least 1`;
  }
  const { padding } = given;
  const isPadding = isObject(padding)
    ? areWholeLengths(padding.before, 2, 0) && areWholeLengths(padding.after, 2, 0)
    : Object.hasOwn(paddings, padding as PaddingName);
  if (isPadding) return undefined;
  const names = Object.keys(paddings).join(', ');
  return `states a window whose padding is ${sortOf(padding)}; expected { before: [0, 0], after: [0, 0] } with whole numbers, or one of ${names}`;
}

/** The same for the shape that a layer states. */
export function shapeMistake(given: unknown): string | undefined {
  if (areWholeLengths(given, 3, 1)) return undefined;
  return `states ${sortOf(given)} as its shape; expected [height, width, channels], whole numbers of at least 1`;
}

/** The same for the strides that it states with its shape, if any. */
export function stridesMistake(given: unknown): string | undefined {
  if (given === undefined || (areFinite(given, 2) && given.every((stride) => stride > 0))) return undefined;
  return `states ${sortOf(given)} as its strides; expected [down, across], numbers above 0`;
}

function areWholeLengths(given: unknown, count: number, min: number): boolean {
  return areFinite(given, count) && given.every((value) => Number.isSafeInteger(value) && value >= min);
}

function areFinite(given: unknown, count: number): given is number[] {
  return Array.isArray(given) && given.length === count && given.every((value) => Number.isFinite(value));
}
