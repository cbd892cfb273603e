import type { Measured } from '../engine/engine.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { LEAST_PICTURES } from '../measure/set_interval.ts';

/** What a reader of a variant's rows should know, gathered row by row; of a set, picture by picture. */
export interface Notes {
  /**
   * @param at which of the variant's rows it is
   * @param picture how many of a set came before
   */
  take(at: number, measured: Pick<Measured, 'reference' | 'choice'>, picture?: number): void;
  /** Of a set: the pictures that were left out. */
  skipped(pictures: readonly { why: string }[]): void;
  /** A few words each. */
  list(): string[];
}

export function gatherNotes(variant: Variant): Notes {
  /** By what there is to say, the pictures of which it is. */
  const about = new Map<string, Set<number>>();
  const others: string[] = [];
  let pictures = 0;
  const add = (note: string, picture: number) => about.set(note, (about.get(note) ?? new Set()).add(picture));
  return {
    take(at, { reference: { data }, choice }, picture = 0) {
      pictures = picture + 1;
      const single = data.length > 1 && isSingle(data);
      if (single && at === 0 && data[0] === 0) add(BLANK, picture);
      // That a blank image fills its maps with one value goes without saying.
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
      const few = picturesOf(variant.image) && pictures < LEAST_PICTURES;
      return [...own, ...notes, ...others, ...(few ? [tooFew(pictures)] : [])];
    },
  };
}

function isSingle(values: Float32Array): boolean {
  const first = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] !== first) return false;
  return true;
}

/** A sentence for each note, with the variants that it is about. @param notes those of each variant */
export function warningsOf(variants: readonly Variant[], notes: readonly (readonly string[])[]): string[] {
  const about = new Map<string, Variant[]>();
  for (const [at, told] of notes.entries()) {
    for (const note of told) {
      const some = about.get(note) ?? [];
      about.set(note, some);
      some.push(variants[at]!);
    }
  }
  return [...about].map(([text, some]) => `${text}${which(some, variants.length)}.`);
}

const BLANK = 'the image has no set pixel, so nothing can be seen to move';
const SATURATED = 'an unshifted output holds a single value: it is invariant by having nothing left';

function tooFew(pictures: number): string {
  const few = pictures === 1 ? 'one picture gives' : `${pictures} pictures give`;
  return `${few} no interval: it takes ${LEAST_PICTURES} pictures or more`;
}

/** Choices among equals, which a backend or a shift may make otherwise. */
function tied({ rows }: Variant, at: number, ties: number): string {
  const { step, layer } = rows[at]!;
  return `${layer} at step ${step} chooses among equals ${ties === 1 ? 'once' : `${ties} times`} for the unshifted image`;
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
