import type * as v from 'valibot';
import type { AnySchema } from '../core/options.ts';
import { defineLayer } from './define.ts';
import type { AnyLayerKind, LayerKind } from './kind.ts';
import type { LayerWindow } from './windows/window.ts';

/** The window of a layer that computes each cell from the same cell of its input. */
export const oneCell = (): LayerWindow => ({ size: [1, 1], strides: [1, 1], padding: 'valid' });

/** The members of a layer whose each value depends on the same value of its input only. */
interface Pointwise<S extends AnySchema> extends Pick<LayerKind<S>, 'title' | 'options' | 'apply'> {
  /**
   * Writes f(x_i) to result[i], for all i. The loop belongs to the kind, so that f is compiled into it: a function that
   * is called for each value takes five times as long.
   */
  fill(result: Float32Array, x: Float32Array, options: v.InferOutput<S>): void;
  /** Whether |f(x)| ≤ |x|. */
  nonexpansive?: boolean;
}

/**
 * Declares an exact layer that computes each value from the same value of its input. [n, h, w, c] → [n, h, w, c].
 *
 * @example
 * const negate = pointwise({
 *   title: '-x, value by value.',
 *   options: options({}),
 *   fill(result, x) {
 *     for (let i = 0; i < x.length; i++) result[i] = -x[i]!;
 *   },
 *   apply: (tf, x) => tf.neg(x),
 * });
 */
export function pointwise<S extends AnySchema>(kind: Pointwise<S>): AnyLayerKind<S> {
  const { title, options, apply, fill, nonexpansive = false } = kind;
  return defineLayer<S>({
    title,
    options,
    pools: false,
    byChannel: true,
    tolerance: 0,
    window: oneCell,
    apply,
    loops: {
      apply({ shape, data }, options) {
        const result = new Float32Array(data.length);
        fill(result, data, options);
        return { shape, data: result };
      },
      nonexpansive,
    },
  });
}
