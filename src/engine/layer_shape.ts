import { UserError } from '../core/error.ts';
import { formatShape } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';

/** @throws UserError (run) that names the layer if an output does not have the shape that the layer states */
export function requireShape(
  { name, index }: Step,
  given: readonly number[],
  expected: readonly number[],
): void {
  if (given.length === expected.length && given.every((length, axis) => length === expected[axis])) return;
  const message = `layer ${name} at step ${index}: expected an output of ${formatShape(expected)}, as its shape says; it gave ${formatShape(given)}.`;
  throw new UserError(message, { kind: 'run' });
}

/**
 * @throws UserError (run) that names the layer if its outputs for `images` images do not have as many values as its
 * shape states
 */
export function requireValueCount({ name, index, shape }: Step, given: number, images: number): void {
  const expected = images * shape[0] * shape[1] * shape[2];
  if (given === expected) return;
  const message = `layer ${name} at step ${index}: expected ${expected} values, ${formatShape(shape)} for each image, as its shape says; it gave ${given}.`;
  throw new UserError(message, { kind: 'run' });
}
