import type * as v from 'valibot';
import type { comparisons } from '../../compare/registry.ts';
import type { AnySchema } from '../../core/options.ts';
import type { ImageKind } from '../../image/kind.ts';
import type { PresetName } from '../../image/preprocess/presets.ts';
import type { images } from '../../image/registry.ts';
import type { WrittenLayerKind } from '../../layers/define.ts';
import type { layers } from '../../layers/registry.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import type { measures } from '../../measure/registry.ts';
import type { WorstOf } from '../../measure/sets/of_pictures.ts';
import type { Metric } from '../../results/columns.ts';
import type { TableName } from '../../results/tables/registry.ts';
import type { shiftOptions } from '../../shift/options.ts';

type Options = { options: AnySchema };

/** The input type of a schema, readonly at every depth, so that objects `as const` fit. */
type SchemaInput<S extends AnySchema> = Frozen<v.InferInput<S>>;

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** A kind as it is written: an object with `type`, or its name alone where no option is required. */
type Written<R> = {
  [K in keyof R & string]: R[K] extends Options
    ? ({ type: K } & SchemaInput<R[K]['options']>) | (object extends SchemaInput<R[K]['options']> ? K : never)
    : never;
}[keyof R & string];

type Pooled<R> = Extract<Written<R>, string> | (Extract<Written<R>, object> & { depth?: number });

type LayerInput<R> = Written<R> | { repeat: { times: number; layers: readonly LayerInput<R>[] } };

/** A measure as it is written: its name, or an object with `type` and the options that it has. */
type MeasureInput<R> = {
  [K in keyof R & string]:
    | K
    | (R[K] extends { options: infer S extends AnySchema } ? { type: K } & SchemaInput<S> : { type: K });
}[keyof R & string];

type Scalar = string | number | boolean;

type ColumnNames<M> = {
  [K in keyof M]: M[K] extends MeasureKind<infer C> ? keyof C & string : never;
}[keyof M];

/** An expectation, as it is written. */
export interface ExpectationInput<M = object> {
  metric: Metric | ColumnNames<M>;
  of?: WorstOf;
  at?: Record<string, Scalar>;
  min?: number;
  max?: number;
  equals?: number;
  within?: number;
  confident?: boolean;
  compare_to?: Record<string, Scalar>;
  min_gain?: number;
  level?: 'error' | 'warn';
}

/** How a check compares with the committed tables. */
export type BaselineInput = 'same' | 'off' | { no_worse_by: number } | { no_worse: 'significant' };

/** Kinds of one's own, by the names that an experiment uses. */
export type OwnLayers = Record<string, WrittenLayerKind>;
export type OwnImages = Record<string, ImageKind>;
export type OwnMeasures = Record<string, MeasureKind>;
export type NoKinds = Record<never, never>;

/**
 * An experiment, as a file writes it (see docs/reference.md for the meaning, unit and default of each key), with
 * layers, images and measures of one's own beside the package's.
 */
export interface ExperimentInput<
  L extends OwnLayers = NoKinds,
  I extends OwnImages = NoKinds,
  M extends OwnMeasures = NoKinds,
> {
  description?: string;
  seed?: number | string;
  trials?: number | 'all';
  preprocess?: PresetName;
  image: Written<typeof images & I>;
  against?: Written<typeof images & I>;
  shift: SchemaInput<typeof shiftOptions>;
  pool?: Pooled<typeof layers & L>;
  layers?: readonly LayerInput<typeof layers & L>[];
  compare?: Written<typeof comparisons>;
  steps?: 'pools' | 'all';
  measures?: readonly MeasureInput<typeof measures & M>[];
  tables?: readonly TableName[];
  sweep?: Record<string, readonly Scalar[] | Record<string, unknown>>;
  expect?: readonly ExpectationInput<M>[];
  baseline?: BaselineInput;
}
