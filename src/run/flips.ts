import type { Image, Pair } from '../core/tensor.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { Experiment } from '../experiment/parse.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { shiftLength } from '../picture/pick_shifts.ts';
import { type Cell, isSwept } from '../results/columns.ts';
import { pictureAlone } from './measure_pictures.ts';
import { outputsAt } from './outputs_at.ts';
import type { Result } from './run.ts';
import { valuesText } from './variant_title.ts';

/** A picture whose decision changes under some shifts. */
export interface Flip {
  /** Index of the variant in its experiment, and its swept values in words. */
  variant: number;
  variantName: string;
  /** Its name in the set; undefined for one image. */
  image?: string | undefined;
  /** The decision of the unshifted picture, and the most frequent other one, with their names as far as they are known. */
  decision: number;
  decisionName?: string | undefined;
  other: number;
  otherName?: string | undefined;
  /** Share of the trials, or of the distinct shifts, with that other decision. */
  rate: number;
  of: 'trials' | 'shifts';
  /** The shortest shift that has it, if the table `decisions` says it. */
  shift?: Pair | undefined;
}

/** A flip with the picture as it is, and under the shift. */
export type PicturedFlip = Flip & { pictures?: readonly [Image, Image] | undefined };

/** Most flips that are listed. */
const MOST_FLIPS = 10;

type FlipRow = Readonly<Record<string, Cell | undefined>>;

/**
 * The pictures whose decision changes most often, at the last step of their variant that decides: by the measure
 * `decisions` or, without it, by the table of that name, for pictures whose unshifted decision is in it.
 */
export function mostFrequentFlips(experiment: Pick<Experiment, 'variants'>, result: Result): Flip[] {
  const keys = result.table.columns.filter(isSwept).map(({ name }) => name);
  const keyOf = (values: FlipRow) => JSON.stringify(keys.map((key) => values[key]));
  const indexOf = new Map(experiment.variants.map(({ values }, at) => [keyOf(values), at]));
  const variantOf = (row: FlipRow) => indexOf.get(keyOf(row)) ?? 0;
  const shifts = shiftsOfDecisions(result.decisions?.rows ?? [], variantOf);
  const ofSet = (row: FlipRow) => picturesOf(experiment.variants[variantOf(row)]!.image) !== undefined;
  const measured = rowsOfMeasure(result)
    // Of a set, the summary has means over its pictures: no picture decides for class 0.9.
    .filter((row) => result.images || !ofSet(row))
    .map((row) => flipOfRow(row, variantOf(row)));
  const found = measured.length > 0 ? measured : [...shifts.values()].flatMap(flipOfShifts);
  const last = new Map<number, number>();
  for (const { variant, step } of found) last.set(variant, Math.max(step, last.get(variant) ?? 0));
  return found
    .filter(({ variant, step, rate }) => step === last.get(variant) && rate > 0)
    .sort((a, b) => b.rate - a.rate)
    .slice(0, MOST_FLIPS)
    .map(({ step, ...flip }) => ({
      ...flip,
      variantName: valuesText(experiment.variants[flip.variant]!),
      shift: shifts.get(placeKey(flip.variant, step, flip.image))?.shortest.get(flip.other),
    }));
}

/** Adds the pictures of flips whose shift is known. */
export async function picturedFlips(
  { variants }: Pick<Experiment, 'variants'>,
  flips: readonly Flip[],
  options: EngineOptions,
): Promise<PicturedFlip[]> {
  const found: PicturedFlip[] = [];
  for (const flip of flips) {
    const alone = flip.shift && variantOfPicture(variants[flip.variant]!, flip.image);
    if (!alone) {
      found.push(flip);
      continue;
    }
    // Only the image is looked at, not what the layers make of it.
    const onlyImage = { ...alone, steps: alone.steps.slice(0, 1), measured: new Set([0]) };
    const [images] = await outputsAt(onlyImage, [[0, 0], flip.shift!], options);
    found.push({ ...flip, pictures: [images![0]!, images![1]!] });
  }
  return found;
}

function variantOfPicture(variant: Variant, name: string | undefined): Variant | undefined {
  if (name === undefined) return variant;
  const place = picturesOf(variant.image)?.list.findIndex((one) => one.name === name) ?? -1;
  return place < 0 ? undefined : pictureAlone(variant, place).alone;
}

type FlipAtStep = Omit<Flip, 'variantName'> & { step: number };

/** The rows with the columns of the measure `decisions`: of pictures or, of one image, of steps. */
function rowsOfMeasure({ images, table }: Result): readonly FlipRow[] {
  const rows = (images ?? table).rows as readonly FlipRow[];
  return rows.filter(({ other_rate }) => typeof other_rate === 'number');
}

function flipOfRow(row: FlipRow, variant: number): FlipAtStep {
  return {
    variant,
    step: Number(row.step),
    ...(typeof row.image === 'string' && { image: row.image }),
    decision: Number(row.decision),
    decisionName: textIn(row.decision_name),
    other: Number(row.other),
    otherName: textIn(row.other_name),
    rate: Number(row.other_rate),
    of: 'trials',
  };
}

function textIn(cell: Cell | undefined): string | undefined {
  return typeof cell === 'string' ? cell : undefined;
}

/** The decisions of one picture at one step. */
interface DecidedShifts {
  variant: number;
  step: number;
  image: string | undefined;
  count: number;
  unshifted?: number;
  names: Map<number, string | undefined>;
  /** How many shifts have each decision, and the shortest of them. */
  counts: Map<number, number>;
  shortest: Map<number, Pair>;
}

function shiftsOfDecisions(
  rows: Iterable<FlipRow>,
  variantOf: (row: FlipRow) => number,
): Map<string, DecidedShifts> {
  const found = new Map<string, DecidedShifts>();
  for (const row of rows) {
    const [variant, step, image] = [variantOf(row), Number(row.step), textIn(row.image)];
    const key = placeKey(variant, step, image);
    const one: DecidedShifts = found.get(key) ?? {
      ...{ variant, step, image, count: 0 },
      names: new Map(),
      counts: new Map(),
      shortest: new Map(),
    };
    found.set(key, one);
    const [decision, shift] = [Number(row.decision), [Number(row.dy), Number(row.dx)] as Pair];
    one.count++;
    one.names.set(decision, textIn(row.decision_name));
    one.counts.set(decision, (one.counts.get(decision) ?? 0) + 1);
    const before = one.shortest.get(decision);
    if (!before || shiftLength(shift) < shiftLength(before)) one.shortest.set(decision, shift);
    if (shiftLength(shift) === 0) one.unshifted = decision;
  }
  return found;
}

function placeKey(variant: number, step: number, image: string | undefined): string {
  return JSON.stringify([variant, step, image]);
}

function flipOfShifts({
  variant,
  step,
  image,
  count,
  unshifted,
  names,
  counts,
}: DecidedShifts): FlipAtStep[] {
  if (unshifted === undefined) return [];
  const others = [...counts].filter(([decision]) => decision !== unshifted);
  const [first] = others.sort(([a, m], [b, n]) => n - m || a - b);
  if (!first) return [];
  const [other, times] = first;
  return [
    {
      ...{ variant, step, image, decision: unshifted, decisionName: names.get(unshifted) },
      ...{ other, otherName: names.get(other), rate: times / count, of: 'shifts' },
    },
  ];
}
