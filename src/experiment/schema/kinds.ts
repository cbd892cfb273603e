import type { ComparisonKind } from '../../compare/kind.ts';
import { comparisons } from '../../compare/registry.ts';
import { mapValues } from '../../core/map_values.ts';
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

/** The package's kinds and one's own; one's own win. */
export function withKinds(own: GivenKinds = {}): Kinds {
  // The same object for all who bring none, so that what is made of it is made once.
  if (Object.values(own).every((kinds) => Object.keys(kinds ?? {}).length === 0)) return builtinKinds;
  return {
    images: { ...images, ...own.images },
    layers: { ...layers, ...mapValues(own.layers ?? {}, defineLayer) },
    comparisons: { ...comparisons, ...own.comparisons },
    measures: { ...measures, ...own.measures },
  };
}
