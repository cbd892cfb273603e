import * as v from 'valibot';
import type { ComparisonKind } from '../../compare/kind.ts';
import { isExact, type Layer, type Step } from '../../layers/stack/stack.ts';
import type { Cell } from '../../results/columns.ts';
import type { Kinds } from '../schema/kinds.ts';
import { type Chosen, chosen } from './chosen.ts';

/** Cells by column. */
export type Cells = Readonly<Record<string, Cell>>;

/** The comparison that an experiment asks for; by default `exact` if every layer is exact, else `close`. */
export function chooseComparison(
  asked: { type: string } | undefined,
  layers: readonly Layer[],
  kinds: Kinds,
): Chosen<ComparisonKind> {
  return chosen(asked ?? defaultComparison(layers, kinds), kinds.comparisons);
}

/** The cells that identify each row of a variant, but for the experiment's name and swept values. */
export function identifyingCells(
  steps: readonly Step[],
  measured: ReadonlySet<number>,
  { kind, options }: Chosen<ComparisonKind>,
): Cells[] {
  const compare = kind.label(options);
  return steps
    .filter(({ index }) => measured.has(index))
    .map(({ index, name, depth, shape: [height, width, channels] }) => {
      return { step: index, layer: name, depth, height, width, channels, compare };
    });
}

/** `exact` if every backend computes these layers to the same bits; else `close`, so that backends agree on counts. */
function defaultComparison(layers: readonly Layer[], kinds: Kinds): { type: string } {
  const type = isExact(layers) ? 'exact' : 'close';
  return { type, ...(v.parse(kinds.comparisons[type]!.options, {}) as object) };
}
