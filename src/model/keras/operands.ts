import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import type { Constant } from '../constants.ts';
import { calledLayer } from './called_layer.ts';
import { type Config, type InputPlace, type KerasLayer, type Lengths, unsupportedArgument } from './kind.ts';

/** What a call gives a function: one of the call's inputs, or a constant that is the same for every picture. */
export type Operand = InputPlace | { constant: Constant };

/** The operands of a call, and what else it says. */
interface Operands {
  /** In the order of the function. @param count how many inputs the call has @throws Error where one is missing */
  among(count: number): Operand[];
  others: Config;
}

/**
 * Reads the operands of a call. Inputs without a name come in their order, where no constant is.
 *
 * @param options as in `KerasLayer.called`
 * @param names of the operands, in order; those beyond them have none
 * @throws Error with a phrase that follows "calls the layer with"
 * @example operandsOf({ 'argument 2': 3 }, []).among(1) // [{ input: 0 }, { constant: 3 }]
 */
export function operandsOf(options: Config, names: readonly string[]): Operands {
  const placed: Operand[] = [];
  const others: Config = {};
  for (const [key, value] of Object.entries(options)) {
    const at = names.includes(key)
      ? names.indexOf(key)
      : Number(/^argument (\d+)$/.exec(key)?.[1] ?? Number.NaN) - 1;
    if (!(at >= 0)) others[key] = value;
    else if (isInput(value)) placed[at] = value;
    else if (value !== null && value !== undefined) placed[at] = { constant: constantOf(key, value) };
  }
  const named = placed.flatMap((one) => (one && isInput(one) ? [one.input] : []));
  return {
    others,
    among(count) {
      const all = [...placed];
      for (let input = 0, at = 0; input < count; input++) {
        if (named.includes(input)) continue;
        while (all[at]) at++;
        all[at] = { input };
      }
      const missing = Array.from(all).indexOf(undefined as never);
      if (missing >= 0) throw new Error(`is called without its argument ${names[missing] ?? missing + 1}`);
      return all;
    },
  };
}

/**
 * A layer whose inputs are the operands of a call. Constants have as many axes as the inputs have, from the last one
 * on, as NumPy does it.
 *
 * @param names of the operands, as in `operandsOf`
 * @throws Error with a phrase that follows "calls the layer with", where the call says something else too
 */
export function withOperands(layer: KerasLayer, options: Config, names: readonly string[]): KerasLayer {
  const { among, others } = operandsOf(options, names);
  refuseOthers(others);
  const shapeFor = (given: Constant, rank: number) => {
    const shape = shapeOfConstant(given);
    if (shape.length > rank || (shape.length === rank && shape[0] !== 1))
      throw new Error(`has a constant of ${shape.join('×')}, which is not the same for every picture`);
    return [...Array<number>(rank - shape.length).fill(1), ...shape];
  };
  const rankOf = (inputs: readonly Lengths[]) => Math.max(...inputs.map(({ length }) => length));
  const all = <T>(inputs: readonly T[], constant: (given: Constant) => T) =>
    among(inputs.length).map((one) => (isInput(one) ? inputs[one.input]! : constant(one.constant)));
  return {
    ...layer,
    severalInputs: true,
    shape(inputs) {
      const rank = rankOf(inputs);
      return layer.shape(all(inputs, (given) => shapeFor(given, rank)));
    },
    apply(tf, inputs, weights) {
      const rank = rankOf(inputs.map(({ shape }) => shape));
      return layer.apply(
        tf,
        all(inputs, (given) => constantTensor(tf, given, shapeFor(given, rank))),
        weights,
      );
    },
  };
}

/**
 * A layer of operands that are tensors as they are: constants without a batch.
 *
 * @param names of the operands, as in `operandsOf`
 * @param action gets the shapes, or the tensors, of all operands, and which of them are constants
 */
export function ofOperands(
  names: readonly string[],
  action: {
    shape(all: readonly Lengths[], constants: readonly number[]): number[];
    apply(tf: TensorFlow, all: readonly Tensor[], constants: readonly number[]): Tensor;
  },
): KerasLayer {
  return calledLayer('is called without saying with what', (options) => {
    const { among, others } = operandsOf(options, names);
    refuseOthers(others);
    const placesOf = (all: readonly Operand[]) => all.flatMap((one, i) => (isInput(one) ? [] : [i]));
    return {
      severalInputs: true,
      shape(inputs) {
        const all = among(inputs.length);
        const shapes = all.map((one) => (isInput(one) ? inputs[one.input]! : shapeOfConstant(one.constant)));
        return action.shape(shapes, placesOf(all));
      },
      apply(tf, inputs) {
        const all = among(inputs.length);
        const tensors = all.map((one) =>
          isInput(one) ? inputs[one.input]! : constantTensor(tf, one.constant),
        );
        return action.apply(tf, tensors, placesOf(all));
      },
    };
  });
}

/** Whether an argument of a call is one of its inputs, and not a constant. */
export function isInput(value: unknown): value is InputPlace {
  return typeof value === 'object' && value !== null && 'input' in value;
}

/** A constant as a float32 tensor. @param shape default: that of its nested lists */
export function constantTensor(
  tf: TensorFlow,
  given: Constant,
  shape: readonly number[] = shapeOfConstant(given),
): Tensor {
  return tf.tensor([given].flat(9) as number[], [...shape], 'float32');
}

/** @example shapeOfConstant([[1, 2, 3]]) // [1, 3] */
export function shapeOfConstant(given: Constant): number[] {
  return typeof given === 'number' ? [] : [given.length, ...shapeOfConstant(given[0]!)];
}

/** Refuses arguments of a call that are not known, unless they are null. @throws Error with a phrase that follows "calls the layer with" */
export function refuseOthers(others: Config): void {
  for (const [key, value] of Object.entries(others))
    if (value !== null && value !== undefined) throw new Error(unsupportedArgument(key, value));
}

/** Numbers that Keras wrote: by themselves, in even lists, or as a tensor. Truth values are 1 and 0. */
function constantOf(key: string, value: unknown): Constant {
  const { class_name, config } = (value ?? {}) as { class_name?: unknown; config?: Config };
  const given = numbersIn(class_name === '__tensor__' || class_name === '__numpy__' ? config?.value : value);
  if (!isConstant(given)) throw new Error(unsupportedArgument(key, value));
  return given;
}

function numbersIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbersIn);
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A number, or numbers in even lists. */
function isConstant(given: unknown): given is Constant {
  if (!Array.isArray(given)) return typeof given === 'number';
  const even = given.every(
    (one) => isConstant(one) && shapeOfConstant(one).join() === shapeOfConstant(given[0]).join(),
  );
  return given.length > 0 && even;
}
