import type { ComparisonKind } from '../../compare/kind.ts';
import { comparisons } from '../../compare/registry.ts';
import { requireArgument } from '../../core/arguments.ts';
import { UserError } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { mapValues } from '../../core/map_values.ts';
import { formatMistake } from '../../core/mistake.ts';
import type { ImageKind } from '../../image/kind.ts';
import { images } from '../../image/registry.ts';
import { defineLayer, type WrittenLayerKind } from '../../layers/define.ts';
import type { AnyLayerKind } from '../../layers/kind.ts';
import { layers } from '../../layers/registry.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import { measures } from '../../measure/registry.ts';

/** The vocabulary of experiment files. */
export interface Kinds {
  images: Record<string, ImageKind>;
  layers: Record<string, AnyLayerKind>;
  comparisons: Record<string, ComparisonKind>;
  measures: Record<string, MeasureKind>;
}

/** The kinds that come with the package. */
export const builtinKinds: Kinds = { images, layers, comparisons, measures };

/** Kinds of a user's own, by the names that an experiment uses. */
export type GivenKinds = Partial<Omit<Kinds, 'layers'> & { layers: Record<string, WrittenLayerKind> }>;

/** What each sort of kind is declared by, and cannot be without. */
const DECLARED = {
  images: { by: 'defineImage', needs: 'options' },
  layers: { by: 'defineLayer', needs: 'options' },
  measures: { by: 'defineMeasure', needs: 'columns' },
};

/** @throws UserError where a kind of a program without types is none */
function requireKinds(own: GivenKinds): void {
  for (const [sort, { by, needs }] of Object.entries(DECLARED)) {
    const kinds = own[sort as keyof typeof DECLARED] ?? {};
    requireArgument(isObject(kinds), sort, 'an object with a kind for each name', kinds);
    for (const [name, kind] of Object.entries<unknown>(kinds)) {
      const place = `${sort}.${name}`;
      requireArgument(isObject(kind), place, `a kind, as ${by} takes it`, kind);
      const part = (kind as Record<string, unknown>)[needs];
      if (isObject(part) && (needs !== 'options' || part.kind === 'schema')) continue;
      const what = needs === 'options' ? 'options, a schema of valibot' : needs;
      throw new UserError(formatMistake({ place, expected: `a kind, as ${by} takes it, with ${what}` }));
    }
  }
}

/** The package's kinds and one's own; one's own win. */
export function withKinds(own: GivenKinds = {}): Kinds {
  // The same object for all who bring none, so that what is made of it is made once.
  requireKinds(own);
  if (Object.values(own).every((kinds) => Object.keys(kinds ?? {}).length === 0)) return builtinKinds;
  return {
    images: { ...images, ...own.images },
    layers: { ...layers, ...mapValues(own.layers ?? {}, defineLayer) },
    comparisons: { ...comparisons, ...own.comparisons },
    measures: { ...measures, ...own.measures },
  };
}
