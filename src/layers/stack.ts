import { formatShape, type Pair, type Shape } from '../tensor.ts';
import type { LayerKind, PrepareContext } from './kind.ts';
import { type Axis, slide, slideShape } from './window.ts';

/** A layer of an experiment: a kind with its options, every default filled in. */
export interface Layer {
  name: string;
  kind: LayerKind;
  options: any;
  /** What the kind's `load` gave for its input. */
  loaded?: unknown;
  /** What the kind's `prepare` gave, once it is about to run. */
  prepared?: unknown;
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
  /** Pixels of the image from one cell to the next; none once a layer has given up places. */
  stride?: Pair | undefined;
  /** What the layer's window does on either axis; none where the layer has no window. */
  axes?: readonly [Axis, Axis];
}

/** Why a layer cannot be applied. */
export interface Misfit {
  step: number;
  why: string;
  /** The option that is to blame, where it is one. */
  option?: string | undefined;
}

/** What a layer loads for an input: there, or why not, or not yet. */
export type Load = (layer: Layer, input: Shape) => { loaded: unknown } | Omit<Misfit, 'step'> | undefined;

const nothing: Load = () => ({ loaded: undefined });

/**
 * The steps of a stack over an image of that shape, without computing anything; or the first layer that cannot be
 * applied, such as one whose window is larger than what is left of the image; none while a layer is being loaded.
 */
export function outline(
  image: { name: string; shape: Shape },
  layers: readonly Layer[],
  load: Load = nothing,
): Step[] | Misfit | undefined {
  const steps: Step[] = [{ index: 0, name: image.name, depth: 0, shape: image.shape, stride: [1, 1] }];
  for (const written of layers) {
    const { name, kind, options } = written;
    const { shape: input, depth, index, stride } = steps.at(-1)!;
    const step = index + 1;
    const found = load(written, input);
    if (found === undefined) return undefined;
    if ('why' in found) return { step, ...found };
    const { loaded } = found;
    const layer = loaded === undefined ? written : { ...written, loaded };
    const window = kind.window?.(options);
    const axes = window && ([slide(input[0], window, 0), slide(input[1], window, 1)] as const);
    if (window && axes!.some(({ size }) => size < 1)) {
      return {
        step,
        why: `has a window of ${formatShape(window.size)}, larger than the ${formatShape(input.slice(0, 2))} that is left`,
      };
    }
    const shape = kind.shape?.(input, options, loaded) ?? (window && slideShape(input, window));
    if (shape === undefined) throw new TypeError(`The layer "${name}" states neither a window nor a shape.`);
    if (typeof shape === 'string') return { step, why: shape };
    const strides = window?.strides ?? kind.strides?.(options);
    steps.push({
      index: step,
      name,
      layer,
      depth: depth + (kind.pools ? 1 : 0),
      shape,
      stride: stride && strides && [stride[0] * strides[0], stride[1] * strides[1]],
      ...(axes && { axes }),
    });
  }
  return steps;
}

/** The steps with their layers prepared for a run. */
export async function prepareLayers(
  steps: readonly Step[],
  random: PrepareContext['random'],
): Promise<Step[]> {
  const ready: Step[] = [];
  for (const [i, step] of steps.entries()) {
    const { layer, index } = step;
    const context = {
      input: steps[i - 1]?.shape ?? step.shape,
      step: index,
      loaded: layer?.loaded,
      random,
    };
    const prepared = layer?.prepared ?? (await layer?.kind.prepare?.(layer.options, context));
    ready.push(prepared === undefined ? step : { ...step, layer: { ...layer!, prepared } });
  }
  return ready;
}

/** Whether every layer gives the same bits on every backend. */
export function isExact(layers: readonly Layer[]): boolean {
  return layers.every(({ kind }) => kind.tolerance === 0);
}
