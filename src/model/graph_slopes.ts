import type { ModelJson } from './model_json.ts';
import type { WeightGroup } from './weights.ts';

interface JsonNode {
  name?: unknown;
  op?: unknown;
  input?: unknown;
  attr?: { T?: unknown };
}

/**
 * A graph with `Prelu` as relu(x) - slopes · relu(-x), where the slopes are not those of channels: XNNPACK, behind wasm,
 * takes all others for such. A node keeps its name.
 */
export function withSlopesOfPlaces(
  topology: ModelJson['topology'],
  groups: readonly WeightGroup[],
): ModelJson['topology'] {
  const shapes = new Map(
    groups.flatMap(({ weights }) => weights.map(({ name, shape }) => [name, shape] as const)),
  );
  const nodes = topology.node as JsonNode[];
  const ofPlaces = (node: JsonNode) => {
    if (node?.op !== 'Prelu' || !Array.isArray(node.input)) return false;
    const shape = shapes.get(String(node.input[1]).replace(/:0$/, ''));
    return !shape || shape.slice(0, -1).some((length) => length !== 1);
  };
  if (!nodes.some(ofPlaces)) return topology;
  return { ...topology, node: nodes.flatMap((node) => (ofPlaces(node) ? apart(node) : [node])) };
}

function apart({ name, input, attr }: JsonNode): JsonNode[] {
  const [x, slopes] = input as unknown[];
  const made = (part: string, op: string, ...inputs: unknown[]): JsonNode => ({
    name: `${name}${part}`,
    op,
    input: inputs,
    attr: { T: attr?.T ?? { type: 'DT_FLOAT' } },
  });
  return [
    made('/above', 'Relu', x),
    made('/negative', 'Neg', x),
    made('/below', 'Relu', `${name}/negative`),
    made('/sloped', 'Mul', slopes, `${name}/below`),
    made('', 'Sub', `${name}/above`, `${name}/sloped`),
  ];
}
