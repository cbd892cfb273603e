import type { Variant } from './experiment/variant.ts';
import type { Measured } from './measure/kind.ts';

/** What a reader of a table should know, gathered row by row. */
export interface Warnings {
  /** @param at which of the variant's rows it is */
  note(variant: Variant, at: number, measured: Measured): void;
  /** Of a set: the pictures that were left out. */
  skipped(variant: Variant, pictures: readonly { name: string; why: string }[]): void;
  /** A sentence each, with the variants that it is about. */
  list(): string[];
}

/** Gathers the warnings of an experiment. @param variants all of its variants */
export function gatherWarnings(variants: readonly Variant[]): Warnings {
  const about = new Map<string, Set<Variant>>();
  const add = (text: string, variant: Variant) =>
    about.set(text, (about.get(text) ?? new Set()).add(variant));
  return {
    note(variant, at, { reference: { data }, choice }) {
      const single = data.length > 1 && data.every((value) => value === data[0]);
      if (single && at === 0 && data[0] === 0) add(BLANK, variant);
      else if (single && !about.get(BLANK)?.has(variant)) add(SATURATED, variant);
      if (choice && choice.ties > 0) add(tied(variant, at, choice.ties), variant);
    },
    skipped(variant, pictures) {
      const [first] = pictures;
      if (!first) return;
      const why = first.why.replace(/\.$/, '');
      const more = pictures.length === 1 ? '' : `, and ${pictures.length - 1} more`;
      add(`left out: ${why}${more}`, variant);
    },
    list: () => [...about].map(([text, some]) => `${text}${which([...some], variants.length)}.`),
  };
}

const BLANK = 'the image has no set pixel, so nothing can be seen to move';
const SATURATED = 'an unshifted output holds a single value: it is invariant by having nothing left';

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
