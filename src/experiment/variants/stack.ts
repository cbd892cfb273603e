import { grouped } from '../../core/error.ts';
import { formatPhrase } from '../../core/mistake.ts';
import type { Shape } from '../../core/tensor.ts';
import { type Layer, type Load, outline, type Step } from '../../layers/stack/stack.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import { limits } from '../schema/limits.ts';
import type { Path } from '../text/source.ts';
import type { Report } from './chosen.ts';
import { frameMistake } from './frame.ts';
import type { ReadImage } from './image.ts';
import type { Loads } from './loads.ts';
import type { Settings } from './settings.ts';

/** A layer of the expanded stack, and its path in the file. */
export interface WrittenLayer {
  options: { type: string };
  path: Path;
}

/** The layers in the order in which they are applied: `pool` and `repeat` are written out. */
export function writtenLayers(
  { pool, layers }: Pick<Settings, 'pool' | 'layers'>,
  report: Report,
): WrittenLayer[] {
  if (pool) {
    const { depth, ...options } = pool as { depth: number; type: string };
    return Array.from({ length: depth }, () => ({ options, path: ['pool'] }));
  }
  const written = [...expandLayers(layers!, ['layers'])];
  if (written.length > limits.layers) {
    report(['layers'], { expected: `at most ${grouped(limits.layers)} layers, repeats written out` });
  }
  return written;
}

/** The layers of a list, with repeats written out. It stops soon after the limit is passed. */
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
 * The steps of a stack over an image, or over the frame through which it is seen. Undefined if a layer cannot be
 * applied, or is not loaded yet.
 */
export function outlineStack(
  image: ReadImage,
  written: readonly WrittenLayer[],
  layers: readonly Layer[],
  shift: ShiftOptions,
  loads: Loads,
  report: Report,
): Step[] | undefined {
  const { frame, fill_value } = shift;
  if (Array.isArray(fill_value) && fill_value.length !== image.shape[2]) {
    const expected = `one number, or ${image.shape[2]}, one per channel of the image`;
    report(['shift', 'fill_value'], { expected, value: `${fill_value.length} numbers` });
    return undefined;
  }
  const misfit = frameMistake(image, shift);
  if (misfit) {
    report(misfit.path, misfit.mistake);
    return undefined;
  }
  const shape: Shape = frame ? [frame[0], frame[1], image.shape[2]] : image.shape;
  const load: Load = ({ kind, options }, input) => loads.of(kind, options, input);
  const steps = outline({ name: image.name, shape }, layers, load);
  if (steps === undefined || Array.isArray(steps)) return steps;
  const { path, options } = written[steps.layer]!;
  if (steps.option !== undefined) report([...path, steps.option], steps.mistake, steps.failure);
  else {
    const problem = `${options.type} at step ${steps.step} ${formatPhrase(steps.mistake)}`;
    report(path, { problem }, steps.failure);
  }
  return undefined;
}

/**
 * Indices of the steps that have a row: with `pools` the image, each layer that pools, the outputs that a model layer
 * names, and the last step.
 */
export function measuredSteps(steps: readonly Step[], which: 'pools' | 'all'): Set<number> {
  const last = steps.length - 1;
  const rows = steps.filter(
    ({ index, layer, part, hidden }) =>
      which === 'all' ||
      index === 0 ||
      index === last ||
      (part !== undefined && !hidden) ||
      (part === undefined && layer!.kind.pools),
  );
  return new Set(rows.map(({ index }) => index));
}
