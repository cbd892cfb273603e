import * as v from 'valibot';
import type { ComparisonKind } from '../../compare/kind.ts';
import { grouped } from '../../core/error.ts';
import type { Seed } from '../../core/random.ts';
import { formatShape, type Shape } from '../../core/tensor.ts';
import type { ImageKind } from '../../image/kind.ts';
import { isExact, type Layer, type Step } from '../../layers/stack.ts';
import type { Cell, SweptColumn } from '../../results/columns.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import type { Kinds } from '../schema/kinds.ts';
import { limits } from '../schema/limits.ts';
import { formatPath } from '../text/source.ts';
import { tooMuch } from './bounds.ts';
import type { Combination, Grid } from './grid.ts';
import type { Loads } from './loads.ts';
import { type SectionReader, type Settings, VARYING } from './sections.ts';
import { measuredSteps, type Refuse, stepsOf, writtenLayers } from './stack.ts';

/** A kind with its options, every default filled in. */
interface Chosen<Kind> {
  name: string;
  kind: Kind;
  options: any;
  /** What the kind's `load` gave. */
  loaded?: unknown;
}

/** What is shifted. */
export interface ChosenImage extends Chosen<ImageKind> {
  /** Which picture of a set. Default: the first. */
  picture?: number;
}

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
  /** The identity of each of its rows, but for the experiment's name. */
  rows: readonly Readonly<Record<string, Cell>>[];
  settings: Settings;
}

/**
 * Makes the variant at a combination of the swept values, or reports why it cannot be run. What variants have in
 * common is made once, and shared.
 */
export function variantReader(
  { read, report }: SectionReader,
  grid: Grid,
  kinds: Kinds,
  swept: readonly SweptColumn[],
  loads: Loads,
): (at: Combination) => Variant | undefined {
  const part = <T>(keys: readonly string[], make: (at: Combination, refuse: Refuse) => T | undefined) =>
    grid.memo(keys, (at) => {
      let sound = true;
      const made = make(at, (path, message, failure) => {
        report(keys, at, path, `${formatPath(path)}: ${message}`, { failure });
        sound = false;
      });
      return sound ? made : undefined;
    });

  const imageOf = part(['image'], (at, refuse) => {
    const image = read('image', at);
    return image && sized('image', chosen(image.output, kinds.images), loads, refuse);
  });
  const againstOf = part(['image', 'against'], (at, refuse) => {
    const [image, against] = [imageOf(at), read('against', at)];
    if (!against?.output) return against;
    const second = sized('against', chosen(against.output, kinds.images), loads, refuse);
    if (!second) return undefined;
    if (second.kind.pictures) refuse(['against'], 'expected one picture, not a set of them');
    const [shape, other] = [image, second].map((one) => one && formatShape(one.shape));
    if (shape && shape !== other) refuse(['against'], `expected the size of image, ${shape}, not ${other}`);
    return { output: second };
  });
  const layersOf = part(['layers'], (at, refuse) => {
    const [pool, layers] = [read('pool', at), read('layers', at)];
    if (!pool || !layers || !(pool.output ?? layers.output)) return undefined;
    const written = writtenLayers({ pool: pool.output, layers: layers.output }, refuse);
    return { written, layers: written.map(({ options }): Layer => chosen(options, kinds.layers)) };
  });
  const stackOf = part(['image', 'layers', 'shift', 'steps'], (at, refuse) => {
    const [image, stack, shift, which] = [imageOf(at), layersOf(at), read('shift', at), read('steps', at)];
    if (!image || !stack || !shift || !which) return undefined;
    const steps = stepsOf(image, stack.written, stack.layers, shift.output, loads, refuse);
    return steps && { layers: stack.layers, steps, measured: measuredSteps(steps, which.output) };
  });
  const boundsOf = part(['image', 'layers', 'shift', 'steps', 'trials'], (at, refuse) => {
    const [stack, shift, trials] = [stackOf(at), read('shift', at), read('trials', at)];
    const wrong = stack && shift && trials && tooMuch(trials.output, shift.output, stack.measured.size);
    if (wrong) refuse(['trials'], wrong);
    return stack && trials;
  });
  const rowsOf = part(['image', 'layers', 'shift', 'steps', 'compare'], (at) => {
    const [stack, given] = [stackOf(at), read('compare', at)];
    if (!stack || !given) return undefined;
    const compare = chosen(given.output ?? defaultComparison(stack.layers, kinds), kinds.comparisons);
    const setting = { type: compare.name, ...compare.options };
    return { compare, setting, identities: identitiesOf(stack.steps, stack.measured, compare) };
  });

  return (at) => {
    const given = readAll(read, at);
    const [image, against, stack, bounds, rows] = [
      imageOf(at),
      againstOf(at),
      stackOf(at),
      boundsOf(at),
      rowsOf(at),
    ];
    if (!given || !image || !against || !stack || !bounds || !rows) return undefined;
    const { compare, setting, identities } = rows;
    const values = Object.fromEntries(swept.map(({ name, values }, i) => [name, values[at[i]!]!]));
    let whole: Variant['rows'] | undefined;
    return {
      values,
      seed: given.seed,
      trials: given.trials,
      image,
      against: against.output as Chosen<ImageKind> | undefined,
      shift: given.shift,
      ...stack,
      compare,
      // Of a hundred thousand variants, only those that run need them.
      get rows() {
        whole ??= identities.map((identity) => ({ ...values, ...identity }));
        return whole;
      },
      settings: { ...given, compare: setting },
    };
  };
}

/** Every section, so that each gets its mistakes told; none where one is wrong. */
function readAll(read: SectionReader['read'], at: Combination): Settings | undefined {
  const settings: Record<string, unknown> = {};
  let sound = true;
  for (const key of VARYING) {
    const section = read(key, at);
    sound &&= section !== undefined;
    settings[key] = section?.output;
  }
  return sound ? (settings as unknown as Settings) : undefined;
}

function chosen<Kind>(options: { type: string }, registry: Record<string, Kind>): Chosen<Kind> {
  return { name: options.type, kind: registry[options.type]!, options };
}

function sized(
  key: 'image' | 'against',
  image: Chosen<ImageKind>,
  loads: Loads,
  refuse: Refuse,
): (Chosen<ImageKind> & { shape: Shape }) | undefined {
  const found = loads.of(image.kind, image.options);
  if (found === undefined) return undefined;
  if ('why' in found) {
    refuse(found.option === undefined ? [key] : [key, found.option], found.why, found.failure);
    return undefined;
  }
  const shape = image.kind.shape(image.options, found.loaded);
  const values = shape[0] * shape[1] * shape[2];
  if (values > limits.imageValues) {
    const size = formatShape(shape);
    refuse(
      [key],
      `${size} are ${grouped(values)} values, more than the ${grouped(limits.imageValues)} allowed`,
    );
  }
  return { ...image, shape, loaded: found.loaded };
}

/** What identifies the rows of all variants with these steps. */
function identitiesOf(
  steps: readonly Step[],
  measured: ReadonlySet<number>,
  { kind, options }: Chosen<ComparisonKind>,
): Readonly<Record<string, Cell>>[] {
  const compare = kind.label(options);
  return steps
    .filter(({ index }) => measured.has(index))
    .map(({ index, name, depth, shape: [height, width, channels] }) => {
      return { step: index, layer: name, depth, height, width, channels, compare };
    });
}

/** The same bits where every backend gives the same bits; else a tolerance, so that counts agree between them. */
function defaultComparison(layers: readonly Layer[], kinds: Kinds): { type: string } {
  const type = isExact(layers) ? 'exact' : 'close';
  return { type, ...(v.parse(kinds.comparisons[type]!.options, {}) as object) };
}
