import { createScheduler } from '../../core/scheduler.ts';
import type { Measured } from '../../engine/engine.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { picturesOf } from '../../experiment/variants/sets.ts';
import type { Variant } from '../../experiment/variants/variant.ts';
import { valuesOf } from '../../measure/sets/values.ts';
import { formatCell } from '../../results/csv.ts';
import { measureVariant } from '../../run/measure_variant.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { MapOfShifts, MappedStep } from '../protocol.ts';

/** A variant with one picture of its set, if it has one. @param picture its index */
export function withPicture(variant: Variant, picture: number): Variant {
  const set = picturesOf(variant.image);
  if (!set) return variant;
  // Without its list the picture is one image, not a set.
  const { pictures: _, ...kind } = variant.image.kind;
  return { ...variant, image: { ...variant.image, kind, picture: Math.min(picture, set.list.length - 1) } };
}

/**
 * Every shift that a variant can draw, each once: its class at each measured step, and the measures over all of them. Of
 * a set it is the given picture alone.
 *
 * @throws as `runExperiment`
 */
export async function mapShifts(
  { variants, measures, columns }: Experiment,
  index: number,
  picture: number,
  settings: RunSettings,
): Promise<MapOfShifts> {
  const given = withPicture(variants[index]!, picture);
  const variant: Variant = { ...given, trials: 'all', shift: { ...given.shift, distribution: 'uniform' } };
  // Measures of sets do not fit one picture.
  const own = measures.filter(({ when, labels, others }) => when !== 'set' && !labels && !others);
  const scheduler = createScheduler(settings.signal);
  const options = { ...settings, distances: true, scheduler };
  const steps: MappedStep[] = [];
  for await (const measured of await measureVariant(variant, options)) {
    const values = await valuesOf(own, measured, scheduler, {});
    const cells = columns.map((column) => [column.name, formatCell(values[column.name] ?? null, column)]);
    const { step, layer, depth } = variant.rows[steps.length] as unknown as MappedStep;
    steps.push({ step, layer, depth, ...(await capturedOf(measured)), cells: Object.fromEntries(cells) });
    settings.progress?.(steps.length, variant.rows.length);
  }
  return { steps };
}

type Captured = Omit<MappedStep, 'step' | 'layer' | 'depth' | 'cells'>;

async function capturedOf({ shifts, classOf, decides, output, unshifted }: Measured): Promise<Captured> {
  const classes = Int32Array.from(classOf);
  const decisions = decides ? new Float32Array(classes.length) : undefined;
  for (const s of decisions?.keys() ?? []) {
    const { data, offset } = await output(s);
    decisions![s] = data[offset]!;
  }
  return {
    shape: unshifted.shape,
    dy: Float64Array.from(shifts.dy),
    dx: Float64Array.from(shifts.dx),
    classOf: classes,
    classes: new Set(classes.filter((found) => found >= 0)).size,
    decisions,
  };
}
