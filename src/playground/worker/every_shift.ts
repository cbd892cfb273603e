import { createScheduler } from '../../core/scheduler.ts';
import type { Shape } from '../../core/tensor.ts';
import type { Measured } from '../../engine/engine.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { picturesOf } from '../../experiment/variants/sets.ts';
import type { Variant } from '../../experiment/variants/variant.ts';
import { defineMeasure } from '../../measure/kind.ts';
import { formatCell } from '../../results/csv.ts';
import { runVariant } from '../../run/run_variant.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { MappedStep, ShiftMap } from '../protocol.ts';

/** A variant with one picture of its set, if it has one. @param picture its index */
export function ofPicture(variant: Variant, picture: number): Variant {
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
  experiment: Experiment,
  index: number,
  picture: number,
  settings: RunSettings,
): Promise<ShiftMap> {
  const began = performance.now();
  const given = ofPicture(experiment.variants[index]!, picture);
  const variant: Variant = { ...given, trials: 'all', shift: { ...given.shift, distribution: 'uniform' } };
  const captured: Captured[] = [];
  const capturing = defineMeasure({
    title: 'What the page shows of a step.',
    when: 'asked',
    columns: {},
    read: async (step) => captured.push(await capturedOf(step)),
    measure: () => ({}),
  });
  // Measures of sets do not fit one picture.
  const own = experiment.measures.filter(({ when, labels, others }) => when !== 'set' && !labels && !others);
  const alone: Experiment = {
    ...experiment,
    variants: [variant],
    measures: [...own, capturing],
    tables: ['summary'],
    set: false,
  };
  const { rows } = await runVariant(alone, 0, {
    ...settings,
    progress: (share) => settings.progress?.(share, 1),
    scheduler: createScheduler(settings.signal),
  });
  const steps = rows.map((row, at): MappedStep => {
    const cells = experiment.columns.map((column) => [
      column.name,
      formatCell(row[column.name] ?? null, column),
    ]);
    const { step, layer, depth } = row;
    return { step, layer, depth, ...captured[at]!, cells: Object.fromEntries(cells) };
  });
  return { variant: index, steps, took: performance.now() - began };
}

type Captured = Omit<MappedStep, 'step' | 'layer' | 'depth' | 'cells'>;

async function capturedOf({ shifts, classOf, decides, output, reference }: Measured): Promise<Captured> {
  const classes = Int32Array.from(classOf);
  const decisions = decides ? new Float32Array(classes.length) : undefined;
  for (const s of decisions?.keys() ?? []) {
    const { data, offset } = await output(s);
    decisions![s] = data[offset]!;
  }
  return {
    shape: reference.shape as Shape,
    dy: Float64Array.from(shifts.dy),
    dx: Float64Array.from(shifts.dx),
    classOf: classes,
    classes: new Set(classes.filter((found) => found >= 0)).size,
    decisions,
  };
}
