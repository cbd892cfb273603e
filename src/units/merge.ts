import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { count, UserError } from '../core/error.ts';
import { shellWord } from '../core/shell_word.ts';
import { reason } from '../results/reason.ts';
import { gatherVariant, type VariantResult } from '../run/combine.ts';
import { gatherResults } from '../run/gather.ts';
import { type Result, resultOf } from '../run/run.ts';
import { columnNames } from '../run/run_unit.ts';
import type { UnitResult } from '../run/unit_result.ts';
import {
  isManifestName,
  type Manifest,
  type PlannedExperiment,
  plannedFacts,
  readManifests,
  tableFacts,
} from './manifest.ts';
import { splitByCost } from './shard.ts';
import { type KeptFiles, openUnitFiles } from './unit_files.ts';

/** Shards that were read, and fit together. */
export interface Shards {
  experiments: readonly PlannedExperiment[];
  units: KeptFiles;
  /** How many units are not there. */
  missing: number;
}

/**
 * Reads the shards in some folders: the experiments that they plan, their units, and which units are missing.
 *
 * @param partial whether units may be missing
 * @throws UserError where a folder holds no shard, or shards are damaged, do not fit together, or are incomplete
 */
export async function readShards(folders: readonly string[], partial: boolean): Promise<Shards> {
  const manifests = await manifestsOf(folders);
  const experiments = new Map<string, { path: string; manifest: Manifest; planned: PlannedExperiment }>();
  for (const [path, manifest] of manifests) {
    for (const planned of manifest.experiments) {
      const other = experiments.get(planned.name);
      if (!other) experiments.set(planned.name, { path, manifest, planned });
      else requireSame(planned.name, other, { path, manifest, planned });
    }
  }
  const units = openUnitFiles(folders.flatMap(unitFolders), 'shards');
  if (units.damaged.length > 0)
    throw new UserError(
      units.damaged.map((file) => ({
        message: 'this unit file is damaged; remove it, and run its shard again.',
        where: { file },
      })),
    );
  const planned = new Set([...experiments.values()].flatMap((one) => one.planned.units));
  const strange = [...units.ids()].filter((id) => !planned.has(id)).length;
  if (strange > 0)
    throw new UserError(
      `${folders.join(', ')}: ${count(strange, 'unit')} of another experiment, seed, version or backend: no manifest names them.`,
    );
  const missing = missingUnits([...experiments.values()], units, folders, partial);
  return { experiments: [...experiments.values()].map((one) => one.planned), units, missing };
}

async function manifestsOf(folders: readonly string[]): Promise<Map<string, Manifest>> {
  const manifests = new Map<string, Manifest>();
  for (const folder of folders) {
    const found = await readManifests(folder).catch((error) => {
      if (error instanceof UserError) throw error;
      const file = error.path ?? folder;
      const problem = { message: `it cannot be read (${reason(error)}).`, where: { file } };
      const kind = ['ENOENT', 'ENOTDIR'].includes(error.code) ? 'input' : 'storage';
      throw new UserError([problem], { kind, cause: error });
    });
    if (found.size === 0) throw new UserError([{ message: noShardIn(folder), where: { file: folder } }]);
    for (const [path, manifest] of found) manifests.set(path, manifest);
  }
  return manifests;
}

/** Artifacts that were downloaded together are in folders of their own. */
function noShardIn(folder: string): string {
  const below = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    isManifestName(basename(name)),
  );
  const folders = [...new Set(below.map((name) => join(folder, dirname(name))))].sort();
  return folders.length === 0
    ? 'it holds no shard; `coincide run --shard 1/5 --out FOLDER` makes one.'
    : `it holds no shard itself, but folders below it do; merge ${folders.map(shellWord).join(' ')}.`;
}

/** The folders below a folder of shards that hold unit files. */
function unitFolders(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

interface Placed {
  path: string;
  manifest: Manifest;
  planned: PlannedExperiment;
}

/** @throws UserError where two manifests say different things of one experiment */
function requireSame(name: string, one: Placed, other: Placed): void {
  if (one.planned.units.join() === other.planned.units.join()) return;
  const differs = [
    one.manifest.coincide !== other.manifest.coincide &&
      `version (${one.manifest.coincide}, ${other.manifest.coincide})`,
    one.manifest.backend !== other.manifest.backend &&
      `backend (${one.manifest.backend}, ${other.manifest.backend})`,
    seedOf(one) !== seedOf(other) && `seed (${seedOf(one)}, ${seedOf(other)})`,
  ].filter((part) => part !== false);
  const what = differs.length > 0 ? differs.join(' and ') : 'experiment file, or a file that it names';
  throw new UserError([
    {
      message: `${name} is of another ${what} than in ${one.path}; merge shards of one run.`,
      where: { file: other.path },
    },
  ]);
}

/** The seed of an experiment; that of its sweep counts as a value of it. */
function seedOf({ planned: { resolved } }: Placed): string {
  const { seed } = (resolved.sweep ?? {}) as Record<string, unknown>;
  return JSON.stringify(resolved.seed ?? seed);
}

/** @returns how many units are missing @throws UserError that says how to compute them, unless some may be missing */
function missingUnits(
  experiments: readonly Placed[],
  units: KeptFiles,
  folders: readonly string[],
  partial: boolean,
): number {
  const problems: string[] = [];
  let missing = 0;
  for (const manifest of new Set(experiments.map((one) => one.manifest))) {
    const all = manifest.experiments.flatMap((planned) => planned.units);
    const shards = splitByCost(
      manifest.experiments.flatMap((planned) => planned.seconds),
      manifest.of,
    );
    const lacking = new Map<number, number>();
    for (const [i, id] of all.entries())
      if (!units.has(id)) lacking.set(shards[i]!, (lacking.get(shards[i]!) ?? 0) + 1);
    for (const [shard, some] of lacking) {
      missing += some;
      const folder = folders[Math.min(shard, folders.length - 1)]!;
      const command = [
        'coincide',
        'run',
        ...manifest.command,
        '--shard',
        `${shard + 1}/${manifest.of}`,
        '--out',
        folder,
      ];
      problems.push(
        `${count(some, 'unit')} missing; this computes them: ${command.map(shellWord).join(' ')}`,
      );
    }
  }
  if (missing > 0 && !partial) throw new UserError(problems.map((message) => ({ message })));
  return missing;
}

/**
 * The result of an experiment from its units, as a run gives it. Variants of which a unit is missing are left out.
 *
 * @throws UserError (run) where every picture of a set was skipped; UserError where units do not fit the plan, or cannot
 * be read
 */
export async function mergedResult(planned: PlannedExperiment, units: KeptFiles): Promise<Result> {
  try {
    return await combined(planned, units);
  } catch (cause) {
    // Checksum and parts are right, and yet the numbers refer to nothing: somebody made both up.
    const misfit =
      cause instanceof TypeError || (cause instanceof RangeError && /^Invalid .*length/.test(cause.message));
    if (!misfit) throw cause;
    throw misfitError(planned, cause);
  }
}

function misfitError({ name }: PlannedExperiment, cause?: unknown): UserError {
  return new UserError(`the shards of ${name} do not fit their manifest; run them again.`, { cause });
}

/**
 * @param values how many a picture has: one for each row and column
 * @throws UserError where a unit has others: its manifest is of other measures or steps
 */
function requireUnitValues(
  { values: { length } }: UnitResult,
  values: number,
  planned: PlannedExperiment,
): void {
  if (planned.set ? length % values !== 0 : length !== values) throw misfitError(planned);
}

async function combined(planned: PlannedExperiment, units: KeptFiles): Promise<Result> {
  const facts = { ...planned, ...tableFacts(planned) };
  const there: number[] = [];
  for (const variant of planned.variants.keys())
    if (unitsOfVariant(planned, variant).every((id) => units.has(id))) there.push(variant);
  /** The results of the variants that are there, from one on. Reading them again takes no memory. */
  function* results(from: number): Generator<VariantResult> {
    for (let at = from; at < there.length; at++) {
      const variant = there[at]!;
      const known = plannedFacts(planned, variant);
      const gatherer = gatherVariant(planned.name, known, facts.measures);
      for (const id of unitsOfVariant(planned, variant)) {
        const unit = units.read(id)!;
        requireUnitValues(unit, known.identities.length * columnNames(facts.measures).length, planned);
        gatherer.add(unit);
      }
      yield gatherer.end();
    }
  }
  const gathering = gatherResults(facts, { again: results });
  for (const result of results(0)) gathering.add(result);
  const variants = there.map((variant) => planned.variants[variant]!);
  return resultOf({ ...facts, variants }, gathering.end(), Promise.resolve(planned.digest));
}

/** The ids of a variant's units. */
function unitsOfVariant({ variants, units }: PlannedExperiment, variant: number): readonly string[] {
  return units.slice(variants[variant - 1]?.end ?? 0, variants[variant]!.end);
}
