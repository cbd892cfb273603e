import { grouped, type UserError } from '../../core/error.ts';
import type { Pair, Shape } from '../../core/tensor.ts';
import { type Layer, type Load, outline, type Step } from '../../layers/stack.ts';
import { interpolations } from '../../shift/interpolation.ts';
import { marginsOf } from '../../shift/margin.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import { shiftRange } from '../../shift/range.ts';
import { limits } from '../schema/limits.ts';
import type { Path } from '../text/source.ts';
import type { Loads } from './loads.ts';
import type { Settings } from './sections.ts';

/**
 * Says that something is wrong at a path of the file.
 *
 * @param failure what failed, where the experiment itself is not wrong
 */
export type Refuse = (path: Path, message: string, failure?: UserError) => void;

/** A layer of the expanded stack, and where it is written. */
export interface WrittenLayer {
  options: { type: string };
  path: Path;
}

/** The stack as it will be applied, shorthands and repeats written out. */
export function writtenLayers(
  { pool, layers }: Pick<Settings, 'pool' | 'layers'>,
  refuse: Refuse,
): WrittenLayer[] {
  if (pool) {
    const { depth, ...options } = pool as { depth: number; type: string };
    return Array.from({ length: depth }, () => ({ options, path: ['pool'] }));
  }
  const written = [...expandLayers(layers!, ['layers'])];
  if (written.length > limits.layers) {
    refuse(['layers'], `expected at most ${grouped(limits.layers)} layers, repeats written out`);
  }
  return written;
}

/** What is written once counts several times; it stops soon after there are too many. */
function* expandLayers(layers: readonly any[], path: Path): Generator<WrittenLayer> {
  let count = 0;
  for (const [i, layer] of layers.entries()) {
    const at = [...path, i];
    if (!layer.repeat) yield { options: layer, path: at };
    for (let time = 0; time < (layer.repeat?.times ?? 0); time++) {
      for (const inner of expandLayers(layer.repeat.layers, [...at, 'repeat', 'layers'])) {
        yield inner;
        if (++count > limits.layers) return;
      }
    }
  }
}

/**
 * The steps of a stack over an image, as far as a frame shows it; none where a layer cannot be applied, or is not
 * loaded yet.
 */
export function stepsOf(
  image: { name: string; shape: Shape },
  written: readonly WrittenLayer[],
  layers: readonly Layer[],
  shift: ShiftOptions,
  loads: Loads,
  refuse: Refuse,
): Step[] | undefined {
  const { frame } = shift;
  if (frame && !hasRoom(image.shape, frame, shift, refuse)) return undefined;
  const shape: Shape = frame ? [frame[0], frame[1], image.shape[2]] : image.shape;
  const load: Load = ({ kind, options }, input) => loads.of(kind, options, input);
  const steps = outline({ name: image.name, shape }, layers, load);
  if (steps === undefined || Array.isArray(steps)) return steps;
  const { path, options } = written[steps.layer]!;
  if (steps.option !== undefined) refuse([...path, steps.option], steps.why, steps.failure);
  else refuse(path, `${options.type} at step ${steps.step} ${steps.why}`);
  return undefined;
}

/** A frame sees nothing but the image, wherever a shift takes it. */
function hasRoom(image: Shape, frame: Pair, shift: ShiftOptions, refuse: Refuse): boolean {
  const margins = marginsOf(shiftRange(shift), interpolations[shift.interpolation], frame);
  for (const [axis, [before, after]] of margins.entries()) {
    // In the middle of the image; of an odd rest one more pixel is after it.
    const needed = frame[axis]! + Math.max(2 * before, 2 * after - 1, 0);
    if (image[axis]! >= needed) continue;
    const what = axis === 0 ? 'height' : 'width';
    refuse(
      ['shift', 'frame'],
      `these shifts need an image of ${what} ${needed}, not ${image[axis]}, or a smaller frame`,
    );
    return false;
  }
  return true;
}

/** Indices of the steps that have a row; each has one. Outputs that were asked for by name are among them. */
export function measuredSteps(steps: readonly Step[], which: 'pools' | 'all'): Set<number> {
  const last = steps.length - 1;
  const rows = steps.filter(
    ({ index, layer, part }) =>
      which === 'all' || index === 0 || index === last || part !== undefined || layer!.kind.pools,
  );
  return new Set(rows.map(({ index }) => index));
}
