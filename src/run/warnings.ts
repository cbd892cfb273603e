import { grouped } from '../core/error.ts';
import { valueCount, type Window } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { LEFT_OPEN } from '../experiment/remedies/missing.ts';
import { numbersOfRange, valuesOfRange } from '../experiment/remedies/ranges.ts';
import { outputsOf, positionWarning } from '../experiment/variants/class_numbers.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { Pictures } from '../image/kind.ts';
import { countPictures } from '../image/selection.ts';
import { canKeep, type MeasureKind, MOST_KEPT, type SetStep } from '../measure/kind.ts';
import { LEAST_PICTURES } from '../measure/statistics/set_interval.ts';
import { setSteps } from './set_steps.ts';
import { valuesText } from './variant_title.ts';

/** Warnings about a variant that do not depend on its outputs: a phrase each. */
export function notesBefore(variant: Variant, measures: readonly MeasureKind[]): string[] {
  const { kind, options, loaded } = variant.image;
  const set = picturesOf(variant.image);
  const outputs = outputsOf(variant.steps);
  const compares = measures.some(({ comparesLabels }) => comparesLabels);
  const position = compares && set && positionWarning(set, outputs);
  const standardized = kind.preprocesses && (options.mean !== undefined || options.std !== undefined);
  const again = variant.steps.some(({ layer }) => layer?.kind.standardizes?.(layer.options));
  return [
    ...seedOfText(variant.seed),
    ...(kind.warnings?.(options, loaded) ?? []),
    ...(standardized && again ? [STANDARDIZED_TWICE] : []),
    ...(position ? [position] : []),
    ...(set && measures.some(({ labels }) => labels) ? leftOutClasses(set) : []),
    ...(set ? withoutRoom(variant, measures, setSteps(variant, countPictures(set))) : []),
  ];
}

/** Says that a text which stands for several numbers, or for one that is to be filled in, is one seed. */
function seedOfText(seed: Variant['seed']): string[] {
  if (typeof seed !== 'string') return [];
  if (seed.trim() === '' || LEFT_OPEN.test(seed))
    return [`the seed is the text "${seed}"; write a number, as in seed: 0`];
  const isList = /^-?\d+(?:\s*[,;]\s*-?\d+)+$/.test(seed);
  const numbers = isList ? valuesOfRange(seed) : numbersOfRange(seed);
  if (numbers === undefined) return [];
  return [`the seed is the text "${seed}"; for a seed each write sweep: { seed: ${numbers} }`];
}

/** Says that the first pictures by name, which a limit takes, are not of every class. */
function leftOutClasses({ list, limit = list.length, order, only }: Pictures): string[] {
  if (only || order === 'random') return [];
  const [taken, all] = [list.slice(0, limit), list].map(
    (some) => new Set(some.map(({ label }) => label)).size,
  );
  if (taken === all) return [];
  return [`limit: ${limit} takes pictures of ${taken} of the ${all} classes; write order: random beside it`];
}

/** Says how many classes have rows of their own without an interval, where the whole set has one. */
export function smallClasses(rows: readonly { label: string; images?: unknown }[]): string[] {
  const images = new Map(rows.map((row) => [row.label, Number(row.images)]));
  const counts = [...images.values()];
  const few = counts.filter((pictures) => pictures < LEAST_PICTURES).length;
  const pictures = counts.reduce((sum, own) => sum + own, 0);
  if (few === 0 || pictures < LEAST_PICTURES) return [];
  return [
    `${few} of ${counts.length} classes have fewer than ${LEAST_PICTURES} pictures, which give no interval`,
  ];
}

/** The measures that would keep too much at some steps of a set. @param facts of each measured step */
function withoutRoom(
  { identities }: Variant,
  measures: readonly MeasureKind[],
  facts: readonly SetStep[],
): string[] {
  return measures.flatMap((kind) => {
    const full = identities.filter((_, at) => !canKeep(kind, facts[at]!));
    if (full.length === 0) return [];
    const names = Object.keys(kind.columns).join(', ');
    const steps = full.map(({ step }) => step).join(', ');
    const most = Math.max(...facts.map((step) => kind.keeps!(step)));
    return [
      `${names}: empty at step ${steps}, since ${grouped(most)} numbers would be kept, more than ${grouped(MOST_KEPT)}`,
    ];
  });
}

/** The warnings of a unit as plain data, to be combined with those of the variant's other units. */
export interface UnitNotes {
  /** How many pictures were measured. */
  pictures: number;
  /** Each note, and how many pictures it is about. */
  about: readonly (readonly [note: string, pictures: number])[];
  /** Why pictures were left out. */
  skipped: readonly string[];
  /** The places of those pictures among the pictures of the unit, in order. */
  leftOut?: readonly number[];
}

/** Warnings about a unit, gathered row by row; for a set, picture by picture. */
export interface Notes {
  /**
   * @param at index of the variant's row
   * @param picture index of the picture among those that were measured
   */
  take(at: number, measured: Pick<Measured, 'unshifted' | 'choice'>, picture?: number): void;
  /** A picture was left out. @param at its place among the pictures of the unit */
  skipped(why: string, at: number): void;
  end(): UnitNotes;
}

/** Collects, picture by picture and step by step, what a reader of a variant's rows should know. */
export function gatherNotes({ identities }: Pick<Variant, 'identities'>): Notes {
  /** By note, the pictures that it is about. */
  const about = new Map<string, Set<number>>();
  const skipped: string[] = [];
  const leftOut: number[] = [];
  let pictures = 0;
  const add = (note: string, picture: number) => about.set(note, (about.get(note) ?? new Set()).add(picture));
  return {
    take(at, { unshifted, choice }, picture = 0) {
      pictures = picture + 1;
      const single = valueCount(unshifted.shape) > 1 && isSingle(unshifted);
      if (single && at === 0 && unshifted.data[unshifted.offset] === 0) add(BLANK, picture);
      // A blank image has one value in every map: one warning is enough.
      else if (single && !about.get(BLANK)?.has(picture)) add(SATURATED, picture);
      if (choice && choice.ties > 0) add(tied(identities[at]!, choice.ties), picture);
    },
    skipped(why, at) {
      leftOut.push(at);
      skipped.push(why);
    },
    end: () => ({
      pictures,
      about: [...about].map(([note, { size }]) => [note, size] as const),
      skipped,
      ...(leftOut.length > 0 && { leftOut }),
    }),
  };
}

/**
 * All warnings about a variant, one phrase each.
 *
 * @param before those of `notesBefore`
 * @param units those of its units, in order
 */
export function combineNotes(before: readonly string[], units: readonly UnitNotes[], set: boolean): string[] {
  const pictures = units.reduce((sum, unit) => sum + unit.pictures, 0);
  const about = new Map<string, number>();
  for (const unit of units)
    for (const [note, some] of unit.about) about.set(note, (about.get(note) ?? 0) + some);
  const notes = [...about].map(([note, some]) =>
    some === pictures ? note : `of ${some} of ${pictures} pictures: ${note}`,
  );
  const [first, ...more] = units.flatMap(({ skipped }) => skipped);
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  return [
    ...before,
    ...notes,
    ...(first === undefined ? [] : [`left out: ${first.replace(/\.$/, '')}${rest}`]),
    ...(set && pictures < LEAST_PICTURES ? [tooFew(pictures)] : []),
  ];
}

function isSingle({ data, offset, rowStep, columnStep, shape: [height, width, channels] }: Window): boolean {
  const first = data[offset];
  for (let i = 0; i < height; i++) {
    // Most images have another value in the middle row.
    const row = offset + ((i + (height >> 1)) % height) * rowStep;
    for (let cell = row; cell < row + width * columnStep; cell += columnStep)
      for (let c = 0; c < channels; c++) if (data[cell + c] !== first) return false;
  }
  return true;
}

/**
 * A sentence for each distinct note. It says which variants the note is about, unless it is about all of them.
 *
 * @param notes by variant
 */
export function warningsOf(
  variants: readonly Pick<Variant, 'values'>[],
  notes: readonly (readonly string[])[],
): string[] {
  const about = new Map<string, Pick<Variant, 'values'>[]>();
  for (const [at, own] of notes.entries()) {
    for (const note of own) {
      const some = about.get(note) ?? [];
      about.set(note, some);
      some.push(variants[at]!);
    }
  }
  return [...about].map(([text, some]) => `${text}${which(some, variants.length)}.`);
}

const STANDARDIZED_TWICE =
  'mean and std hold twice, in the image (or its preprocess) and in the input of the model: the network gets pictures that are scaled by both';
const BLANK = 'the image has no set pixel, so nothing can be seen to move';
const SATURATED = 'an unshifted output holds a single value: a constant map matches trivially';

function tooFew(pictures: number): string {
  const few = pictures === 1 ? 'one picture gives' : `${pictures} pictures give`;
  return `${few} no interval: it takes ${LEAST_PICTURES} pictures or more`;
}

function tied({ step, layer }: Variant['identities'][number], ties: number): string {
  return tiedChoices(`${layer} at step ${step}`, ties);
}

/** A warning about choices between equal values. @param place layer and step */
export function tiedChoices(place: string, ties: number): string {
  const tie = ties === 1 ? 'one choice ties' : `${ties} choices tie`;
  return `${place}: ${tie} for the unshifted image, so the result depends on position`;
}

function which(some: readonly Pick<Variant, 'values'>[], all: number): string {
  if (some.length === all) return '';
  const named = some.slice(0, 3).map(valuesText);
  const more = some.length - named.length;
  return ` (${named.join('; ')}${more > 0 ? `; ${more} more` : ''})`;
}
