import * as v from 'valibot';
import { unknownName } from '../core/mistake.ts';
import { expects, type MistakenIssue, says } from '../core/options.ts';
import type { Substitute } from '../model/replace.ts';
import type { LayerKind } from './kind.ts';
import { slideShape } from './window.ts';

/** A replacement as an experiment writes it: a kind of layer, and some of its options. */
export interface Replacement {
  type: string;
  [option: string]: unknown;
}

/** Takes the name of a kind, or an object with `type` and some of its options. The replaced layer gives the others. */
export function replacement(
  kinds: Record<string, LayerKind>,
): v.GenericSchema<string | Replacement, Replacement> {
  const names = Object.keys(kinds);
  const expected = 'the name of a layer that pools, or an object with type';
  const name = v.picklist(
    names,
    says(({ input }) => (typeof input === 'string' ? unknownName('layer', input, names) : { expected })),
  );
  const short = v.pipe(
    name,
    v.transform((type): Replacement => ({ type })),
  );
  const whole = v.pipe(
    v.looseObject({ type: name }, expects(expected)),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { type, ...given } = dataset.value;
      for (const issue of v.safeParse(kinds[type]!.options, given).issues ?? []) {
        const { message, mistake, input, path } = issue as MistakenIssue;
        const passedOn = says(() => mistake ?? { problem: message });
        addIssue({ message: passedOn, input, ...(path && { path: path as never }) });
      }
    }),
  );
  const either = v.union([short, whole]);
  return v.lazy((input) => {
    if (input === undefined) return either;
    return typeof input === 'object' && input !== null ? whole : short;
  }) as unknown as v.GenericSchema<string | Replacement, Replacement>;
}

/**
 * Makes the layer that replaces another.
 *
 * @param config of the replaced layer, as Keras writes it
 */
export function substituteFor(
  kinds: Record<string, LayerKind>,
  { type, ...written }: Replacement,
  config: Record<string, unknown>,
): Substitute {
  const kind = kinds[type]!;
  const given = v.parse(kind.options, { ...inherited(kind, config), ...written });
  return {
    shape(input) {
      const window = kind.window?.(given);
      const shape = kind.shape?.(input, given) ?? slideShape(input, window!);
      if (typeof shape === 'string') throw new Error(`${type} ${shape}`);
      return shape;
    },
    apply: (tf, x) => kind.apply(tf, x, given),
  };
}

/** The options that a replacement takes over: strides, and the window and its padding if it has one itself. */
function inherited({ options }: LayerKind, config: Record<string, unknown>): Record<string, unknown> {
  const { entries = {} } = ((options as { pipe?: readonly unknown[] }).pipe?.[0] ?? options) as {
    entries?: object;
  };
  const keys = 'pool_size' in entries ? ['pool_size', 'strides', 'padding'] : ['strides'];
  const { strides = config.pool_size } = config;
  const known: Record<string, unknown> = { ...config, strides: strides ?? config.pool_size };
  return Object.fromEntries(
    keys
      .filter((key) => key in entries && known[key] !== undefined && known[key] !== null)
      .map((key) => [key, known[key]]),
  );
}
