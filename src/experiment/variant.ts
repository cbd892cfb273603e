import * as v from 'valibot';
import type { ImageKind } from '../image/kind.ts';
import { isExact, type Layer, outline, type Step } from '../layers/stack.ts';
import type { ComparisonKind } from '../measure/compare/kind.ts';
import type { Seed } from '../random.ts';
import type { Cell, SweptColumn } from '../results/columns.ts';
import { countShifts, type ShiftOptions, shiftRange } from '../shift/options.ts';
import { formatShape, type Shape } from '../tensor.ts';
import type { Kinds } from './kinds.ts';
import { limits } from './schema.ts';
import type { SectionParser, Settings } from './sections.ts';
import { formatPath, type Path } from './source.ts';
import type { Point } from './variants.ts';

/** A kind with its options, every default filled in. */
export interface Chosen<Kind> {
  name: string;
  kind: Kind;
  options: any;
}

/** One point of the sweep, ready to run. */
export interface Variant {
  /** The swept values, by column. */
  values: Readonly<Record<string, Cell>>;
  seed: Seed;
  trials: number | 'all';
  image: Chosen<ImageKind>;
  against?: Chosen<ImageKind> | undefined;
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

/** Makes a variant of a point, or reports why it cannot be run. */
export function variantOf(
  point: Point,
  sections: SectionParser,
  kinds: Kinds,
  swept: readonly SweptColumn[],
): Variant | undefined {
  const given = sections.settings(point);
  if (!given) return undefined;
  let sound = true;
  const which = swept.map(({ key }, i) => `${key} is ${point.labels[i]}`).join(' and ');
  const refuse = (path: Path, message: string) => {
    sections.report(point, path, `${formatPath(path)}: ${message}${which && ` (where ${which})`}`);
    sound = false;
  };

  const image = chosen(given.image, kinds.images);
  const shape = image.kind.shape(image.options);
  requireSize('image', shape, refuse);
  const against = given.against && chosen(given.against, kinds.images);
  if (against) {
    const other = against.kind.shape(against.options);
    requireSize('against', other, refuse);
    if (formatShape(other) !== formatShape(shape)) {
      refuse(['against'], `expected the size of image, ${formatShape(shape)}, not ${formatShape(other)}`);
    }
  }

  const written = given.pool ? poolLayers(given.pool) : [...expandLayers(given.layers!, ['layers'])];
  if (written.length > limits.layers)
    refuse([given.pool ? 'pool' : 'layers'], `more than ${limits.layers} layers`);
  if (!sound) return undefined;
  const layers = written.map(({ options }) => chosen(options, kinds.layers));
  const steps = outline({ name: image.name, shape }, layers);
  if (!Array.isArray(steps)) {
    const { step, window, shape } = steps;
    const { path } = written[step - 1]!;
    refuse(
      path,
      `a window of ${formatShape(window)} does not fit into the ${formatShape(shape.slice(0, 2))} that is left at step ${step}, under padding: valid`,
    );
    return undefined;
  }

  const count = countShifts(shiftRange(given.shift));
  if (given.trials === 'all' && count > limits.trials) {
    refuse(['trials'], `"all" of this range are ${count} shifts, more than the ${limits.trials} allowed`);
  }
  const measured = measuredSteps(steps, given.steps);
  const distinct = given.trials === 'all' ? count : Math.min(given.trials, count);
  if (distinct * measured.size > limits.measurements) {
    refuse(
      ['trials'],
      `up to ${distinct} distinct shifts at ${measured.size} steps are more than the ${limits.measurements} outputs allowed`,
    );
  }
  if (!sound) return undefined;

  const compare = chosen(given.compare ?? defaultComparison(layers, kinds), kinds.comparisons);
  const values = Object.fromEntries(swept.map(({ name }, i) => [name, point.labels[i]!]));
  return {
    values,
    seed: given.seed,
    trials: given.trials,
    image,
    against,
    shift: given.shift,
    layers,
    compare,
    steps,
    measured,
    rows: steps
      .filter(({ index }) => measured.has(index))
      .map(({ index, name, depth, shape: [height, width, channels] }) => {
        const label = compare.kind.label(compare.options);
        return { ...values, step: index, layer: name, depth, height, width, channels, compare: label };
      }),
    settings: { ...given, compare: { type: compare.name, ...compare.options } },
  };
}

function chosen<Kind>(options: { type: string }, registry: Record<string, Kind>): Chosen<Kind> {
  return { name: options.type, kind: registry[options.type]!, options };
}

function requireSize(
  key: 'image' | 'against',
  [height, width, channels]: Shape,
  refuse: (path: Path, message: string) => void,
) {
  const values = height * width * channels;
  if (values <= limits.imageValues) return;
  refuse(
    [key],
    `${height}×${width}×${channels} are ${values} values, more than the ${limits.imageValues} allowed`,
  );
}

interface WrittenLayer {
  options: { type: string };
  path: Path;
}

function poolLayers({ depth, ...options }: { depth: number; type: string }): WrittenLayer[] {
  return Array.from({ length: depth }, () => ({ options, path: ['pool'] }));
}

/** What is written once counts several times; it stops soon after there are too many. */
function* expandLayers(layers: readonly any[], path: Path): Generator<WrittenLayer> {
  let count = 0;
  for (const [i, layer] of layers.entries()) {
    const at = [...path, i];
    if (!layer.repeat) yield { options: layer, path: at };
    for (let time = 0; time < (layer.repeat?.times ?? 0); time++) {
      for (const inner of expandLayers(layer.repeat.layers, [...at, 'repeat', 'layers'])) {
        yield inner;
        if (++count > limits.layers) return;
      }
    }
  }
}

function measuredSteps(steps: readonly Step[], which: 'pools' | 'all'): Set<number> {
  const last = steps.length - 1;
  const rows = steps.filter(
    ({ index, layer }) => which === 'all' || index === 0 || index === last || layer!.kind.pools,
  );
  return new Set(rows.map(({ index }) => index));
}

/** The same bits where every backend gives the same bits; else a tolerance, so that counts agree between them. */
function defaultComparison(layers: readonly Layer[], kinds: Kinds): { type: string } {
  const type = isExact(layers) ? 'exact' : 'close';
  return { type, ...(v.parse(kinds.comparisons[type]!.options, {}) as object) };
}
