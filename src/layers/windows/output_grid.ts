import { isObject } from '../../core/is_object.ts';
import type { Shape } from '../../core/tensor.ts';
import type { OutputGrid } from '../kind.ts';
import type { Layer } from '../stack/step.ts';
import { shapeMistake, stridesMistake } from './stated.ts';
import { slideShape } from './window.ts';

/**
 * The shape and the strides of a layer's output, from its `shape` and its window; or the reason why it cannot be applied
 * to such an input, a phrase that follows its name. Whether a window fits is not asked.
 *
 * @param input [height, width, channels]
 * @example outputGrid({ kind: maxPool, options: { pool_size: [2, 2], strides: [2, 2], padding: 'same' } }, [5, 4, 3])
 * // { shape: [3, 2, 3], strides: [2, 2] }
 */
export function outputGrid(
  { kind, options }: Pick<Layer, 'kind' | 'options'>,
  input: Shape,
  loaded?: unknown,
): OutputGrid | string {
  const window = kind.window?.(options);
  const given = kind.shape?.(input, options, loaded);
  if (typeof given === 'string') return given;
  if (given === undefined)
    return window
      ? { shape: slideShape(input, window), strides: window.strides }
      : 'states neither a window nor a shape';
  const grid: OutputGrid = isObject(given) ? (given as unknown as OutputGrid) : { shape: given as Shape };
  const mistake = shapeMistake(grid.shape) ?? stridesMistake(grid.strides);
  if (mistake !== undefined) return mistake;
  return window ? { ...grid, strides: window.strides } : grid;
}
