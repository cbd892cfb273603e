import { count } from '../../core/error.ts';
import { formatShape, type Pair, type Shape } from '../../core/tensor.ts';
import type { SourceIndex } from '../../shift/fill.ts';
import { mirrored, type PaddingName, paddingRule } from './padding.ts';

/** A rule by name, or the number of cells [down, across] before and after the input. */
export type Padding = PaddingName | PaddingCells;

interface PaddingCells {
  before: Pair;
  after: Pair;
  /** Whether they mirror the input, without its edge. */
  mirror?: boolean;
}

/** The input cells that one output value depends on. */
export interface LayerWindow {
  /** [height, width] in cells. */
  size: Pair;
  /** Cells from one window to the next, [down, across]. */
  strides: Pair;
  padding: Padding;
  /**
   * The value of padding cells that repeat no other: -Infinity in a maximum, where they change nothing. Undefined: they
   * have none, as in a mean of the cells that are there.
   */
  paddingValue?: number | undefined;
}

/** The windows of a layer on one axis of an input. */
export interface Axis {
  /** How many there are, and so how many output cells. Below 1: none fits. */
  size: number;
  /** Padding cells before the first input cell. */
  before: number;
  /** Padding cells after the last input cell that some window reads. */
  after: number;
}

/**
 * The windows of a layer on an axis of `n` cells.
 *
 * @example slide(5, { size: [3, 3], strides: [2, 2], padding: 'same' }, 0) // { size: 3, before: 1, after: 1 }
 */
export function slide(n: number, { size: windowSize, strides, padding }: LayerWindow, axis: 0 | 1): Axis {
  const [k, s] = [windowSize[axis], strides[axis]];
  if (typeof padding === 'object') {
    const [before, after] = [padding.before[axis], padding.after[axis]];
    return { size: Math.floor((n + before + after - k) / s) + 1, before, after };
  }
  const rule = paddingRule(padding);
  const size = rule.windows(n, k, s);
  const before = rule.before(n, k, s);
  return { size, before, after: Math.max((size - 1) * s + k - before - n, 0) };
}

/** [height, width, channels] of the output for an input of that shape. */
export function slideShape([height, width, channels]: Shape, window: LayerWindow): Shape {
  return [slide(height, window, 0).size, slide(width, window, 1).size, channels];
}

/** Why a window cannot be applied to an input of that shape, after the layer's name; undefined if it can. */
export function windowMisfit([height, width]: Shape, window: LayerWindow): string | undefined {
  const axes = [slide(height, window, 0), slide(width, window, 1)] as const;
  if (axes.some(({ size }) => size < 1))
    return `has a window of ${formatShape(window.size)}, larger than the ${height}×${width} that is left`;
  if (window.padding !== 'reflect') return undefined;
  const at = axes.findIndex(({ before, after }, i) => Math.max(before, after) >= [height, width][i]!);
  if (at === -1) return undefined;
  const most = Math.max(axes[at]!.before, axes[at]!.after);
  const [left, cells] = at === 0 ? [height, 'row'] : [width, 'column'];
  return `cannot reflect ${count(most, cells)} where ${left} ${left === 1 ? 'is' : 'are'} left; write padding: replicate, or a smaller window`;
}

/** Whether windows read on at the other side of the input. */
export function isCircular(padding: Padding): boolean {
  return padding === 'circular' || padding === 'circular_centered';
}

/** The input cell that a padding cell repeats; undefined for padding that repeats none. */
export function paddingSource(padding: Padding): SourceIndex | undefined {
  if (typeof padding === 'object') return padding.mirror ? mirrored : undefined;
  return paddingRule(padding).source;
}

/** The one value of all padding cells; undefined if they have none, or repeat cells of the input. */
export function constantPadding({ padding, paddingValue }: LayerWindow): number | undefined {
  return paddingSource(padding) ? undefined : paddingValue;
}

/**
 * The input cells of an axis of `n`, extended by its padding: -1 for a padding cell that repeats none. Undefined if
 * there is no padding. A `valid` window over them sees what the window itself sees.
 *
 * @example extendedAxis(4, { size: [3, 3], strides: [1, 1], padding: 'reflect' }, 0) // [1, 0, 1, 2, 3, 2]
 */
export function extendedAxis(n: number, window: LayerWindow, axis: 0 | 1): Int32Array | undefined {
  const { before, after } = slide(n, window, axis);
  if (before + after === 0) return undefined;
  const source = paddingSource(window.padding);
  return Int32Array.from({ length: before + n + after }, (_, i) => {
    const index = i - before;
    if (index >= 0 && index < n) return index;
    return source?.(index, n) ?? -1;
  });
}
