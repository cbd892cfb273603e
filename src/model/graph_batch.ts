/** A node of a graph of TensorFlow operations. */
export interface GraphNode {
  name: string;
  op: string;
  input?: unknown;
  attr?: unknown;
}

/** Conditions and loops, and operations that give as many rows as values decide. */
const BY_VALUES =
  /^(Switch|Merge|Enter|LoopCond|(Stateless)?(If|While|Case)|(Stateful)?PartitionedCall|Where|NonMaxSuppression.*|Unique.*|DynamicPartition)$/;

/** Operations over the axes that their second input names. */
const OVER_AXES = /^(Mean|Sum|Max|Min|Prod|All|Any|ArgMax|ArgMin|Cumsum|Cumprod|EuclideanNorm)$/;

/**
 * Whether a graph of TensorFlow operations lets an output depend on more than one picture of a batch: by an operation
 * over the first axis, by one that moves this axis, by a condition or a loop.
 *
 * @param input the name of the node for pictures
 * @param wanted the names of the outputs that count
 * @param numbersOf the values of a constant, if it holds a few whole numbers
 */
export function graphMixesPictures(
  nodes: readonly GraphNode[],
  input: string,
  wanted: readonly string[],
  numbersOf: (constant: string) => readonly number[] | undefined,
): boolean {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const isDependent = new Map<string, boolean>([[input, true]]);
  // Pictures reach a node by any of its inputs, but by its shape alone they do not.
  const reached = (name: string): boolean => {
    const known = isDependent.get(name);
    if (known !== undefined) return known;
    isDependent.set(name, false);
    const node = byName.get(name);
    const found =
      node !== undefined && !/^(Shape|Size|Rank)$/.test(node.op) && graphInputs(node).some(reached);
    isDependent.set(name, found);
    return found;
  };
  const seen = new Set<string>();
  const mixes = (name: string): boolean => {
    const node = byName.get(name);
    if (!node || seen.has(name)) return false;
    seen.add(name);
    return (reached(name) && nodeMixes(node, numbersOf)) || graphInputs(node).some(mixes);
  };
  return wanted.map(nodeName).some(mixes);
}

function nodeMixes(node: GraphNode, numbersOf: (constant: string) => readonly number[] | undefined): boolean {
  const { op, attr } = node;
  if (BY_VALUES.test(op)) return true;
  if (op.startsWith('FusedBatchNorm'))
    return (attr as { is_training?: { b?: unknown } } | undefined)?.is_training?.b === true;
  const numbers = numbersOf(graphInputs(node)[1] ?? '');
  if (OVER_AXES.test(op)) return numbers?.some((axis) => axis === 0 || axis < -1) ?? true;
  // These move the pictures to another axis, where they are not looked for.
  if (op === 'Transpose') return numbers?.[0] !== 0;
  if (op === 'Reshape') return numbers !== undefined && numbers[0] !== -1;
  return false;
}

/** The names of the nodes that a node takes values of: `a` of `a:1`, and of `^a`, which only has to come before. */
function graphInputs({ input }: GraphNode): string[] {
  return Array.isArray(input) ? input.filter((one) => typeof one === 'string').map(nodeName) : [];
}

function nodeName(value: string): string {
  return value.replace(/^\^/, '').replace(/:\d+$/, '');
}
