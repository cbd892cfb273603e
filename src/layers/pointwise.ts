import type * as v from 'valibot';
import type { AnySchema } from '../core/options.ts';
import type { Image } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import type { AnyLayerKind, LayerKind } from './kind.ts';
import type { LayerWindow } from './window.ts';

/** The window of a layer that computes each cell from the same cell of its input. */
export const oneCell = (): LayerWindow => ({ size: [1, 1], strides: [1, 1], padding: 'valid' });

/** What a layer has to say that computes each value from the same value of its input. */
interface Pointwise<S extends AnySchema> extends Pick<LayerKind<S>, 'title' | 'options' | 'apply'> {
  /** The function of one value, for given options. Its result is rounded to float32. */
  value(options: v.InferOutput<S>): (x: number) => number;
  /** Whether |value(x)| ≤ |x|. */
  nonexpansive?: boolean;
}

/**
 * Declares an exact layer that computes each value from the same value of its input. [n, h, w, c] → [n, h, w, c].
 *
 * @example
 * const abs = pointwise({ title: '|x|.', options: options({}), value: () => Math.abs, apply: (tf, x) => tf.abs(x) });
 */
export function pointwise<S extends AnySchema>(kind: Pointwise<S>): AnyLayerKind<S> {
  const { title, options, apply, value, nonexpansive = false } = kind;
  return defineLayer<S>({
    title,
    options,
    pools: false,
    tolerance: 0,
    window: oneCell,
    apply,
    loops: {
      apply: ({ shape, data }, options) => ({ shape, data: mapped(data, value(options)) }),
      nonexpansive,
    },
  });
}

function mapped(data: Float32Array, f: (x: number) => number): Image['data'] {
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) result[i] = f(data[i]!);
  return result;
}
