import { createScheduler } from '../core/scheduler.ts';
import type { Image, Pair } from '../core/tensor.ts';
import { coincides, type Measured } from '../engine/engine.ts';
import { brokenOf, notText } from '../expect/broken.ts';
import { isFailure } from '../expect/expect.ts';
import type { Experiment } from '../experiment/parse.ts';
import { ofFirstPicture } from '../experiment/variants/first_picture.ts';
import { classNamesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { ClassMapStep, FilmStrip, FilmStripStep, ShiftClasses } from '../picture/film_strip.ts';
import { pickShifts } from '../picture/pick_shifts.ts';
import { type Channel, valueRange } from '../picture/render_output.ts';
import { detectionMarks } from './detection_marks.ts';
import { measureVariant } from './measure_variant.ts';
import { outputsAt } from './outputs_at.ts';
import { drawnClasses } from './row_classes.ts';
import { type Result, runExperiment } from './run.ts';
import type { RunSettings } from './settings.ts';

/** An experiment's result, with outputs for pictures of some of its variants. */
export interface Snapshot {
  result: Result;
  /** The variants with pictures: those that fail first, then the most telling one, then the others in order. */
  pictured: readonly PicturedVariant[];
}

/** Pictures of one variant. */
interface PicturedVariant {
  /** Its swept values, `shift.max 4`; empty if there is only one variant. */
  name: string;
  /** Its index among the variants. */
  index: number;
  /** Why it is among those with pictures, as the end of a sentence. */
  why: string;
  strip: FilmStrip;
  /** Its measured steps, with the classes of the drawn shifts. */
  maps: readonly ClassMapStep[];
}

export interface CaptureSettings
  extends Pick<RunSettings, 'loops' | 'backend' | 'signal' | 'progress' | 'known'> {
  /** How many of the drawn shifts a strip shows. Default 3. */
  some?: number;
  /** How many variants have pictures. Default 1. */
  most?: number;
  /** The shifts of the strips, (dy, dx) each, instead of drawn ones. */
  shifts?: readonly Pair[] | undefined;
  channel?: Channel | undefined;
}

/** What a picture needs of each measured step of a variant. */
interface DrawnStep {
  classes: ShiftClasses;
  decides: boolean;
  detects: Measured['detects'];
  agrees: readonly boolean[] | undefined;
  dy: ArrayLike<number>;
  dx: ArrayLike<number>;
}

/**
 * Runs an experiment, and captures film strips and class maps of some of its variants.
 *
 * @throws as `runExperiment`
 */
export async function capture(experiment: Experiment, settings: CaptureSettings): Promise<Snapshot> {
  const { loops, backend, signal, most = 1 } = settings;
  const drawn: DrawnStep[][] = [];
  const indexOf = new Map(experiment.variants.map((variant, at) => [variant, at]));
  const result = await runExperiment(experiment, {
    ...settings,
    measuredVariants: most,
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
      // It was not known that it would be pictured.
      steps = [];
      for await (const one of await measureVariant(first.variant, { ...options, distances: false }))
        steps.push(drawnStep(one));
    }
    const strip = await stripOf(first, steps, {
      title: titleOf(experiment.name, variant),
      ...settings,
      // The shifts of the first strip, where this variant drew them, too: so that strips can be compared.
      shifts: settings.shifts ?? drawnShifts(pictured[0]?.strip, steps[0]!),
      ...options,
    });
    const name = valuesText(variant);
    pictured.push({ name, index, why, strip, maps: mappedSteps(variant, steps) });
  }
  return { result, pictured };
}

/** The shifts of a strip, if a variant drew all of them. */
function drawnShifts(strip: FilmStrip | undefined, { classes: { dy, dx } }: DrawnStep): Pair[] | undefined {
  if (!strip) return undefined;
  const { shifts, second = 0 } = strip;
  const drawn = new Set(Array.from(dy, (down, s) => `${down} ${dx[s]}`));
  const own = shifts.slice(1, shifts.length - second);
  return own.every(([down, right]) => drawn.has(`${down} ${right}`)) ? own : undefined;
}

type StripOptions = Pick<CaptureSettings, 'some' | 'shifts' | 'channel'> &
  Parameters<typeof outputsAt>[2] & { title: string };

async function stripOf(
  { variant, picture }: Awaited<ReturnType<typeof ofFirstPicture>>,
  drawn: readonly DrawnStep[],
  { title, some = 3, shifts: asked, channel, ...options }: StripOptions,
): Promise<FilmStrip> {
  const shifts: Pair[] = [[0, 0], ...(asked ?? pickShifts(drawn[0]!.classes, some))];
  const outputs = await outputsAt(variant, shifts, options);
  const { against } = variant;
  const second =
    against && (await outputsAt({ ...variant, image: against, against: undefined }, shifts, options));
  const strides = variant.steps
    .filter(({ index }) => variant.measured.has(index))
    .map(({ stride }) => stride);
  const classOfUndrawn = (step: number, shift: Pair, output: Image) => {
    const [reference] = outputs[step]!;
    const { classes } = drawn[step]!;
    const same = coincides(variant.compare, {
      reference: reference!,
      output,
      shift,
      stride: strides[step],
      drawn: classes,
    });
    return same === undefined ? undefined : same ? 0 : -1;
  };
  const classesOf = (mapped: ClassMapStep, step: number, images: readonly Image[]) => [
    ...shifts.map(
      (shift, s) => classOf(mapped.shiftClasses, shift) ?? classOfUndrawn(step, shift, images[s]!),
    ),
    ...(second ? shifts.map((shift) => agreesAt(drawn[step]!, shift)) : []),
  ];
  const names = classNamesOf(variant.image);
  const steps = mappedSteps(variant, drawn).map((mapped, i): FilmStripStep => {
    const images = [...outputs[i]!, ...(second?.[i] ?? [])];
    const channels = images[0]!.shape[2];
    const own =
      channels === 1 ? undefined : typeof channel === 'number' && channel >= channels ? 'mean' : channel;
    const { decides, detects } = drawn[i]!;
    if (detects && variant.measured.has(0)) {
      // Boxes and points are drawn on the image, which is step 0.
      const pictures = [...outputs[0]!, ...(second?.[0] ?? [])];
      const marks = images.map((image, row) =>
        detectionMarks(detects, image, row < shifts.length ? images[0]! : undefined, shifts[row] ?? [0, 0]),
      );
      return {
        ...mapped,
        outputs: pictures,
        classes: classesOf(mapped, i, images),
        marks,
        channel: undefined,
        range: valueRange(pictures, undefined),
      };
    }
    return {
      ...mapped,
      outputs: images,
      classes: classesOf(mapped, i, images),
      decisions: decides ? images.map((image) => decisionText(image, names)) : undefined,
      channel: own,
      range: valueRange(images, own),
    };
  });
  return {
    title,
    picture,
    shifts: second ? [...shifts, ...shifts] : shifts,
    second: second ? shifts.length : 0,
    steps,
  };
}

/** @returns for example `3 dress`; undefined for an output of several cells */
function decisionText(
  { shape, data }: Image,
  names: readonly (string | undefined)[] = [],
): string | undefined {
  if (shape[0] * shape[1] * shape[2] !== 1) return undefined;
  const name = names[data[0]!];
  return name === undefined || name === String(data[0]) ? `class ${data[0]}` : `${name} (${data[0]})`;
}

function mappedSteps({ steps, measured }: Variant, drawn: readonly DrawnStep[]): ClassMapStep[] {
  return steps
    .filter(({ index }) => measured.has(index))
    .map(({ index, name, depth }, i) => ({
      step: index,
      layer: name,
      depth,
      shiftClasses: drawn[i]!.classes,
    }));
}

/** The variants to picture, and why: those that fail, the most telling one, and the others in order. */
function chosenVariants(
  { variants }: Experiment,
  result: Result,
  most: number,
): { index: number; why: string }[] {
  const chosen = new Map<number, string>();
  const { table, verdicts } = result;
  const variantOf = new Map<unknown, number>();
  let row = 0;
  for (const [index, { rows }] of variants.entries())
    for (let i = 0; i < rows.length && row < table.rows.length; i++) variantOf.set(table.rows[row++], index);
  const failed = verdicts.flatMap((verdict) =>
    verdict.state === 'failed' ? verdict.violations.map((violation) => ({ verdict, violation })) : [],
  );
  failed.sort((one, other) => Number(isFailure(other.verdict)) - Number(isFailure(one.verdict)));
  for (const { verdict, violation } of failed) {
    const index = variantOf.get(violation.row);
    if (index === undefined || chosen.has(index)) continue;
    const broken = brokenOf(violation, verdict.expectation, table.columns);
    const { metric } = verdict.expectation;
    chosen.set(index, `its ${metric} is ${broken.shown} at depth ${violation.row.depth}, ${notText(broken)}`);
    if (chosen.size === most) break;
  }
  const telling = mostTelling(variants, result);
  for (const index of [telling ?? 0, ...variants.keys()]) {
    if (chosen.size >= most) break;
    if (chosen.has(index)) continue;
    const why =
      index === telling
        ? 'some of its trials match at the last step and some do not'
        : 'it is one of the first';
    chosen.set(index, why);
  }
  return [...chosen].map(([index, why]) => ({ index, why }));
}

/** The first variant at whose last step some trials match and some do not. */
function mostTelling(variants: readonly Variant[], { table }: Result): number | undefined {
  let end = 0;
  const found = variants.findIndex(({ rows }) => {
    end += rows.length;
    const { matches, trials } = table.rows[end - 1]!;
    return matches! > 1 && matches! < trials!;
  });
  return found < 0 ? undefined : found;
}

/** `circle-range (shift.max 4)` */
export function titleOf(name: string, variant: Pick<Variant, 'values'>): string {
  const swept = valuesText(variant);
  return swept === '' ? name : `${name} (${swept})`;
}

/** `shift.max 4`; empty if nothing is swept. */
function valuesText({ values }: Pick<Variant, 'values'>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

function drawnStep(measured: Measured): DrawnStep {
  const { agrees, decides = false, detects, shifts } = measured;
  return {
    classes: drawnClasses(measured),
    decides,
    detects,
    agrees: agrees && [...agrees],
    dy: shifts.dy,
    dx: shifts.dx,
  };
}

function classOf({ dy, dx, classOf }: ShiftClasses, [down, right]: Pair): number | undefined {
  if (down === 0 && right === 0) return 0;
  for (let s = 0; s < dy.length; s++) if (dy[s] === down && dx[s] === right) return classOf[s]!;
  return undefined;
}

/** 0 if the second image, shifted alike, gives the same output, −1 if not; undefined if that shift was not drawn. */
function agreesAt({ agrees, dy, dx }: DrawnStep, [down, right]: Pair): number | undefined {
  for (let s = 0; s < dy.length; s++)
    if (dy[s] === down && dx[s] === right) return agrees?.[s] === undefined ? undefined : agrees[s] ? 0 : -1;
  return undefined;
}
