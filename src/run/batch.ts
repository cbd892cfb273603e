import { shown, UserError } from '../core/error.ts';
import { formatShape, type Shape } from '../core/tensor.ts';
import type { Batch } from '../engine/engine.ts';

/** The result of a function: values and their shape, a tensor of TensorFlow.js, a value of ONNX, or values alone. */
export type BatchOutput =
  | ArrayLike<number>
  | {
      data: ArrayLike<number> | (() => Promise<ArrayLike<number>>);
      shape: readonly number[];
      dispose?(): void;
    }
  | { data: unknown; dims: readonly number[] };

/** A function from a batch of images to their outputs, in the same order. */
export type BatchFunction = (batch: Batch) => BatchOutput | Promise<BatchOutput>;

/**
 * Calls a function on a batch, and checks what it gives.
 *
 * @param expected [height, width, channels] of each output, as it was before
 * @throws UserError (run) where it is not an output for each image, all of one shape and finite
 */
export async function callOn(fn: BatchFunction, batch: Batch, expected?: Shape): Promise<Batch> {
  const [n] = batch.shape;
  const given = (await fn(batch)) as any;
  const values = await resultValues(given);
  const written: readonly number[] = given.shape ?? given.dims ?? [n, values.length / n];
  if (!isValues(written)) throw wrong(`the shape ${shown(written)}; expected a list of numbers, ${n} first`);
  const shape = [n, ...imageOutputShape(written, n)] as Batch['shape'];
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length || size === 0 || !shape.every(Number.isInteger)) {
    throw wrong(
      `${values.length === 1 ? '1 value does' : `${values.length} values do`} not make ${n} outputs${given.shape || given.dims ? ` of shape ${formatShape(written)}` : ', as many for each image'}`,
    );
  }
  if (expected && formatShape(shape.slice(1)) !== formatShape(expected)) {
    throw wrong(`outputs of ${formatShape(shape.slice(1))}, and before of ${formatShape(expected)}`);
  }
  const data = Float32Array.from(values);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const image = Math.floor((bad * n) / size);
    throw wrong(
      `${shown(values[bad])} in the output of image ${image} of ${n}; expected finite float32 values`,
    );
  }
  return { data, shape };
}

/** The values of a result. A tensor is disposed of, since nobody else will do that. */
async function resultValues(given: any): Promise<ArrayLike<number>> {
  const data = isValues(given) ? given : given?.data;
  const values = typeof data === 'function' ? await data.call(given) : data;
  if (typeof data === 'function' && typeof given.dispose === 'function') given.dispose();
  if (isValues(values)) return values;
  throw wrong(
    `${given === undefined ? 'nothing' : shown(given)}; expected { data, shape }, a tensor, or an array of numbers`,
  );
}

/** Whether a value is a list of numbers, or a typed array of them. */
export function isValues(value: unknown): value is ArrayLike<number> {
  const list = ArrayBuffer.isView(value) && !(value instanceof DataView) ? value : undefined;
  if (list) return !(list instanceof BigInt64Array || list instanceof BigUint64Array);
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

/** [height, width, channels] of outputs of shape [n, k], [n, height, width] or [n, height, width, channels]. */
function imageOutputShape(shape: readonly number[], n: number): Shape {
  const [first, ...rest] = shape;
  if (first !== n) throw wrong(`shape ${formatShape(shape)} for ${n} images; expected ${n} first`);
  if (rest.length === 0) return [1, 1, 1];
  if (rest.length === 1) return [1, 1, rest[0]!];
  if (rest.length === 2) return [rest[0]!, rest[1]!, 1];
  if (rest.length === 3) return [rest[0]!, rest[1]!, rest[2]!];
  throw wrong(`shape ${formatShape(shape)}; expected at most [n, height, width, channels]`);
}

function wrong(what: string): UserError {
  return new UserError(`the function gave ${what}.`, { kind: 'run' });
}
