import { createScheduler } from '../core/scheduler.ts';
import type { Pair } from '../core/tensor.ts';
import type { Experiment } from '../experiment/parse.ts';
import type { ClassMapStep, FilmStrip } from '../picture/film_strip.ts';
import { chosenVariants } from './chosen_variants.ts';
import { ofFirstPicture } from './first_picture.ts';
import { mostFrequentFlips, type PicturedFlip, picturedFlips } from './flips.ts';
import { measureVariant } from './measure_variant.ts';
import { type Result, runExperiment } from './run.ts';
import type { RunSettings } from './settings.ts';
import { type DrawnStep, drawnStep, mappedSteps, type StripOptions, stripOf } from './strip_of_variant.ts';
import { titleOf, valuesText } from './variant_title.ts';

/** An experiment's result, with outputs for pictures of some of its variants. */
export interface Snapshot {
  result: Result;
  /** The variants with pictures: those that fail first, then the most telling one, then the others in order. */
  pictured: readonly PicturedVariant[];
  /** The pictures whose decision changes most often. */
  flips: readonly PicturedFlip[];
}

/** Pictures of one variant. */
interface PicturedVariant {
  /** Its swept values, `shift.max 4`; empty if there is only one variant. */
  name: string;
  /** Why it is among those with pictures, as the end of a sentence. */
  why: string;
  strip: FilmStrip;
  /** Its measured steps, with the classes of the drawn shifts. */
  maps: readonly ClassMapStep[];
}

/** What of an experiment is captured. */
interface CaptureOptions extends StripOptions {
  /** How many variants have pictures. Default 1. */
  most?: number;
}

/**
 * Runs an experiment, and captures film strips and class maps of some of its variants.
 *
 * @throws as `runExperiment`
 */
export async function capture(
  experiment: Experiment,
  settings: RunSettings,
  { most = 1, ...shown }: CaptureOptions = {},
): Promise<Snapshot> {
  const { loops, backend, signal } = settings;
  const drawn: DrawnStep[][] = [];
  const indexOf = new Map(experiment.variants.map((variant, at) => [variant, at]));
  const result = await runExperiment(experiment, {
    ...settings,
    measured(variant, row, measured) {
      const at = indexOf.get(variant)!;
      if (at >= most) return;
      drawn[at] ??= [];
      drawn[at][row] = drawnStep(measured);
    },
  });
  const options = { loops, backend, scheduler: createScheduler(signal) };
  const pictured: PicturedVariant[] = [];
  for (const { index, why } of chosenVariants(experiment, result, most)) {
    const variant = experiment.variants[index]!;
    const first = await ofFirstPicture(variant);
    let steps = drawn[index];
    if (!steps) {
      // Its units were known, or it was not known that it would be pictured.
      steps = [];
      for await (const one of await measureVariant(first.variant, options)) steps.push(drawnStep(one));
    }
    // The shifts of the first strip, where this variant drew them, too: so that strips can be compared.
    const shifts = shown.shifts ?? drawnShifts(pictured[0]?.strip, steps[0]!);
    const strip = await stripOf(
      first,
      steps,
      titleOf(experiment.name, variant),
      { ...shown, shifts },
      options,
    );
    const name = valuesText(variant);
    pictured.push({ name, why, strip, maps: mappedSteps(variant, steps) });
  }
  const flips = await picturedFlips(experiment, mostFrequentFlips(experiment, result), options);
  return { result, pictured, flips };
}

/** The shifts of a strip, if a variant drew all of them. */
function drawnShifts(strip: FilmStrip | undefined, { classes: { dy, dx } }: DrawnStep): Pair[] | undefined {
  if (!strip) return undefined;
  const { shifts, second = 0 } = strip;
  const drawn = new Set(Array.from(dy, (down, s) => `${down} ${dx[s]}`));
  const own = shifts.slice(1, shifts.length - second);
  return own.every(([down, right]) => drawn.has(`${down} ${right}`)) ? own : undefined;
}
