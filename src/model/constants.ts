import { quoted } from '../core/error.ts';
import { valueCount } from '../core/tensor.ts';
import { modelMistake, unknownInModel } from './mistake.ts';
import type { ModelInput, OpenLengths } from './model.ts';

/** A number, or nested lists of numbers. */
export type Constant = number | readonly Constant[];

/** Values for the inputs of a model that are no pictures, by name. */
export type Constants = Readonly<Record<string, Constant>>;

/** The inputs of a model: that for pictures, and the others, which take constants. */
export interface SplitInputs<T> {
  input: T;
  others: readonly T[];
  /** The constant of each other input, by its name. */
  constants: Constants;
}

/**
 * Tells the input for pictures from the others: it is the only one without a constant.
 *
 * @param looking whether inputs without a constant get 1, where one of them is likely to be that for pictures
 * @throws UserError where several are left, or FileProblem where a constant is for no input
 */
export function splitInputs<T extends ModelInput>(
  path: string,
  inputs: readonly T[],
  constants: Constants,
  looking = false,
): SplitInputs<T> {
  const names = inputs.map(({ name }) => name);
  const unknown = Object.keys(constants).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownInModel(path, 'input', unknown, names);
  const free = inputs.filter(({ name }) => !Object.hasOwn(constants, name));
  const pictures = looking ? likelyPictures(free) : free;
  const [input] = pictures;
  if (free.length === 0) throw modelMistake(path, 'has no input left for pictures: each has a constant');
  if (input && pictures.length === 1) {
    const filled = free.filter((one) => one !== input).map((one) => [one.name, usualConstant(one)] as const);
    return {
      input,
      others: inputs.filter((one) => one !== input),
      constants: { ...constants, ...Object.fromEntries(filled) },
    };
  }
  const left = free
    .map(({ name, shape }) => `${name} [${shape.map((length) => length ?? 'any').join(', ')}]`)
    .join(', ');
  throw modelMistake(
    path,
    `takes ${inputs.length} inputs; expected one. All but the one for pictures need a constant, inputs: { NAME: value }; without one are ${left}`,
  );
}

/**
 * The input that may be the pictures: of several inputs the first with four axes, not all of length 1, and three channels,
 * or else with any. None where no input has four axes.
 */
function likelyPictures<T extends { shape: OpenLengths }>(inputs: readonly T[]): readonly T[] {
  if (inputs.length === 1) return inputs;
  const maps = inputs.filter(
    ({ shape }) => shape.length === 4 && shape.slice(1).some((length) => length !== 1),
  );
  const coloured = maps.filter(({ shape }) => shape[1] === 3 || shape[3] === 3);
  return [...coloured, ...maps].slice(0, 1);
}

/** What an input gets while a model is only looked at: 0, as inference, for a boolean that says whether it trains; else 1. */
export function usualConstant({ name, type }: { name: string; type: string }): number {
  return type === 'bool' && /train|learning_phase/i.test(name) ? 0 : 1;
}

/**
 * A constant as values and their shape. A number fills the shape that the model declares, with the batch for a free
 * first axis and 1 for another. A list of one row is repeated for every picture where the first axis is free.
 *
 * @param batch how many pictures go in together
 * @throws UserError (run) where lists are uneven
 */
export function constantValues(
  path: string,
  name: string,
  constant: Constant,
  declared: OpenLengths,
  batch: number,
): { values: Float32Array; shape: number[] } {
  if (typeof constant === 'number') {
    const shape = declared.map((length, axis) => length ?? (axis === 0 ? batch : 1));
    return { values: new Float32Array(valueCount(shape)).fill(constant), shape };
  }
  const shape: number[] = [];
  for (let one: Constant | undefined = constant; Array.isArray(one); one = one[0]) shape.push(one.length);
  const numbers = flat(constant);
  if (numbers.length !== valueCount(shape))
    throw modelMistake(path, `has uneven lists for its input ${quoted(name)}`);
  const repeated = declared[0] === null && shape[0] === 1 ? batch : 1;
  const values = new Float32Array(numbers.length * repeated);
  for (let i = 0; i < repeated; i++) values.set(numbers, i * numbers.length);
  return { values, shape: [shape[0]! * repeated, ...shape.slice(1)] };
}

function flat(constant: Constant): number[] {
  return typeof constant === 'number' ? [constant] : constant.flatMap(flat);
}
