import type { ComparisonKind } from '../../compare/kind.ts';
import { comparisons } from '../../compare/registry.ts';
import type { ImageKind } from '../../image/kind.ts';
import { images } from '../../image/registry.ts';
import type { AnyLayerKind } from '../../layers/kind.ts';
import { layers } from '../../layers/registry.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import { measures } from '../../measure/registry.ts';
import { checkedKinds, type OwnKinds } from './own_kinds.ts';

/** The vocabulary of experiment files. */
export interface Kinds {
  images: Record<string, ImageKind>;
  layers: Record<string, AnyLayerKind>;
  comparisons: Record<string, ComparisonKind>;
  measures: Record<string, MeasureKind>;
}

/** The kinds that come with the package. */
export const builtinKinds: Kinds = { images, layers, comparisons, measures };

/** The package's kinds and one's own; one's own win. */
export function withKinds(own: OwnKinds = {}): Kinds {
  const given = checkedKinds(own);
  // The same object for all who bring none, so that what is made of it is made once.
  if (Object.values(given).every((kinds) => Object.keys(kinds).length === 0)) return builtinKinds;
  return {
    images: { ...images, ...given.images },
    layers: { ...layers, ...given.layers },
    comparisons,
    measures: { ...measures, ...given.measures },
  };
}
