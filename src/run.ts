import type { BackendName } from './backend/load.ts';
import { breather } from './breathe.ts';
import { type Verdict, verify } from './check/expect.ts';
import type { ExperimentInput } from './experiment/input.ts';
import { type Experiment, parseObject } from './experiment/parse.ts';
import { numbersDependOn } from './experiment/resolved.ts';
import type { Variant } from './experiment/variant.ts';
import type { ImageKind } from './image/kind.ts';
import type { LayerKind } from './layers/kind.ts';
import { isExact } from './layers/stack.ts';
import type { Measured, MeasureKind } from './measure/kind.ts';
import { measureVariant } from './outputs/measure_variant.ts';
import { type Column, type Row, shiftsColumns } from './results/columns.ts';
import type { Table } from './results/csv.ts';
import { digestOf } from './results/datapackage.ts';
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
  verdicts: readonly Verdict[];
  /** What a reader of the table should know. */
  warnings: readonly string[];
  /** The experiment with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
  /** `sha256:…` of what the numbers depend on. */
  digest: string;
  /** What computed it, a backend or `dense`; only where it matters, since a stack is not exact. */
  backend?: string | undefined;
}

export interface RunSettings {
  /** Takes layers in plain loops where they have that form and it pays. Default: all of them on the backend. */
  dense?: boolean | undefined;
  /** Loads the backend, once it is needed. */
  backend(): Promise<Backend>;
  /** Told for each variant how its stack is computed, and why. */
  told?: ((why: string) => void) | undefined;
  /** Bytes for the batches of a stack that has no shared pass, and for what is kept of them. Default 256 MiB. */
  memory?: number | undefined;
  /** Every distinct shift as an image of its own, even where one pass would do: slower, with the same results. */
  copies?: boolean | undefined;
  /** What the tolerances of comparisons are multiplied by, to see what depends on them. Default 1. */
  toleranceTimes?: number | undefined;
  /** Told what was measured of each row; `at` is which of the variant's rows it is. */
  measured?: ((variant: Variant, at: number, measured: Measured) => void) | undefined;
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
  const { name, variants, measures, tables } = experiment;
  settings.signal?.throwIfAborted();
  const breath = breather(settings.signal);
  const distances = tables.includes('shifts') || measures.some((kind) => kind.distances);
  const rows: Row[] = [];
  const shiftRows: Table['rows'][number][] = [];
  const warnings = gatherWarnings(variants);
  let named: string | undefined;
  for (const [index, variant] of variants.entries()) {
    const { memory = MEMORY, copies = false, dense, told, toleranceTimes = 1 } = settings;
    let used = dense ? 'dense' : undefined;
    const backend = async () => {
      const loaded = await settings.backend();
      used = loaded.name;
      return loaded;
    };
    const computed = { dense, backend, told, distances, memory, copies, toleranceTimes, breath };
    let at = 0;
    for await (const measured of measureVariant(variant, computed)) {
      const identity = { experiment: name, ...variant.rows[at]! };
      for (const kind of measures)
        Object.assign(identity, definite(kind.measure(measured, await kind.read?.(measured, breath))));
      rows.push(identity as Row);
      if (tables.includes('shifts')) {
        for (const row of rowsOfShifts({ experiment: name, ...variant.rows[at]! }, measured)) {
          shiftRows.push(row);
          if (breath.due()) await breath.rest();
        }
      }
      settings.measured?.(variant, at, measured);
      warnings.note(variant, at, measured);
      at++;
      settings.progress?.(index + at / variant.rows.length, variants.length);
    }
    if (!isExact(variant.layers) && (named === undefined || named === 'dense')) named = used;
    if (breath.due()) await breath.rest();
  }
  return {
    experiment: name,
    description: experiment.description,
    table: { columns: experiment.columns, rows },
    shifts: tables.includes('shifts')
      ? { columns: shiftsColumns(experiment.swept), rows: shiftRows }
      : undefined,
    verdicts: verify(experiment.expect, rows, experiment.columns),
    warnings: warnings.list(),
    resolved: experiment.resolved,
    digest: await digestOf(numbersDependOn(experiment.resolved)),
    backend: named,
  };
}

export interface RunOptions<
  L extends Record<string, LayerKind> = Record<never, never>,
  I extends Record<string, ImageKind> = Record<never, never>,
  M extends Record<string, MeasureKind> = Record<never, never>,
> {
  /** A backend that `loadBackend` gave, or its name. Default `auto`: plain loops where they pay, else WebAssembly. */
  backend?: Backend | BackendName | 'auto';
  /** Kinds of one's own, by the names that the experiment uses. */
  layers?: L;
  images?: I;
  measures?: M;
  /** Name of an experiment that is written as an object. Default `experiment`. */
  name?: string;
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
  const { parsed, settings } = await prepare(experiment, options);
  return runExperiment(parsed, settings);
}

/** The experiment, read and checked, and how it is to be run. @throws UserError */
export async function prepare(
  experiment: Experiment | object,
  {
    backend = 'auto',
    name = 'experiment',
    layers = {},
    images = {},
    measures = {},
    signal,
  }: RunOptions<Record<string, LayerKind>, Record<string, ImageKind>, Record<string, MeasureKind>>,
): Promise<{ parsed: Experiment; settings: RunSettings }> {
  const parsed = isParsed(experiment)
    ? experiment
    : parseObject(experiment, { name, kinds: { layers, images, measures } });
  return { parsed, settings: { ...(await chooser(backend)), signal } };
}

function isParsed(experiment: object): experiment is Experiment {
  return 'variants' in experiment;
}

async function chooser(backend: Backend | BackendName | 'auto'): Promise<RunSettings> {
  if (typeof backend === 'object') return { backend: () => Promise.resolve(backend) };
  const { chooseBackend } = await import('./backend/load.ts');
  return chooseBackend(backend);
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

function definite(values: Record<string, number | null>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : defined(value)]),
  );
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
