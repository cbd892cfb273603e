import type { Variant } from './experiment/variant.ts';
import type { Measured } from './measure/kind.ts';

/** What a reader of a row should know, in a few words each. @param at which of the variant's rows it is */
export function* notesOn(
  variant: Variant,
  at: number,
  { reference: { data }, choice }: Pick<Measured, 'reference' | 'choice'>,
): Generator<string> {
  if (data.length > 1 && data.every((value) => value === data[0]))
    yield at === 0 && data[0] === 0 ? BLANK : SATURATED;
  if (choice && choice.ties > 0) yield tied(variant, at, choice.ties);
}

/** Of a set: that pictures were left out. */
export function* noteOnSkipped(pictures: readonly { why: string }[]): Generator<string> {
  const [first] = pictures;
  if (!first) return;
  const more = pictures.length === 1 ? '' : `, and ${pictures.length - 1} more`;
  yield `left out: ${first.why.replace(/\.$/, '')}${more}`;
}

/** A sentence for each note, with the variants that it is about. @param notes those of each variant */
export function warningsOf(variants: readonly Variant[], notes: readonly (readonly string[])[]): string[] {
  const about = new Map<string, Variant[]>();
  for (const [at, some] of notes.entries()) {
    // That a blank image fills its maps with one value goes without saying.
    const told = some.filter((note) => note !== SATURATED || !some.includes(BLANK));
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
