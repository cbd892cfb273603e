import { quoted } from '../../core/error.ts';
import { type Mistake, unknownName } from '../../core/mistake.ts';
import { formatShape, type Pair, type Shape } from '../../core/tensor.ts';
import type { NamedOutput, ReaderScene } from '../kind.ts';

/** Why a layer cannot read the outputs of the model before it. */
export class OutputProblem extends Error {
  readonly mistake: Mistake;
  /** The option that is wrong, if it is one. */
  readonly option: string | undefined;

  constructor(mistake: Mistake, option?: string) {
    super('the outputs cannot be read');
    this.mistake = mistake;
    this.option = option;
  }
}

/**
 * The index of the output with that name; without a name, of the only one.
 *
 * @throws OutputProblem
 */
export function outputNamed(
  outputs: readonly NamedOutput[],
  name: string | undefined,
  option: string,
): number {
  const names = outputs.map((one) => one.name);
  if (name === undefined) {
    if (outputs.length === 1) return 0;
    throw new OutputProblem({
      problem: `needs ${option}, since the model has several outputs`,
      remedy: `they are ${names.join(', ')}`,
    });
  }
  const index = names.indexOf(name);
  if (index < 0) throw new OutputProblem(unknownName('output', name, names), option);
  return index;
}

/** An output as a table: rows from the top, each with as many values. */
export interface OutputTable {
  rows: number;
  columns: number;
}

/**
 * An output [n, a, b] has a rows of b values, [n, h, w, c] has h · w rows of c values, and [n, c] is one row.
 *
 * @param shape [height, width, channels], as a model layer reads it
 */
export function tableOf([height, width, channels]: Shape): OutputTable {
  return channels === 1 ? { rows: height, columns: width } : { rows: height * width, columns: channels };
}

/**
 * [height, width] in pixels of the image that the picture of a model covers.
 *
 * @example pixelFrame({ picture: [32, 32], stride: [2, 2] }) // [64, 64]
 */
export function pixelFrame({ picture, stride }: ReaderScene): Pair {
  return [picture[0] * stride[0], picture[1] * stride[1]];
}

/** @throws OutputProblem that says what an output was expected to hold */
export function requireValues(
  holds: boolean,
  { name, shape }: NamedOutput,
  option: string,
  expected: string,
) {
  if (holds) return;
  const { rows, columns } = tableOf(shape);
  const value = `${formatShape([rows, columns])} values in the output ${quoted(name)}`;
  throw new OutputProblem({ expected, value }, option);
}
