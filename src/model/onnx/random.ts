import type { OnnxGraph } from './file.ts';
import type { OnnxNode } from './node.ts';

/** Operations whose results differ from run to run, also where they have a seed: it holds for a session, not a run. */
const RANDOM = [
  'RandomNormal',
  'RandomUniform',
  'RandomNormalLike',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
];

/** Operations that give what only the shape of their input decides. */
export const OF_SHAPES = ['Shape', 'Size'];

/** The values of a graph that follow from a random operation, each with that operation. */
export function randomValues({
  nodes,
  functions,
}: Pick<OnnxGraph, 'nodes' | 'functions'>): ReadonlyMap<string, string> {
  const random = new Map<string, string>();
  for (const node of nodes) {
    const given = OF_SHAPES.includes(node.operation)
      ? undefined
      : node.inputs.find((name) => random.has(name));
    const found =
      given === undefined
        ? RANDOM.find((operation) => operationsOf(node, functions).has(operation))
        : random.get(given);
    if (found !== undefined) for (const name of node.outputs) random.set(name, found);
  }
  return random;
}

/** The operations of a node, of the graphs within it, and of the functions that they call. */
function operationsOf(
  { operation, within }: OnnxNode,
  functions: OnnxGraph['functions'],
): ReadonlySet<string> {
  const all = new Set([operation, ...within]);
  // Names that are added during the loop are visited, too.
  for (const name of all) for (const one of functions.get(name) ?? []) all.add(one);
  return all;
}
