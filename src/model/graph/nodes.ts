import { quoted } from '../../core/error.ts';
import { modelMistake, randomOperation } from '../mistake.ts';
import type { ModelJson } from '../model_json.ts';
import { type GraphNode, nodesBefore } from './batch.ts';
import { nodesWithin } from './control_flow.ts';

/** The nodes of a graph. @throws UserError (run) where one has no name or operation */
export function nodesOf({ node }: ModelJson['topology'], path: string): GraphNode[] {
  return (node as unknown[]).map((one) => {
    const { name, op, input, attr } = (one ?? {}) as { [key in keyof GraphNode]?: unknown };
    if (typeof name !== 'string' || typeof op !== 'string')
      throw modelMistake(path, 'has a node without a name or an operation');
    return { name, op, input, attr };
  });
}

/** @throws UserError (run) where an output follows from a random operation */
export function requireNotRandom(path: string, nodes: readonly GraphNode[], wanted: readonly string[]): void {
  const before = nodesBefore(nodes, wanted);
  const random = nodes.find(({ name, op }) => RANDOM_OPERATION.test(op) && before.has(name));
  if (random) throw randomOperation(path, random.op, true);
}

/** Operations whose results differ from run to run. */
const RANDOM_OPERATION = /^(Stateless)?(Random|TruncatedNormal|Multinomial|ParameterizedTruncatedNormal)/;

/** @throws UserError (run) where an output is within a loop or a condition, or no numbers */
export function requireOneValue(path: string, nodes: readonly GraphNode[], wanted: readonly string[]): void {
  const within = nodesWithin(nodes);
  for (const { name, op } of nodes.filter((node) =>
    wanted.some((one) => one.replace(/:\d+$/, '') === node.name),
  )) {
    if (within.has(name))
      throw modelMistake(
        path,
        `has the node ${quoted(name)} (${op}) within a loop or a condition, where it has a value for each turn, or none; output: NAME takes a node before that or behind it`,
      );
    if (HOLDERS.test(op))
      throw modelMistake(
        path,
        `has the node ${quoted(name)} (${op}), which holds tensors and is none; output: NAME takes a node that reads them`,
      );
  }
}

/** Operations that give a list of tensors, and no tensor. */
const HOLDERS =
  /^TensorArray(V3|WriteV3|ScatterV3|SplitV3|CloseV3)$|^TensorList(Reserve|SetItem|FromTensor|Scatter\w*|PushBack|Split|Resize|ConcatLists)$|^EmptyTensorList$/;

/** Operations that compute nothing, or of which a value cannot be had. */
export const WITHOUT_VALUE = /^(Const|NoOp|Placeholder|TensorArray.*|TensorList.*)$/;
