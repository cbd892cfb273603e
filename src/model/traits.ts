import { squared } from '../core/power.ts';
import { stream } from '../core/random.ts';
import { type Pair, type Shape, valueCount } from '../core/tensor.ts';
import type { LoadedModel } from './loaded.ts';
import { plainBackend } from './packages.ts';

/** What the values of an output look like for pictures of noise. */
export interface Traits {
  /** The least and the largest value. */
  range: Pair;
  /** Whether the channels of each cell are shares of 1, as softmax makes them. */
  shares: boolean;
  /** Whether the values of each picture have the norm 1. */
  unit: boolean;
  /** Whether the values are rows of four whose third is not below the first, nor the fourth below the second. */
  edges: boolean;
}

/** Two differ by chance only, and show what is the same for all. */
const PICTURES = 2;

/**
 * Runs a model for pictures of noise, and looks at its outputs.
 *
 * @param most the largest value of the pictures
 * @returns undefined for an output that has not a finite number everywhere, or of a model that does not run
 */
export async function traitsOfOutputs(
  loaded: LoadedModel,
  picture: Shape,
  most: number,
): Promise<(Traits | undefined)[]> {
  const next = stream(0, 'inspect', picture);
  const noise = Float32Array.from({ length: PICTURES * valueCount(picture) }, () => most * next());
  const found = await loaded.compute(noise, picture, plainBackend).catch(() => []);
  return loaded.outputs.map(({ shape }, i) => found[i] && traitsOf(found[i], shape));
}

/** @param values of several pictures. @param shape of one */
export function traitsOf(values: Float32Array, shape: Shape): Traits | undefined {
  if (!values.every(Number.isFinite)) return undefined;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of values) [least, most] = [Math.min(least, x), Math.max(most, x)];
  const channels = shape[2];
  const norms = sumsOfParts(values, valueCount(shape), squared);
  return {
    range: [least, most],
    shares: channels > 1 && least >= 0 && sumsOfParts(values, channels, (x) => x).every(isOne),
    unit: norms.every((norm) => Math.abs(norm - 1) < 2e-3),
    edges: values.length % 4 === 0 && values.every((x, i) => i % 4 < 2 || x >= values[i - 2]!),
  };
}

/** The sums of a function of each of so many values. */
function sumsOfParts(values: Float32Array, length: number, of: (x: number) => number): Float64Array {
  const found = new Float64Array(values.length / length);
  for (const [i, x] of values.entries()) found[Math.floor(i / length)]! += of(x);
  return found;
}

/** Within what values of 8 bits sum to. */
function isOne(sum: number): boolean {
  return Math.abs(sum - 1) < 0.03;
}
