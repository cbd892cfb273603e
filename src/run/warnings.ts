import type { Measured } from '../engine/engine.ts';
import { outputsOf, positionWarning } from '../experiment/variants/class_numbers.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { MeasureKind } from '../measure/kind.ts';
import { LEAST_PICTURES } from '../measure/set_interval.ts';

/** Warnings about a variant, gathered row by row; for a set, picture by picture. */
export interface Notes {
  /**
   * @param at index of the variant's row
   * @param picture index of the picture in a set
   */
  take(at: number, measured: Pick<Measured, 'reference' | 'choice'>, picture?: number): void;
  /** The pictures of a set that were left out. */
  skipped(pictures: readonly { why: string }[]): void;
  /** One phrase for each warning. */
  list(): string[];
}

export function gatherNotes(variant: Variant, measures: readonly MeasureKind[] = []): Notes {
  /** By note, the pictures that it is about. */
  const about = new Map<string, Set<number>>();
  const others: string[] = [];
  let pictures = 0;
  const add = (note: string, picture: number) => about.set(note, (about.get(note) ?? new Set()).add(picture));
  return {
    take(at, { reference: { data }, choice }, picture = 0) {
      pictures = picture + 1;
      const single = data.length > 1 && isSingle(data);
      if (single && at === 0 && data[0] === 0) add(BLANK, picture);
      // A blank image has one value in every map: one warning is enough.
      else if (single && !about.get(BLANK)?.has(picture)) add(SATURATED, picture);
      if (choice && choice.ties > 0) add(tied(variant, at, choice.ties), picture);
    },
    skipped([first, ...more]) {
      if (!first) return;
      const rest = more.length === 0 ? '' : `, and ${more.length} more`;
      others.push(`left out: ${first.why.replace(/\.$/, '')}${rest}`);
    },
    list() {
      const notes = [...about].map(([note, { size }]) =>
        size === pictures ? note : `of ${size} of ${pictures} pictures: ${note}`,
      );
      const { kind, options, loaded } = variant.image;
      const own = kind.warnings?.(options, loaded) ?? [];
      const set = picturesOf(variant.image);
      const few = set && pictures < LEAST_PICTURES;
      const outputs = outputsOf(variant.steps);
      const compares = measures.some(({ comparesLabels }) => comparesLabels);
      const position = compares && set && outputs !== undefined && positionWarning(set, outputs);
      return [
        ...own,
        ...(position ? [position] : []),
        ...notes,
        ...others,
        ...(few ? [tooFew(pictures)] : []),
      ];
    },
  };
}

function isSingle(values: Float32Array): boolean {
  const first = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] !== first) return false;
  return true;
}

/**
 * A sentence for each distinct note. It says which variants the note is about, unless it is about all of them.
 *
 * @param notes by variant
 */
export function warningsOf(variants: readonly Variant[], notes: readonly (readonly string[])[]): string[] {
  const about = new Map<string, Variant[]>();
  for (const [at, own] of notes.entries()) {
    for (const note of own) {
      const some = about.get(note) ?? [];
      about.set(note, some);
      some.push(variants[at]!);
    }
  }
  return [...about].map(([text, some]) => `${text}${which(some, variants.length)}.`);
}

const BLANK = 'the image has no set pixel, so nothing can be seen to move';
const SATURATED = 'an unshifted output holds a single value: a constant map matches trivially';

function tooFew(pictures: number): string {
  const few = pictures === 1 ? 'one picture gives' : `${pictures} pictures give`;
  return `${few} no interval: it takes ${LEAST_PICTURES} pictures or more`;
}

function tied({ rows }: Variant, at: number, ties: number): string {
  const { step, layer } = rows[at]!;
  return tiedChoices(`${layer} at step ${step}`, ties);
}

/** A warning about choices between equal values. @param place layer and step */
export function tiedChoices(place: string, ties: number): string {
  const tie = ties === 1 ? 'one choice ties' : `${ties} choices tie`;
  return `${place}: ${tie} for the unshifted image, so the result depends on position`;
}

function which(some: readonly Variant[], all: number): string {
  if (some.length === all) return '';
  const named = some.slice(0, 3).map(({ values }) =>
    Object.entries(values)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
  );
  const more = some.length - named.length;
  return ` (${named.join('; ')}${more > 0 ? `; ${more} more` : ''})`;
}
