import type { BackendName } from '../backend/load.ts';
import { requireArgument, requireKeys, requireSignal, requireText } from '../core/arguments.ts';
import { quoted } from '../core/error.ts';
import { isObject } from '../core/is_object.ts';
import { once } from '../core/memo.ts';
import { createScheduler } from '../core/scheduler.ts';
import type { Backend } from '../core/tensor.ts';
import { type Verdict, verify } from '../expect/expect.ts';
import { requireResultName } from '../experiment/disk/name.ts';
import type { Experiment } from '../experiment/parse.ts';
import { readObject } from '../experiment/read.ts';
import type {
  ExperimentInput,
  NoKinds,
  OwnImages,
  OwnLayers,
  OwnMeasures,
} from '../experiment/schema/input.ts';
import { numbersDependOn } from '../experiment/variants/resolved.ts';
import { isSet } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { withHeldLayers } from '../layers/stack/held_layers.ts';
import type { ShiftClasses } from '../picture/film_strip.ts';
import type { Column, Row } from '../results/columns.ts';
import { digestOf } from '../results/datapackage.ts';
import type { WritableResult } from '../results/files.ts';
import { gatherVariant, variantFacts } from './combine.ts';
import { expectedRows } from './expected_rows.ts';
import { type Gathered, gatherResults } from './gather.ts';
import { drawnClasses, keepClasses } from './row_classes.ts';
import { runUnit } from './run_unit.ts';
import type { RunSettings } from './settings.ts';
import { unitsOf } from './unit.ts';
import type { UnitResult } from './unit_result.ts';
import { warningsOf } from './warnings.ts';

/**
 * The result of an experiment. Tables beside the summary (`shifts`, `images`, …) are there only where the experiment
 * asks for them.
 */
export interface Result extends Omit<WritableResult, 'missingUnits'> {
  /** One row per variant and measured step. */
  table: { columns: readonly Column[]; rows: readonly Row[] };
  verdicts: readonly Verdict[];
  /** Sentences that a reader of the table should know. */
  warnings: readonly string[];
}

/**
 * Runs an experiment that was read and checked: draws the shifts, runs every variant's stack over them, measures.
 * The numbers are a function of the experiment alone.
 *
 * @throws UserError (run) where an output is not finite; the signal's reason where it is aborted
 */
export async function runExperiment(experiment: Experiment, settings: RunSettings): Promise<Result> {
  // Another thread computes it meanwhile.
  const digest = digestOfExperiment(experiment);
  return resultOf(experiment, await runVariants(experiment, settings), digest);
}

/** Runs the variants of an experiment, one after the other. @throws as `runExperiment` */
export async function runVariants(experiment: Experiment, settings: RunSettings): Promise<Gathered> {
  const { name, variants, measures } = experiment;
  settings.signal?.throwIfAborted();
  const { scheduler = createScheduler(settings.signal) } = settings;
  const gathering = gatherResults(experiment);
  const units = unitsOf(experiment);
  await withHeldLayers(variants, async () => {
    for (const variant of variants.keys()) {
      const [first, end] = units.of(variant);
      const gatherer = gatherVariant(name, variantFacts(experiment, variant), measures);
      // The first picture of a set that is measured is in the first slice that has one.
      let measured = settings.measured;
      const add = (result: UnitResult) => {
        if (result.notes.pictures > 0) measured = undefined;
        gatherer.add(result);
      };
      for (let index = first; index < end; index++) {
        const known = settings.known?.read(index);
        if (known) {
          add(known);
          continue;
        }
        const progress = (done: number, of: number) =>
          settings.progress?.(variant + (index - first + done / of) / (end - first), variants.length);
        const own = { ...settings, scheduler, measured, progress };
        const result = await runUnit(experiment, units.at(index), own);
        settings.known?.keep(index, result);
        add(result);
        if (scheduler.due()) await scheduler.yieldNow();
      }
      gathering.add(gatherer.end());
    }
  });
  return gathering.end();
}

/** The parts of an experiment that its result repeats. */
export type ResultFacts = Pick<
  Experiment,
  'name' | 'description' | 'columns' | 'resolved' | 'files' | 'expect'
> & { variants: readonly Pick<Variant, 'values'>[] };

/** The result of an experiment from those of its variants. @param digest that of the experiment, as `digestOfExperiment` */
export async function resultOf(
  experiment: ResultFacts,
  gathered: Gathered,
  digest: Promise<string> = digestOfExperiment(experiment),
): Promise<Result> {
  const { name, description, columns, resolved, files } = experiment;
  const { table, further, notes, runtimes } = gathered;
  return {
    experiment: name,
    description,
    table: table as Result['table'],
    ...Object.fromEntries(further),
    verdicts: verify(experiment.expect, expectedRows(gathered), columns),
    warnings: warningsOf(experiment.variants, notes),
    resolved,
    digest: await digest,
    files,
    backend: whatComputed(runtimes),
  };
}

/** `sha256:…` of what the numbers of an experiment depend on. */
export const digestOfExperiment = once(({ resolved, files }: Pick<Experiment, 'resolved' | 'files'>) =>
  digestOf(numbersDependOn(resolved, files)),
);

/** The names, in order; `loops` only if it is alone, since it gives the same on every machine. */
function whatComputed(names: ReadonlySet<string>): string | undefined {
  const shown = [...names].filter((name) => name !== 'loops' || names.size === 1);
  return shown.length > 0 ? shown.sort().join(', ') : undefined;
}

export interface RunOptions<
  L extends OwnLayers = NoKinds,
  I extends OwnImages = NoKinds,
  M extends OwnMeasures = NoKinds,
> {
  /** A backend that `loadBackend` gave, or its name. Default `auto`: plain loops where they pay, else WebAssembly. */
  backend?: Backend | BackendName | 'auto';
  /** Kinds of one's own, by the names that the experiment uses. */
  layers?: L;
  images?: I;
  measures?: M;
  /** Name of an experiment that is written as an object. Default `experiment`. */
  name?: string;
  /** The folder that paths in such an object are relative to, and may not lead out of. Default: the current one. */
  base?: string;
  signal?: AbortSignal;
}

/**
 * Runs an experiment: one that `readExperiment` or `parseExperiment` gave, or an object that is written as a file
 * would be.
 *
 * @throws UserError where the experiment is wrong, a backend is missing, or an output is not a finite float32
 * @example
 * const { table } = await run({ image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 4 } });
 * table.rows.at(-1)?.match_rate; // 1
 */
export async function run<
  L extends OwnLayers = NoKinds,
  I extends OwnImages = NoKinds,
  M extends OwnMeasures = NoKinds,
>(experiment: Experiment | ExperimentInput<L, I, M>, options: RunOptions<L, I, M> = {}): Promise<Result> {
  const { parsed, settings } = await prepare(experiment, options);
  const drawn: (ShiftClasses | undefined)[] = [];
  const measured: RunSettings['measured'] = (variant, _, step) =>
    drawn.push(isSet(variant) ? undefined : drawnClasses(step));
  const result = await runExperiment(parsed, { ...settings, measured });
  for (const [i, row] of result.table.rows.entries()) if (drawn[i]) keepClasses(row, drawn[i]);
  return result;
}

/** The experiment, read and checked, and how it is to be run. @throws UserError */
export async function prepare(
  experiment: Experiment | object,
  options: RunOptions<OwnLayers, OwnImages, OwnMeasures>,
): Promise<{ parsed: Experiment; settings: RunSettings }> {
  requireKeys('options', options, RUN_OPTIONS);
  const { backend = 'auto', name = 'experiment', base = '.', signal } = options;
  const { layers = {}, images = {}, measures = {} } = options;
  requireText('options.name', name);
  requireResultName(name.split('/'), { place: 'options.name' });
  requireText('options.base', base);
  requireSignal(signal);
  const isBackend = typeof backend === 'string' || (isObject(backend) && 'tf' in backend);
  requireArgument(isBackend, 'options.backend', 'a name, or what loadBackend gives', backend);
  if (typeof experiment === 'string') {
    const isFile = !/[\n{]|:\s/.test(experiment);
    const reading = isFile
      ? `write await readExperiment(${quoted(experiment)}) for a file`
      : 'write parseExperiment(…) for the text of a file';
    requireArgument(false, 'the experiment', 'an object', experiment, reading);
  }
  const parsed = isParsed(experiment)
    ? experiment
    : await readObject(experiment, base, { name, kinds: { layers, images, measures } });
  return { parsed, settings: { signal, ...(await chooser(backend)) } };
}

const RUN_OPTIONS = ['backend', 'base', 'images', 'layers', 'measures', 'name', 'signal'];

function isParsed(experiment: unknown): experiment is Experiment {
  return isObject(experiment) && 'variants' in experiment && 'resolved' in experiment;
}

async function chooser(backend: Backend | BackendName | 'auto'): Promise<RunSettings> {
  if (typeof backend === 'object') return { backend: () => Promise.resolve(backend) };
  backendModule ??= import('../backend/load.ts');
  return (await backendModule).chooseBackend(backend, 'options.backend');
}

/** Imported once: importing takes long, compared with a short run. */
let backendModule: Promise<typeof import('../backend/load.ts')> | undefined;
