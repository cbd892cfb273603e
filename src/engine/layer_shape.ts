import { sortOf } from '../core/arguments.ts';
import { UserError } from '../core/error.ts';
import { isObject } from '../core/is_object.ts';
import { formatShape, type Image, type Shape, type Tensor4D, valueCount } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';

/**
 * Requires the output of a layer to have the shape that the layer states.
 *
 * @param output what `apply` gave on a backend: a tensor, or anything if a program has no types
 * @throws UserError (run) that names the layer
 */
export function requireShape(step: Step, output: Tensor4D, expected: Shape): void {
  const given: unknown = output?.shape;
  if (!Array.isArray(given)) throw wrongOutput(step, expected, sortOf(output));
  requireLengths(step, given.slice(1), expected);
}

/** The same for what `apply` gave in loops: an image, whose values are counted too. */
export function requireImageOutput(step: Step, output: Image, expected: Shape): void {
  const given: unknown = output?.shape;
  const { data }: { data?: unknown } = output ?? {};
  if (!Array.isArray(given) || !(data instanceof Float32Array))
    throw wrongOutput(step, expected, isObject(output) ? 'no shape with float32 data' : sortOf(output));
  requireLengths(step, given, expected);
  if (data.length !== valueCount(expected)) throw wrongOutput(step, expected, `${data.length} values`);
}

function requireLengths(step: Step, given: readonly unknown[], expected: Shape): void {
  if (given.length === 3 && given.every((length, axis) => length === expected[axis])) return;
  throw wrongOutput(step, expected, formatShape(given as number[]) || 'a single number');
}

function wrongOutput({ name, index }: Step, expected: Shape, given: string): UserError {
  const message = `layer ${name} at step ${index}: expected an output of ${formatShape(expected)}, as its shape says; it gave ${given}.`;
  return new UserError(message, { kind: 'run' });
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
