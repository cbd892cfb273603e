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
  const consumers = new Map<string, string[]>();
  // Pictures reach a node by any of its inputs, but by their shape alone they do not.
  for (const node of nodes.filter(({ op }) => !/^(Shape|Size|Rank)$/.test(op)))
    for (const name of graphInputs(node)) consumers.set(name, (consumers.get(name) ?? []).concat(node.name));
  const dependent = reachedFrom([input], (name) => consumers.get(name) ?? []);
  const needed = nodesBefore(nodes, wanted);
  return nodes.some(
    (node) => needed.has(node.name) && dependent.has(node.name) && nodeMixes(node, numbersOf),
  );
}

/**
 * The nodes of a graph that an output follows from, itself included.
 *
 * @param wanted the names of the outputs
 */
export function nodesBefore(nodes: readonly GraphNode[], wanted: readonly string[]): ReadonlySet<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return reachedFrom(wanted.map(nodeName), (name) => graphInputs(byName.get(name)));
}

/** All names that steps lead to, the first ones included. A graph may be too deep for functions that call themselves. */
function reachedFrom(
  first: readonly string[],
  next: (name: string) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set(first);
  // Nodes that are added during the loop are visited, too.
  for (const name of reached) for (const one of next(name)) reached.add(one);
  return reached;
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
export function graphInputs(node: GraphNode | undefined): string[] {
  const input = node?.input;
  return Array.isArray(input) ? input.filter((one) => typeof one === 'string').map(nodeName) : [];
}

function nodeName(value: string): string {
  return value.replace(/^\^/, '').replace(/:\d+$/, '');
}
