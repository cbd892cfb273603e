import type { Shape } from '../tensor.ts';
import type { LayerKind } from './kind.ts';
import { type Axis, slide, slideShape } from './window.ts';

/** A layer of an experiment: a kind with its options, every default filled in. */
export interface Layer {
  name: string;
  kind: LayerKind;
  options: any;
}

/** A place in the stack: 0 is the image, n is the output of the n-th layer. */
export interface Step {
  index: number;
  /** The layer's name; the image's at step 0. */
  name: string;
  /** The layer whose output this is; none at step 0. */
  layer?: Layer;
  /** How many layers that pool have been applied, this one included. */
  depth: number;
  shape: Shape;
  /** What the layer's window does on either axis; none where the layer has no window. */
  axes?: readonly [Axis, Axis];
}

/** A window that does not fit under `valid`, at the step of that number. */
export interface Misfit {
  step: number;
  window: readonly [number, number];
  shape: Shape;
}

/**
 * The steps of a stack over an image of that shape, without computing anything; or the first layer that cannot be
 * applied, because its window is larger than what is left of the image.
 */
export function outline(image: { name: string; shape: Shape }, layers: readonly Layer[]): Step[] | Misfit {
  const steps: Step[] = [{ index: 0, name: image.name, depth: 0, shape: image.shape }];
  for (const layer of layers) {
    const before = steps.at(-1)!;
    const window = layer.kind.window?.(layer.options);
    const axes = window && ([slide(before.shape[0], window, 0), slide(before.shape[1], window, 1)] as const);
    if (window && axes!.some(({ size }) => size < 1)) {
      return { step: steps.length, window: window.size, shape: before.shape };
    }
    const shape =
      layer.kind.shape?.(before.shape, layer.options) ?? (window && slideShape(before.shape, window));
    if (shape === undefined)
      throw new TypeError(`The layer "${layer.name}" states neither a window nor a shape.`);
    const depth = before.depth + (layer.kind.pools ? 1 : 0);
    steps.push({ index: steps.length, name: layer.name, layer, depth, shape, ...(axes && { axes }) });
  }
  return steps;
}

/** Whether every layer gives the same bits on every backend. */
export function isExact(layers: readonly Layer[]): boolean {
  return layers.every(({ kind }) => kind.tolerance === 0);
}
