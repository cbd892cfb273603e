import { grouped } from '../core/error.ts';
import { modelMistake } from './mistake.ts';
import type { OnnxGraph } from './onnx_file.ts';
import { type OnnxNode, valuesBefore } from './onnx_node.ts';

/** Most values that an operation may make of a few numbers: 4 GiB of float32. */
const MOST_MADE = 2 ** 30;

/**
 * Refuses operations that make a huge value of a few constants. The runtime computes such a value as it starts, and a lack
 * of memory ends the whole process.
 *
 * @param wanted the outputs that count
 * @throws UserError (run)
 */
export function requireSmallConstants(
  path: string,
  { nodes, numbers }: Pick<OnnxGraph, 'nodes' | 'numbers'>,
  wanted: readonly string[],
): void {
  const needed = valuesBefore(nodes, wanted);
  const sizes = new Map<string, number>();
  for (const node of nodes) {
    const [made] = node.outputs;
    if (made === undefined || !needed.has(made)) continue;
    const size = valuesMade(node, numbers, sizes);
    if (size > MOST_MADE)
      throw modelMistake(
        path,
        `makes ${grouped(size)} values of constants at ${made} (${node.operation}), more than the ${grouped(MOST_MADE)} allowed; output: NAME takes a value that does not need it`,
      );
    sizes.set(made, size);
  }
}

/** How many values a node makes at least, as far as constants say it; else 1. */
function valuesMade(
  { operation, inputs }: OnnxNode,
  numbers: ReadonlyMap<string, readonly number[]>,
  sizes: ReadonlyMap<string, number>,
): number {
  const constant = (i: number) => numbers.get(inputs[i] ?? '') ?? [];
  const product = (lengths: readonly number[]) =>
    lengths.reduce((all, length) => all * Math.max(0, length), 1);
  const sizeOf = (name = '') => sizes.get(name) ?? 1;
  const before = sizeOf(inputs[0]);
  switch (operation) {
    case 'ConstantOfShape':
      return product(constant(0));
    case 'Expand':
      return Math.max(before, product(constant(1)));
    case 'Tile':
      return before * product(constant(1));
    case 'Concat':
      return inputs.reduce((sum, name) => sum + sizeOf(name), 0);
    case 'Range': {
      const [[start], [end], [step]] = [constant(0), constant(1), constant(2)];
      return start === undefined || end === undefined || !step
        ? 1
        : Math.max(0, Math.ceil((end - start) / step));
    }
    case 'Identity':
    case 'Cast':
    case 'Reshape':
      return before;
    default:
      return 1;
  }
}
