import type { BackendName } from './backend/load.ts';
import { breather } from './breathe.ts';
import { type Verdict, verify } from './check/expect.ts';
import type { ExperimentInput } from './experiment/input.ts';
import type { Experiment } from './experiment/parse.ts';
import { readObject } from './experiment/read.ts';
import { numbersDependOn } from './experiment/resolved.ts';
import { picturesOf } from './experiment/sets.ts';
import type { Variant } from './experiment/variant.ts';
import type { NamedFile } from './files.ts';
import { countPictures } from './image/choose.ts';
import type { ImageKind } from './image/kind.ts';
import type { LayerKind } from './layers/kind.ts';
import { holdLayers, type Layer, runtimesOf } from './layers/stack.ts';
import { heavyWork } from './layers/work.ts';
import type { Measured, MeasureKind } from './measure/kind.ts';
import { measureSet, type SetOptions } from './outputs/measure_set.ts';
import { measureVariant } from './outputs/measure_variant.ts';
import { valuesOf } from './outputs/values.ts';
import { type Column, imagesColumns, type Row, shiftsColumns } from './results/columns.ts';
import type { Table } from './results/csv.ts';
import { digestOf } from './results/datapackage.ts';
import { countShifts, shiftRange } from './shift/range.ts';
import type { Backend } from './tensor.ts';
import { gatherWarnings } from './warnings.ts';

/** What an experiment gave. */
export interface Result {
  experiment: string;
  description?: string | undefined;
  /** One row per variant and measured step. */
  table: { columns: readonly Column[]; rows: readonly Row[] };
  /** One row per variant, measured step and distinct shift; only where the experiment asks for it. */
  shifts?: Table | undefined;
  /** One row per variant, measured step and picture of a set; only where the experiment asks for it. */
  images?: Table | undefined;
  verdicts: readonly Verdict[];
  /** What a reader of the table should know. */
  warnings: readonly string[];
  /** The experiment with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
  /** `sha256:…` of what the numbers depend on. */
  digest: string;
  /** The files that the experiment names, and those that they name in turn. */
  files: readonly NamedFile[];
  /** What computed it; only where it matters, since a stack is not exact. */
  backend?: string | undefined;
}

export interface RunSettings {
  /** The backend for a stack. @param work multiply-adds of its heavy layers, over all shifts */
  backend(layers: readonly Layer[], work: number): Promise<Backend>;
  /** Bytes for the batches of a stack that has no shared pass, and for what is kept of them. Default 256 MiB. */
  memory?: number | undefined;
  /** Every distinct shift as an image of its own, even where one pass would do: slower, with the same results. */
  copies?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Told after each measured step: variants done, of how many. */
  progress?: ((done: number, of: number) => void) | undefined;
}

const MEMORY = 256 * 2 ** 20;

/**
 * Runs an experiment that was read and checked: draws the shifts, runs every variant's stack over them, measures.
 * The numbers are a function of the experiment alone.
 *
 * @throws UserError (run) where an output is not finite; the signal's reason where it is aborted
 */
export async function runExperiment(experiment: Experiment, settings: RunSettings): Promise<Result> {
  const release = holdLayers(experiment.variants.map(({ steps }) => steps));
  try {
    return await runVariants(experiment, settings);
  } finally {
    release();
  }
}

async function runVariants(experiment: Experiment, settings: RunSettings): Promise<Result> {
  const { name, variants, measures, tables } = experiment;
  settings.signal?.throwIfAborted();
  const breath = breather(settings.signal);
  const distances = tables.includes('shifts') || measures.some((kind) => kind.distances);
  const rows: Row[] = [];
  const shiftRows: Table['rows'][number][] = [];
  const imageRows: Table['rows'][number][] = [];
  const warnings = gatherWarnings(variants);
  const named = new Set<string>();
  for (const [index, variant] of variants.entries()) {
    const set = picturesOf(variant.image);
    const images = mostShifts(variant) * (set ? countPictures(set) : 1);
    const backend = await settings.backend(variant.layers, heavyWork(variant.steps, images));
    for (const name of runtimesOf(variant.steps, backend.name)) named.add(name);
    const { memory = MEMORY, copies = false } = settings;
    const options = { backend, distances, memory, copies, breath };
    const identified = (at: number) => ({ experiment: name, ...variant.rows[at]! });
    if (set) {
      const told: SetOptions['told'] = ({ name, label, steps }, done, of) => {
        for (const [at, values] of steps.entries()) {
          if (tables.includes('images')) imageRows.push({ ...identified(at), image: name, label, ...values });
        }
        settings.progress?.(index + done / of, variants.length);
      };
      const { steps, skipped } = await measureSet(variant, { ...options, measures, told });
      for (const [at, values] of steps.entries()) rows.push({ ...identified(at), ...values } as Row);
      warnings.skipped(variant, skipped);
      continue;
    }
    let at = 0;
    for await (const measured of measureVariant(variant, options)) {
      rows.push({ ...identified(at), ...(await valuesOf(measures, measured, breath)) } as Row);
      if (tables.includes('shifts')) {
        for (const row of rowsOfShifts(identified(at), measured)) {
          shiftRows.push(row);
          if (breath.due()) await breath.rest();
        }
      }
      warnings.note(variant, at, measured);
      at++;
      settings.progress?.(index + at / variant.rows.length, variants.length);
    }
    if (breath.due()) await breath.rest();
  }
  return {
    experiment: name,
    description: experiment.description,
    table: { columns: experiment.columns, rows },
    shifts: tables.includes('shifts')
      ? { columns: shiftsColumns(experiment.swept), rows: shiftRows }
      : undefined,
    images: tables.includes('images')
      ? { columns: imagesColumns(experiment.swept, measures), rows: imageRows }
      : undefined,
    verdicts: verify(experiment.expect, rows),
    warnings: warnings.list(),
    resolved: experiment.resolved,
    digest: await digestOf(numbersDependOn(experiment.resolved, experiment.files)),
    files: experiment.files,
    backend: named.size > 0 ? [...named].sort().join(', ') : undefined,
  };
}

/** The most distinct shifts that a variant can draw. */
function mostShifts({ shift, trials }: Variant): number {
  const count = countShifts(shiftRange(shift));
  return trials === 'all' ? count : Math.min(trials, count);
}

export interface RunOptions<
  L extends Record<string, LayerKind> = Record<never, never>,
  I extends Record<string, ImageKind> = Record<never, never>,
  M extends Record<string, MeasureKind> = Record<never, never>,
> {
  /** A backend that `loadBackend` gave, or its name. Default `auto`: the one that suits the stack. */
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
  L extends Record<string, LayerKind> = Record<never, never>,
  I extends Record<string, ImageKind> = Record<never, never>,
  M extends Record<string, MeasureKind> = Record<never, never>,
>(experiment: Experiment | ExperimentInput<L, I, M>, options: RunOptions<L, I, M> = {}): Promise<Result> {
  const { backend = 'auto', name = 'experiment', base = '.', signal } = options;
  const { layers = {}, images = {}, measures = {} } = options;
  const parsed = isParsed(experiment)
    ? experiment
    : await readObject(experiment, base, { name, kinds: { layers, images, measures } });
  return runExperiment(parsed, { backend: await chooser(backend), signal });
}

function isParsed(experiment: object): experiment is Experiment {
  return 'variants' in experiment;
}

async function chooser(backend: Backend | BackendName | 'auto'): Promise<RunSettings['backend']> {
  if (typeof backend === 'object') return async () => backend;
  const { autoBackend, loadBackend } = await import('./backend/load.ts');
  return backend === 'auto'
    ? async (layers, work) => (await autoBackend(layers, work)).backend
    : () => loadBackend(backend);
}

/** One row per distinct drawn shift, in the order dy, then dx. */
function* rowsOfShifts(
  identity: object,
  { shifts: { dy, dx, trials }, classOf, distances }: Measured,
): Generator<Table['rows'][number]> {
  const drawn = [...trials.keys()].filter((s) => trials[s]! > 0);
  for (const s of drawn.sort((a, b) => dy[a]! - dy[b]! || dx[a]! - dx[b]!)) {
    yield {
      ...identity,
      dy: dy[s]!,
      dx: dx[s]!,
      trials: trials[s]!,
      class: classOf[s]!,
      cosine: defined(distances[s]!.cosine),
      relative_l2: defined(distances[s]!.relativeL2),
      max_abs: distances[s]!.maxAbs,
    };
  }
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
