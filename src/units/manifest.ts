import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/error.ts';
import { once } from '../core/memo.ts';
import type { ExperimentFile } from '../experiment/disk/files.ts';
import type { Experiment } from '../experiment/parse.ts';
import { measuresOf } from '../experiment/schema/measure_list.ts';
import type { Cells } from '../experiment/variants/rows.ts';
import { measures } from '../measure/registry.ts';
import type { Cell } from '../results/columns.ts';
import { parsedJson } from '../results/read_datapackage.ts';
import { sha256 } from '../results/sha256.ts';
import { tables } from '../results/tables/registry.ts';
import { writeFileWhole } from '../results/write_whole.ts';
import { askedOfSets, type VariantFacts, variantFacts } from '../run/combine.ts';
import { digestOfExperiment } from '../run/run.ts';
import { unitsOf } from '../run/unit.ts';
import { isManifest } from './manifest_schema.ts';
import { type Computer, unitIds } from './unit_id.ts';

/** What a merge has to know of experiments that it cannot read: plain data. */
export interface Manifest extends Computer {
  /** The arguments of `coincide run` but for `--shard` and `--out`: they name the experiments. */
  command: readonly string[];
  /** How many shards there are. */
  of: number;
  experiments: readonly PlannedExperiment[];
}

/** An experiment that was read: what its tables say beside what is measured. */
export interface PlannedExperiment
  extends Pick<
    Experiment,
    'name' | 'description' | 'resolved' | 'files' | 'swept' | 'set' | 'tables' | 'expect'
  > {
  path: string;
  digest: string;
  against: boolean;
  /** The columns that, with the swept values, identify the rows of a variant: lists that variants share. */
  stacks: readonly (readonly Cells[])[];
  /** The names of the pictures that variants measure, where the worst is asked for: lists that variants share. */
  pictures?: readonly (readonly string[])[] | undefined;
  /** The names of classes by number: lists that variants share. null: without a name. */
  classes: readonly (readonly (string | null)[])[];
  variants: readonly PlannedVariant[];
  /** The id, and the estimated seconds, of each unit. */
  units: readonly string[];
  seconds: readonly number[];
}

interface PlannedVariant {
  values: Readonly<Record<string, Cell>>;
  stack: number;
  classes: number;
  pictures?: number | undefined;
  notes: readonly string[];
  /** The index behind its last unit. */
  end: number;
}

const PREFIX = 'manifest-';

/** Whether a file is a manifest, by its name. */
export function isManifestName(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** The plan of a run that is cut into shards. It is the same for each of them. */
export async function manifestOf(
  found: readonly ExperimentFile[],
  { of, command, ...computer }: Omit<Manifest, 'experiments'>,
): Promise<Manifest> {
  const experiments: PlannedExperiment[] = [];
  for (const { path, experiment } of found) experiments.push(await planned(path, experiment, computer));
  return { ...computer, command, of, experiments };
}

async function planned(path: string, experiment: Experiment, computer: Computer): Promise<PlannedExperiment> {
  const { name, description, resolved, files, swept, set, tables, expect, variants } = experiment;
  const units = unitsOf(experiment);
  const idAt = unitIds(experiment, computer);
  const stacks = new Map<string, number>();
  const classes = new Map<string, number>();
  const pictures = new Map<string, number>();
  const indexIn = (list: Map<string, number>, text: string) => {
    if (!list.has(text)) list.set(text, list.size);
    return list.get(text)!;
  };
  // Variants share what is the same.
  const textOf = once((shared: object) => JSON.stringify(shared));
  return {
    ...{ name, path, description, resolved, files, swept, set, tables, expect },
    digest: await digestOfExperiment(experiment),
    against: variants.some(({ against }) => against),
    variants: variants.map(({ values }, at) => {
      const facts = variantFacts(experiment, at);
      const { identities, notes } = facts;
      return {
        values,
        stack: indexIn(stacks, textOf(identities)),
        classes: indexIn(classes, JSON.stringify(Array.from(facts.classes, (name) => name ?? null))),
        ...(facts.pictures && { pictures: indexIn(pictures, JSON.stringify(facts.pictures)) }),
        notes,
        end: units.of(at)[1],
      };
    }),
    stacks: [...stacks.keys()].map((stack) => JSON.parse(stack)),
    classes: [...classes.keys()].map((list) => JSON.parse(list)),
    ...(pictures.size > 0 && { pictures: [...pictures.keys()].map((list) => JSON.parse(list)) }),
    units: Array.from({ length: units.count }, (_, index) => idAt(index)),
    seconds: Array.from({ length: units.count }, (_, index) => units.seconds(index)),
  };
}

/** The facts of a variant, as `variantFacts` gave them. */
export function plannedFacts(planned: PlannedExperiment, index: number): VariantFacts {
  const { values, stack, classes, pictures, notes } = planned.variants[index]!;
  return {
    values,
    identities: planned.stacks[stack]!,
    set: planned.set,
    ...askedOnce(planned),
    classes: planned.classes[classes]!.map((name) => name ?? undefined),
    pictures: pictures === undefined ? undefined : planned.pictures?.[pictures],
    notes,
  };
}

const askedOnce = once((planned: PlannedExperiment) => askedOfSets(planned));

/** The parts of an experiment that its tables follow from. */
export function tableFacts({ resolved, against, set, swept }: PlannedExperiment) {
  const kinds = measuresOf(resolved.measures as Parameters<typeof measuresOf>[0], measures, { against, set });
  return { measures: kinds, columns: tables.summary.columns({ swept, measures: kinds, set }) };
}

/** Whether the table that a plan gives has the columns that its expectations are about. */
function judgesItsTable(planned: PlannedExperiment): boolean {
  try {
    const names = tableFacts(planned).columns.map(({ name }) => name);
    return planned.expect.every(({ metric }) => names.includes(metric));
  } catch {
    // The placeholders for measures are no measures.
    return false;
  }
}

/** Writes a manifest into a folder, under a name that says its content. @throws UserError (storage) */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest)}\n`;
  await writeFileWhole(join(folder, await manifestName(text)), text);
}

/**
 * The manifests in a folder, by path.
 *
 * @throws UserError where one is damaged; the system's error where the folder or one of them cannot be read
 */
export async function readManifests(folder: string): Promise<Map<string, Manifest>> {
  const found = new Map<string, Manifest>();
  for (const name of readdirSync(folder).sort()) {
    if (!isManifestName(name)) continue;
    const path = join(folder, name);
    // Asked for text, Node ends the process where closing the file fails.
    const text = readFileSync(path).toString('utf8');
    const manifest = (await manifestName(text)) === name ? parsedJson(text) : undefined;
    if (!isManifest(manifest) || !(manifest as Manifest).experiments.every(judgesItsTable))
      throw new UserError([
        { message: 'this manifest is damaged; run its shard again.', where: { file: path } },
      ]);
    found.set(path, manifest as Manifest);
  }
  return found;
}

async function manifestName(text: string): Promise<string> {
  return `${PREFIX}${(await sha256(text)).slice(0, 16)}.json`;
}
