import { type GraphNode, graphInputs } from './batch.ts';

/** Nodes may be written before what they take, for which they are looked at again. A circle would never end. */
const MOST_PASSES = 64;

/**
 * The nodes within the loops and conditions of TensorFlow 1. They have a value for each turn, or none where another
 * branch is taken. Those that end a loop or a condition are behind it.
 *
 * Source: https://www.tensorflow.org/api_docs/python/tf/raw_ops (Enter, Exit, Switch, Merge, NextIteration)
 */
export function nodesWithin(nodes: readonly GraphNode[]): ReadonlySet<string> {
  const operations = new Map(nodes.map(({ name, op }) => [name, op]));
  const isOf = (operation: string) => (name: string) => operations.get(name) === operation;
  const depths = new Map<string, number>();
  const depthOf = (node: GraphNode): number => {
    const inputs = graphInputs(node);
    const before = Math.max(
      0,
      ...inputs.filter((name) => !isOf('NextIteration')(name)).map((name) => depths.get(name) ?? 0),
    );
    if (node.op === 'Enter') return before + 1;
    if (node.op === 'Exit') return Math.max(0, before - 1);
    // Those of a loop choose between its turns, and are within it already.
    if (node.op === 'Switch') return inputs.some(isOf('LoopCond')) ? before : before + 1;
    if (node.op === 'Merge') return inputs.some(isOf('NextIteration')) ? before : Math.max(0, before - 1);
    return before;
  };
  for (let pass = 0, changed = true; changed && pass < MOST_PASSES; pass++) {
    changed = false;
    for (const node of nodes) {
      const depth = depthOf(node);
      changed ||= depth !== (depths.get(node.name) ?? 0);
      depths.set(node.name, depth);
    }
  }
  return new Set([...depths].flatMap(([name, depth]) => (depth > 0 ? [name] : [])));
}
