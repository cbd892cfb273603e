import type { ComparisonKind } from '../../compare/kind.ts';
import type { Seed } from '../../core/random.ts';
import type { Layer, Step } from '../../layers/stack/stack.ts';
import type { Cell, SweptColumn } from '../../results/columns.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import { inPixels } from '../../shift/range.ts';
import type { Kinds } from '../schema/kinds.ts';
import { boundsMistake, emptyRangeMistake } from './bounds.ts';
import { type Chosen, type ChosenImage, chosen, type Report } from './chosen.ts';
import type { Combination, Grid } from './grid.ts';
import { readAgainst, readImage } from './image.ts';
import type { Loads } from './loads.ts';
import { type Cells, chooseComparison, identifyingCells } from './rows.ts';
import type { SectionReader } from './sections.ts';
import { type Settings, varyingKeys } from './settings.ts';
import { measuredSteps, outlineStack, writtenLayers } from './stack.ts';

/** One point of the sweep, ready to run. */
export interface Variant {
  /** The swept values, by column. */
  values: Readonly<Record<string, Cell>>;
  seed: Seed;
  trials: number | 'all';
  image: ChosenImage;
  against?: ChosenImage | undefined;
  shift: ShiftOptions;
  layers: readonly Layer[];
  compare: Chosen<ComparisonKind>;
  steps: readonly Step[];
  /** Indices of the steps that have a row. */
  measured: ReadonlySet<number>;
  /** The cells that identify each of its rows, but for the experiment's name and the swept values: variants share them. */
  identities: readonly Cells[];
  /** The cells that identify each of its rows, but for the experiment's name. */
  rows: readonly Cells[];
  settings: Settings;
}

/** The input for reading variants. */
export interface VariantsToRead {
  sections: SectionReader;
  grid: Grid;
  kinds: Kinds;
  swept: readonly SweptColumn[];
  loads: Loads;
}

/**
 * A function that makes the variant at a combination of swept values. It gives undefined, and reports why, where the
 * variant cannot be run. Parts that variants have in common are made once and shared.
 */
export function variantReader(given: VariantsToRead): (at: Combination) => Variant | undefined {
  const parts = variantParts(given);
  return (at) => variantAt(given, parts, at);
}

type Parts = ReturnType<typeof variantParts>;

/** The parts of a variant, each a function of the combination that is remembered for the sections it depends on. */
function variantParts({ sections, grid, kinds, loads }: VariantsToRead) {
  const { read } = sections;
  const part = <T>(keys: readonly string[], make: (at: Combination, report: Report) => T | undefined) =>
    grid.memo(keys, (at) => withoutMistakes(sections, keys, at, make));

  const image = part(['image'], (at, report) => {
    const section = read('image', at);
    const preset = read('preprocess', at);
    if (!section || !preset) return undefined;
    const { type } = section.output as { type: string };
    if (preset.output !== undefined && !kinds.images[type]!.preprocesses) {
      const takers = Object.entries(kinds.images).flatMap(([name, kind]) =>
        kind.preprocesses ? [name] : [],
      );
      const problem = `is for pictures (${takers.join(', ')}), not for ${type}`;
      report(['preprocess'], { problem, remedy: 'leave it out' });
      return undefined;
    }
    const found = readImage('image', section.output as { type: string }, kinds, loads, report);
    return found && { ...found, drawnAgain: grid.repeats(['image']) };
  });
  const against = part(['image', 'against'], (at, report) => {
    const found = readAgainst(image(at), read('against', at), kinds, loads, report);
    const drawnAgain = grid.repeats(['image', 'against']);
    return found?.output ? { output: { ...found.output, drawnAgain } } : found;
  });
  const layers = part(['layers'], (at, report) => {
    const [pool, list] = [read('pool', at), read('layers', at)];
    if (!pool || !list || !(pool.output ?? list.output)) return undefined;
    const written = writtenLayers({ pool: pool.output, layers: list.output }, report);
    return { written, layers: written.map(({ options }): Layer => chosen(options, kinds.layers)) };
  });
  /** The shifts in pixels, of an image or of the frame through which it is seen. */
  const shift = part(['image', 'shift'], (at, report) => {
    const [shown, asked] = [image(at), read('shift', at)];
    if (!shown || !asked) return undefined;
    const [height, width] = asked.output.frame ?? shown.shape;
    const moved = inPixels(asked.output, [height, width]);
    const mistake = emptyRangeMistake(moved);
    if (mistake) report(['shift', moved.radius === undefined ? 'max' : 'radius'], mistake);
    return moved;
  });
  const stack = part(['image', 'layers', 'shift', 'steps'], (at, report) => {
    const [shown, applied, moved, which] = [image(at), layers(at), shift(at), read('steps', at)];
    if (!shown || !applied || !moved || !which) return undefined;
    const steps = outlineStack(shown, applied.written, applied.layers, moved, loads, report);
    return steps && { layers: applied.layers, steps, measured: measuredSteps(steps, which.output) };
  });
  const trials = part(['image', 'layers', 'shift', 'steps', 'trials'], (at, report) => {
    const [applied, moved, asked] = [stack(at), shift(at), read('trials', at)];
    if (!applied || !moved || !asked) return undefined;
    const mistake = boundsMistake(asked.output, moved, applied.measured.size);
    if (mistake) report(['trials'], mistake);
    return asked.output;
  });
  const rows = part(['image', 'layers', 'shift', 'steps', 'compare'], (at) => {
    const [applied, asked] = [stack(at), read('compare', at)];
    if (!applied || !asked) return undefined;
    const compare = chooseComparison(asked.output as { type: string } | undefined, applied.layers, kinds);
    const setting = { type: compare.name, ...compare.options };
    return { compare, setting, identities: identifyingCells(applied.steps, applied.measured, compare) };
  });
  return { image, against, shift, stack, trials, rows };
}

/** The result of `make`, or undefined if it reports a mistake. */
function withoutMistakes<T>(
  sections: SectionReader,
  keys: readonly string[],
  at: Combination,
  make: (at: Combination, report: Report) => T | undefined,
): T | undefined {
  let right = true;
  const made = make(at, (path, mistake, failure) => {
    sections.report(keys, at, path, mistake, { failure });
    right = false;
  });
  return right ? made : undefined;
}

function variantAt({ sections, swept }: VariantsToRead, parts: Parts, at: Combination): Variant | undefined {
  const settings = readSettings(sections, at);
  // Every part is made, even if one is wrong, so that all of them report their mistakes.
  const [image, against, shift, stack, trials, rows] = [
    parts.image(at),
    parts.against(at),
    parts.shift(at),
    parts.stack(at),
    parts.trials(at),
    parts.rows(at),
  ];
  if (!settings || !image || !against || !shift || !stack || trials === undefined || !rows) return undefined;
  const { compare, setting, identities } = rows;
  const values = Object.fromEntries(swept.map(({ name, values }, i) => [name, values[at[i]!]!]));
  return {
    values,
    seed: settings.seed,
    trials,
    image,
    against: against.output,
    shift,
    ...stack,
    compare,
    identities,
    // Made anew each time: a file may have a hundred thousand variants.
    get rows() {
      return identities.map((identity) => ({ ...values, ...identity }));
    },
    settings: { ...settings, compare: setting },
  };
}

/** The settings of a variant, or undefined. Every section is read, so that each reports its mistakes. */
function readSettings(sections: SectionReader, at: Combination): Settings | undefined {
  const read = varyingKeys.map((key) => [key, sections.read(key, at)] as const);
  if (read.some(([, section]) => section === undefined)) return undefined;
  return Object.fromEntries(read.map(([key, section]) => [key, section!.output])) as unknown as Settings;
}
