import { createScheduler } from '../core/scheduler.ts';
import type { Image, Pair } from '../core/tensor.ts';
import { coincides } from '../engine/engine.ts';
import type { Experiment } from '../experiment/parse.ts';
import { ofFirstPicture } from '../experiment/variants/first_picture.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { ClassMapStep, FilmStrip, FilmStripStep, ShiftClasses } from '../picture/film_strip.ts';
import { pickShifts } from '../picture/pick_shifts.ts';
import { type Channel, valueRange } from '../picture/render_output.ts';
import { outputsAt } from './outputs_at.ts';
import { drawnClasses } from './row_classes.ts';
import { type Result, runExperiment } from './run.ts';
import type { RunSettings } from './settings.ts';

/** An experiment's result, with outputs for pictures of it. */
export interface Snapshot {
  result: Result;
  /** The film strip of one variant. */
  strip: FilmStrip;
  /** For each of the first variants its measured steps, with the classes of the drawn shifts. */
  maps: readonly (readonly ClassMapStep[])[];
}

export interface CaptureSettings
  extends Pick<RunSettings, 'loops' | 'backend' | 'signal' | 'progress' | 'known'> {
  /** How many of the drawn shifts the strip shows. Default 3. */
  some?: number;
  /** How many variants have maps, from the first on. Default 1. */
  maps?: number;
  /** The shifts of the strip, (dy, dx) each, instead of drawn ones. */
  shifts?: readonly Pair[] | undefined;
  channel?: Channel | undefined;
}

/**
 * Runs an experiment, and captures the film strip of one variant and the class maps of the first.
 *
 * @throws as `runExperiment`
 */
export async function capture(experiment: Experiment, settings: CaptureSettings): Promise<Snapshot> {
  const { loops, backend, signal, some = 3, maps = 1, channel } = settings;
  const drawn: ShiftClasses[][] = [];
  const indexOf = new Map(experiment.variants.map((variant, at) => [variant, at]));
  const result = await runExperiment(experiment, {
    ...settings,
    measuredVariants: maps,
    measured(variant, row, measured) {
      const at = indexOf.get(variant)!;
      if (at >= maps) return;
      drawn[at] ??= [];
      drawn[at][row] = drawnClasses(measured);
    },
  });
  const which = mostTelling(experiment.variants.slice(0, maps), result);
  const variant = experiment.variants[which]!;
  const own = drawn[which]!;
  const shifts: Pair[] = [[0, 0], ...(settings.shifts ?? pickShifts(own[0]!, some))];
  const first = await ofFirstPicture(variant);
  const outputs = await outputsAt(first.variant, shifts, {
    loops,
    backend,
    scheduler: createScheduler(signal),
  });
  const strides = variant.steps
    .filter(({ index }) => variant.measured.has(index))
    .map(({ stride }) => stride);
  const classOfUndrawn = (step: number, shift: Pair, output: Image) => {
    const [reference] = outputs[step]!;
    const compared = { reference: reference!, output, shift, stride: strides[step], drawn: own[step]! };
    const same = coincides(variant.compare, compared);
    return same === undefined ? undefined : same ? 0 : -1;
  };
  const steps = mappedSteps(variant, drawn[which]!).map((mapped, i): FilmStripStep => {
    const images = outputs[i]!;
    const [reference] = images;
    const channels = reference!.shape[2];
    const own =
      channels === 1 ? undefined : typeof channel === 'number' && channel >= channels ? 'mean' : channel;
    return {
      ...mapped,
      outputs: images,
      classes: shifts.map(
        (shift, s) => classOf(mapped.shiftClasses, shift) ?? classOfUndrawn(i, shift, images[s]!),
      ),
      channel: own,
      range: valueRange(images, own),
    };
  });
  return {
    result,
    strip: { title: titleOf(experiment.name, variant), picture: first.picture, shifts, steps },
    maps: experiment.variants.slice(0, maps).map((one, i) => mappedSteps(one, drawn[i]!)),
  };
}

function mappedSteps({ steps, measured }: Variant, drawn: readonly ShiftClasses[]): ClassMapStep[] {
  return steps
    .filter(({ index }) => measured.has(index))
    .map(({ index, name, depth }, i) => ({ step: index, layer: name, depth, shiftClasses: drawn[i]! }));
}

/** The first variant at whose last step some trials match and some do not; if there is none, the first. */
function mostTelling(variants: readonly Variant[], { table }: Result): number {
  let end = 0;
  const found = variants.findIndex(({ rows }) => {
    end += rows.length;
    const { matches, trials } = table.rows[end - 1]!;
    return matches! > 1 && matches! < trials!;
  });
  return Math.max(0, found);
}

/** `circle-range (shift.max 4)` */
export function titleOf(name: string, { values }: Pick<Variant, 'values'>): string {
  const swept = Object.entries(values).map(([key, value]) => `${key} ${value}`);
  return swept.length === 0 ? name : `${name} (${swept.join(', ')})`;
}

function classOf({ dy, dx, classOf }: ShiftClasses, [down, right]: Pair): number | undefined {
  if (down === 0 && right === 0) return 0;
  for (let s = 0; s < dy.length; s++) if (dy[s] === down && dx[s] === right) return classOf[s]!;
  return undefined;
}
