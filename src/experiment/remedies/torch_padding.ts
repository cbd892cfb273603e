import * as v from 'valibot';
import type { AnySchema } from '../../core/options.ts';
import { layers } from '../../layers/registry.ts';
import type { LayerWindow } from '../../layers/windows/window.ts';

/**
 * The option `padding` of a layer that does what PyTorch does with `cells` of padding on each side, for images of all
 * sizes. Undefined if no word does, or if that is not known.
 *
 * - (k - 1) / 2 cells for a window of k: at strides of 1 that is `same`. At others, `same` may begin elsewhere; but a
 *   maximum may read the edge again (`replicate`), since a window that reaches beyond the edge holds it already.
 * - k - 1 cells: `full`.
 *
 * @param given the layer's other options, in our words
 * @example torchPadding('max_pool', { pool_size: 3, strides: 2 }, 1) // 'replicate'
 */
export function torchPadding(
  type: string,
  given: Readonly<Record<string, unknown>>,
  cells: number | readonly number[],
): 'valid' | 'same' | 'replicate' | 'full' | undefined {
  const pair = typeof cells === 'number' ? [cells, cells] : cells;
  if (pair.every((n) => n === 0)) return 'valid';
  const window = layerWindow(type, given);
  // A mean counts no padding here; in PyTorch it does.
  if (window?.paddingValue === undefined) return undefined;
  const isEach = (rule: (size: number) => number) => window.size.every((size, i) => pair[i] === rule(size));
  const isMaximum = window.paddingValue === Number.NEGATIVE_INFINITY;
  if (isEach((size) => (size - 1) / 2)) {
    if (window.strides.every((stride) => stride === 1)) return 'same';
    return isMaximum ? 'replicate' : undefined;
  }
  return isEach((size) => size - 1) ? 'full' : undefined;
}

/** The window of a layer; undefined if its options are wrong. */
function layerWindow(type: string, given: Readonly<Record<string, unknown>>): LayerWindow | undefined {
  const kind = Object.hasOwn(layers, type) ? layers[type as keyof typeof layers] : undefined;
  if (kind === undefined || !('window' in kind)) return undefined;
  const { padding: _, ...rest } = given;
  const options = v.safeParse(kind.options as AnySchema, rest);
  return options.success ? (kind.window as (options: unknown) => LayerWindow)(options.output) : undefined;
}
