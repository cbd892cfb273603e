import * as v from 'valibot';
import { quoted } from '../../core/error.ts';
import { choice, type MistakenIssue } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';

/** The lengths of a tensor's axes, the batch first. */
export type Lengths = readonly number[];

/** A layer of a Keras model, made from its configuration. */
export interface KerasLayer {
  /** Names and shapes of its weights, in terms of the shapes of its inputs. */
  weights?(inputs: readonly Lengths[]): Record<string, number[]>;
  /** The shape of its output. @throws Error with a phrase that follows the layer's name, where inputs do not fit */
  shape(inputs: readonly Lengths[]): number[];
  /** Its output, as it is when predicting. The caller tidies up. */
  apply(tf: TensorFlow, inputs: readonly Tensor[], weights: Readonly<Record<string, Tensor>>): Tensor;
  /** Whether it gives the numbers of classes, as `argmax` does. */
  classNumbers?: boolean;
  /** Whether it does something else when it is called with `training: true`. */
  dependsOnTraining?: boolean;
  /** Whether it marks places that layers behind it leave out, and whether it would leave out such places. */
  masks?: boolean;
  readsMask?: boolean;
  /**
   * The layer for a call with further arguments; absent if its calls take inputs only.
   *
   * @param options arguments by name, `argument 2` for the second without one; null where Python has None. An input
   * with a name is an `InputPlace`.
   * @throws Error with a phrase that follows "calls the layer with"
   */
  called?(options: Config): KerasLayer;
  /** Whether it takes several inputs; all others take one. */
  severalInputs?: boolean;
  /** Where it has several outputs: what gives the one of that index. It gives the first itself. */
  part?(index: number): KerasLayer;
  /** How many outputs it has, where it is a recurrent layer of several. */
  outputCount?: number;
  /** What it does at one point in time, where it is a cell of a recurrent layer. */
  cell?: RecurrentCell;
}

/** What a recurrent layer does at one point in time. */
export interface RecurrentCell {
  /** Length of its output. */
  units: number;
  /** Lengths of its states. */
  states: readonly number[];
  step(
    tf: TensorFlow,
    x: Tensor,
    states: readonly Tensor[],
    weights: Readonly<Record<string, Tensor>>,
  ): { output: Tensor; states: Tensor[] };
}

/** Which of a call's inputs an argument is, from 0 on. */
export interface InputPlace {
  input: number;
}

/** A layer's configuration, as Keras writes it. */
export type Config = Record<string, unknown>;

/**
 * A class of layers. It reads a configuration.
 *
 * @param layerOf makes a layer from the configuration of this one
 * @throws Error with a phrase that follows the layer's name, where an option is not supported
 */
export type KerasClass = (config: Config, layerOf: (inner: unknown) => KerasLayer) => KerasLayer;

/** The schemas of a layer's options by name, and those options as they are read. */
export type ConfigEntries = Record<string, v.GenericSchema<any, any>>;
export type ConfigValues<E extends ConfigEntries> = { [K in keyof E]: v.InferOutput<E[K]> };

/** Keys that change nothing when a model predicts. */
const INERT =
  /^(name|trainable|dtype|batch_input_shape|batch_shape|input_shape|registered_name|build_config|module|autocast|seed|synchronized|implementation|unroll|.*_(initializer|regularizer|constraint))$/;

/**
 * Reads the options of a layer that change its output. A key that is neither one of them nor known to change nothing
 * is refused, so that no option is ignored silently.
 *
 * @param inert further keys that change nothing
 * @throws Error with a phrase that follows the layer's name
 */
export function readConfig<E extends ConfigEntries>(
  config: Config,
  entries: E,
  inert: readonly string[] = [],
): ConfigValues<E> {
  const known = Object.entries(config).filter(([key]) => !INERT.test(key) && !inert.includes(key));
  const options: Record<string, unknown> = {};
  for (const [key, written] of known) {
    const value = unwrapScalar(written);
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (!entry && value === null) continue;
    if (!entry) throw new Error(`has the option ${key}: ${brief(value)}, which is not supported`);
    // Keras writes null where an option was left out.
    if (value !== null || v.safeParse(entry, null).success) options[key] = value;
  }
  for (const [key, entry] of Object.entries(entries)) {
    const { success, output, issues } = v.safeParse(entry, options[key]);
    if (success) options[key] = output;
    else if (!Object.hasOwn(options, key)) throw new Error(`has no option ${key}`);
    else
      throw new Error(
        `has the option ${key}: ${brief(options[key])}; ${wrongValue(issues![0] as MistakenIssue)}`,
      );
  }
  return options as ConfigValues<E>;
}

/** Why a value is refused. A name is not taken for a slip of another one: a program wrote it, and means what it says. */
function wrongValue(issue: MistakenIssue): string {
  const { message, mistake: { unknown } = {} } = issue;
  if (!unknown) return message;
  return `unknown ${unknown.noun} ${quoted(unknown.name)}; allowed: ${[...unknown.allowed].sort().join(', ')}`;
}

/** An option that only one value of is supported. */
export function only<const T extends string | number | boolean | null>(value: T) {
  const given = v.custom<T>((one) => one === value, `only ${JSON.stringify(value)} is supported`);
  return v.optional(given, value as never);
}

/** The schema of the option `data_format`. */
export const dataFormat = () => v.optional(choice(['channels_last', 'channels_first']), 'channels_last');

/** Some versions of Keras write numbers as arrays without axes. */
function unwrapScalar(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { type, value: inner } = value as { type?: unknown; value?: unknown };
  return type === 'ndarray' ? inner : value;
}

/**
 * For an argument of a call that a layer does not take: a phrase that follows "calls the layer with".
 *
 * @example unsupportedArgument('alpha', 2) // 'alpha: 2, which is not supported'
 */
export function unsupportedArgument(key: string, value: unknown): string {
  const place = (value as InputPlace | null)?.input;
  return `${key}: ${place === undefined ? brief(value) : 'the output of a layer'}, which is not supported`;
}

/** A value on one short line. */
function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
