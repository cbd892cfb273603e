import type { UserError } from '../../core/error.ts';
import type { Mistake } from '../../core/mistake.ts';
import type { Pair, Shape } from '../../core/tensor.ts';
import type { PrepareContext } from '../kind.ts';
import { outputGrid } from '../windows/output_grid.ts';
import { windowMistake } from '../windows/stated.ts';
import { slide, windowMisfit } from '../windows/window.ts';
import { withReader } from './reader.ts';
import type { Layer, Step } from './step.ts';

export type { Layer, Step };

/** Whether the layer of a step has a further output: then the next step is that, and not the next layer. */
export function isInner({ part }: Step): boolean {
  return part !== undefined && part.index + 1 < part.of;
}

/** Why a layer cannot be applied. */
export interface Misfit {
  /** Which of the layers. */
  layer: number;
  step: number;
  mistake: Mistake;
  /** The option that is wrong, if it is one. */
  option?: string | undefined;
  /** The failure, if it is no mistake of the experiment. */
  failure?: UserError | undefined;
}

/** The result of loading a layer for an input, or why it failed; undefined if it is not loaded yet. */
export type Load = (
  layer: Layer,
  input: Shape,
) => { loaded: unknown } | Omit<Misfit, 'layer' | 'step'> | undefined;

const nothing: Load = () => ({ loaded: undefined });

/**
 * Lists the steps of a stack over an image of that shape, without computing anything.
 *
 * @returns the steps; or the first layer that cannot be applied, such as one whose window is larger than its input;
 * undefined while a layer is not loaded yet
 */
export function outline(
  image: { name: string; shape: Shape },
  layers: readonly Layer[],
  load: Load = nothing,
): Step[] | Misfit | undefined {
  const steps: Step[] = [{ index: 0, name: image.name, depth: 0, shape: image.shape, stride: [1, 1] }];
  for (const [at, written] of layers.entries()) {
    const { name, kind, options } = written;
    const { shape: input, depth, index, stride, classNumbers: named = false } = steps.at(-1)!;
    const classNumbers = kind.classifies ?? named;
    const step = index + 1;
    const found = load(written, input);
    if (found === undefined) return undefined;
    if ('mistake' in found) return { layer: at, step, ...found };
    const { loaded } = found;
    const layer = loaded === undefined ? written : { ...written, loaded };
    const window = kind.window?.(options);
    const stated = kind.window && windowMistake(window);
    if (stated !== undefined) return { layer: at, step, mistake: { problem: stated } };
    const misfit = window && windowMisfit(input, window);
    if (misfit !== undefined) {
      const remedy =
        options.padding === 'valid' ? 'write padding: same, or fewer layers before it' : undefined;
      return { layer: at, step, mistake: { problem: misfit, remedy } };
    }
    const axes = window && ([slide(input[0], window, 0), slide(input[1], window, 1)] as const);
    const outputs = kind.outputs?.(options, loaded);
    if (kind.reads) {
      const read = withReader(steps, layer);
      if ('mistake' in read) return { layer: at, step, ...read };
      steps.splice(read.from, steps.length, ...read.steps);
      continue;
    }
    if (outputs) {
      const of = outputs.length;
      for (const [index, { name, shape, stride: strides, classNumbers: made }] of outputs.entries())
        steps.push({
          index: step + index,
          name,
          layer,
          depth,
          shape,
          stride: product(stride, strides),
          part: { index, of },
          ...namesOf(shape, made, classNumbers),
        });
      continue;
    }
    const grid = outputGrid(written, input, loaded);
    if (typeof grid === 'string') return { layer: at, step, mistake: { problem: grid } };
    const { shape, strides, classNumbers: made } = grid;
    steps.push({
      index: step,
      name,
      layer,
      depth: depth + (kind.pools ? 1 : 0),
      shape,
      stride: product(stride, strides),
      ...(axes && { axes }),
      ...(kind.classifies && { classifies: true }),
      ...namesOf(shape, made, classNumbers),
    });
  }
  return steps;
}

/**
 * Whether an output is class numbers.
 *
 * @param made whether the graph of a model makes them in this output
 * @param kept whether they are those of a layer before it
 */
function namesOf(
  [height, width, channels]: Shape,
  made = false,
  kept = false,
): Pick<Step, 'classifies' | 'classNumbers'> {
  // In the cells of a map, `ArgMax` may as well choose a depth or an angle, which is a quantity.
  const ofPicture = made && height * width === 1;
  // A single number is a decision; several are no one's.
  return {
    ...(ofPicture && channels === 1 && { classifies: true }),
    ...((ofPicture || kept) && { classNumbers: true }),
  };
}

/** Strides one after the other; undefined where either is. */
function product(first: Pair | undefined, second: Pair | undefined): Pair | undefined {
  return first && second && [first[0] * second[0], first[1] * second[1]];
}

/** The same steps, with what each layer prepares for a run; the same array where nothing is left to prepare. */
export async function prepareLayers(
  steps: readonly Step[],
  random: PrepareContext['random'],
): Promise<readonly Step[]> {
  if (steps.every(({ layer }) => !layer?.kind.prepare || layer.prepared !== undefined)) return steps;
  const ready: Step[] = [];
  for (const [i, step] of steps.entries()) {
    const { layer, index, part } = step;
    const context = {
      input: steps[i - 1 - (part?.index ?? 0)]?.shape ?? step.shape,
      step: index,
      loaded: layer?.loaded,
      random,
    };
    const prepared = layer?.prepared ?? (await layer?.kind.prepare?.(layer.options, context));
    ready.push(prepared === undefined ? step : { ...step, layer: { ...layer!, prepared } });
  }
  return ready;
}

/** The names of all that computes layers that are not exact: the backend, or runtimes of their own. */
export function runtimesOf(steps: readonly Step[], backend: string | undefined): string[] {
  const inexact = steps.filter(({ layer }) => layer && layer.kind.tolerance !== 0);
  return inexact.flatMap(({ layer }) => layer!.kind.runtime?.(layer!.loaded, backend) ?? backend ?? []);
}

/** Whether every layer gives the same bits on every backend. */
export function isExact(layers: readonly Layer[]): boolean {
  return layers.every(({ kind }) => kind.tolerance === 0);
}
