import type * as v from 'valibot';
import type { AnySchema } from '../core/options.ts';
import type { Image, Pair } from '../core/tensor.ts';
import type { AnyLayerKind, LayerKind } from './kind.ts';
import { type LayerWindow, slideShape, windowMisfit } from './windows/window.ts';

/** The names that facts of layers had before. They still work; where both are given, the earlier name wins. */
interface EarlierNames<S extends AnySchema = AnySchema> {
  /** @deprecated A layer with a `window` is local. With `false`, the window states the shape and the strides only. */
  local?: boolean;
  /** @deprecated Use `loops.apply`. */
  plain?(x: Image, options: v.InferOutput<S>, dilation: Pair, prepared?: unknown): Image;
  /** @deprecated Use `loops.nonexpansive`. */
  bounded?: boolean;
  /** @deprecated Use `loops.computeBound`. */
  heavy?: boolean;
  /** @deprecated Use `paddingValue` of the window. */
  beyond?(options: v.InferOutput<S>): number | undefined;
  /** @deprecated Use `equivariant: () => 'invariant'`. */
  invariant?: boolean;
  /** @deprecated Use `equivariant: () => 'invariant'`. */
  forgetsPlace?: boolean;
  /** @deprecated Use `equivariant`. */
  adaptive?(options: v.InferOutput<S>): { byChannel: boolean; unlessTies: boolean };
  /** @deprecated Let `shape` give `{ shape, strides }`. */
  strides?(options: v.InferOutput<S>, loaded?: any): Pair | undefined;
  /** @deprecated Use `byChannel`, which says the opposite. */
  mixesChannels?: boolean;
  /** @deprecated Use `byChannel` of the layer. */
  loops?: { byChannel?: boolean };
  /** @deprecated Use `classifies`. */
  decides?: boolean;
  /** @deprecated Use `choices`. */
  ties?(input: Image, options: v.InferOutput<S>): number;
  /** @deprecated Use `choices`. */
  margin?(input: Image, options: v.InferOutput<S>): number;
}

/** A layer as a user may write it, with today's or earlier names. */
export type WrittenLayerKind<S extends AnySchema = AnySchema> = AnyLayerKind<S> & EarlierNames<S>;

/**
 * Declares a kind of layer: the types of its options are inferred from their schema.
 *
 * @returns the same kind, with today's names for all facts
 * @example
 * const negate = defineLayer({
 *   title: 'The value with the other sign.',
 *   options: strictObject({}),
 *   pools: false,
 *   tolerance: 0,
 *   window: () => ({ size: [1, 1], strides: [1, 1], padding: 'valid' }),
 *   apply: (tf, x) => tf.neg(x),
 * });
 */
export function defineLayer<S extends AnySchema>(kind: WrittenLayerKind<S>): AnyLayerKind<S> {
  const known = renamed.get(kind);
  if (known) return known as unknown as AnyLayerKind<S>;
  const result = EARLIER.some((name) => name in kind) || kind.loops?.byChannel ? withTodaysNames(kind) : kind;
  renamed.set(kind, result as unknown as AnyLayerKind);
  return result;
}

/** The same result for the same kind, since caches know kinds by their identity. */
const renamed = new WeakMap<object, AnyLayerKind>();

const EARLIER: readonly (keyof EarlierNames)[] = [
  ...(['local', 'plain', 'bounded', 'heavy', 'beyond'] as const),
  ...(['forgetsPlace', 'invariant', 'adaptive', 'strides', 'mixesChannels'] as const),
  ...(['decides', 'ties', 'margin'] as const),
];

function withTodaysNames<S extends AnySchema>(written: WrittenLayerKind<S>): AnyLayerKind<S> {
  const { local, plain, bounded, heavy, beyond, forgetsPlace, adaptive, ...others } = written;
  const { invariant = forgetsPlace, strides, mixesChannels, decides, ties, margin, ...rest } = others;
  const kind: AnyLayerKind<S> = { ...rest };
  const { byChannel, ...loops }: Partial<NonNullable<typeof rest.loops>> = rest.loops ?? {};
  const apply = plain ?? loops.apply;
  if (apply) {
    kind.loops = {
      ...loops,
      apply,
      ...(bounded !== undefined && { nonexpansive: bounded }),
      ...(heavy !== undefined && { computeBound: heavy }),
    };
  }
  if (byChannel !== undefined || mixesChannels) kind.byChannel = byChannel === true && !mixesChannels;
  if (adaptive) kind.equivariant = adaptive;
  if (invariant) kind.equivariant = () => 'invariant';
  if (decides !== undefined) kind.classifies = decides;
  if (ties || margin)
    kind.choices = (input, options) => ({
      ties: ties?.(input, options) ?? 0,
      margin: margin?.(input, options) ?? Number.NaN,
    });
  const { shape, window } = kind;
  if (shape && strides) kind.shape = withStrides(shape, strides);
  if (window && beyond) kind.window = (options) => ({ ...window(options), paddingValue: beyond(options) });
  return local === false && window ? withoutWindow(kind, window) : kind;
}

/** The window of a layer that is not local says only what its shape and its strides are. */
function withoutWindow<S extends AnySchema>(
  { window: _, ...kind }: AnyLayerKind<S>,
  window: (options: v.InferOutput<S>) => LayerWindow,
): AnyLayerKind<S> {
  const { shape } = kind;
  const slid: Shaping<S> = (input, options, loaded) => {
    const given = window(options);
    return windowMisfit(input, given) ?? shape?.(input, options, loaded) ?? slideShape(input, given);
  };
  return { ...kind, shape: withStrides(slid, (options) => window(options).strides) };
}

type Shaping<S extends AnySchema> = NonNullable<LayerKind<S>['shape']>;

function withStrides<S extends AnySchema>(
  shape: Shaping<S>,
  strides: NonNullable<EarlierNames<S>['strides']>,
): Shaping<S> {
  return (input, options, loaded) => {
    const given = shape(input, options, loaded);
    if (typeof given === 'string') return given;
    return { shape: 'shape' in given ? given.shape : given, strides: strides(options, loaded) };
  };
}
