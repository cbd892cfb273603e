import type { ModelJson } from '../model_json.ts';
import type { WeightGroup } from '../weights.ts';

interface JsonNode {
  name?: unknown;
  op?: unknown;
  input?: unknown;
  attr?: { T?: unknown; fused_ops?: { list?: { s?: unknown } } } & Record<string, unknown>;
}

/** Operations that may have an activation within them, and the same without anything. */
const FUSED: Readonly<Record<string, string>> = {
  _FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2dNative: 'DepthwiseConv2dNative',
  _FusedMatMul: 'MatMul',
};

/** Activations as operations of their own. */
const BEHIND: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};

/**
 * A graph in which each operation computes what it says. `Prelu` whose slopes are not those of channels becomes
 * relu(x) - slopes · relu(-x): XNNPACK, behind wasm, takes all others for such. Within a depthwise convolution the converter
 * of TensorFlow.js loses the slope of `LeakyRelu`, in all operations without a bias it loses the activation, and wasm has no
 * `Tanh` within another operation. Such an activation becomes a node behind it. So does a bias of
 * `_FusedMatMul` that is no weight of one value per channel: wasm takes no others, and in a recurrent layer the bias is another
 * product. A node keeps its name.
 */
export function withOwnActivations(
  topology: ModelJson['topology'],
  groups: readonly WeightGroup[],
): ModelJson['topology'] {
  const shapes = new Map(
    groups.flatMap(({ weights }) => weights.map(({ name, shape }) => [name, shape] as const)),
  );
  const isOfPlaces = (slopes: unknown) => {
    const shape = shapes.get(String(slopes).replace(/:0$/, ''));
    // One slope for all channels is read as if there were more.
    return !shape || (shape.at(-1) ?? 1) === 1 || shape.slice(0, -1).some((length) => length !== 1);
  };
  const isOfChannels = (bias: unknown) => {
    const shape = shapes.get(String(bias).replace(/:0$/, ''));
    // One value for all channels is read as if there were more.
    return shape?.length === 1 && shape[0] !== 1;
  };
  const changed = (node: JsonNode): JsonNode[] => {
    if (!Array.isArray(node?.input)) return [node];
    const [inputs, sums] = [node.input as unknown[], `${node.name}/sums`];
    const slopes = inputs.at(-1);
    if (node.op === 'Prelu') return isOfPlaces(slopes) ? apart(node, inputs[0], slopes) : [node];
    const within = fusedOperations(node);
    const activation = within.find((one) => one !== 'biasadd');
    const hasBias = within.includes('biasadd');
    const isApart = hasBias && node.op === '_FusedMatMul' && !isOfChannels(inputs[2]);
    const { name, attr } = node;
    const before = (given: unknown[]) => withoutActivation(node, hasBias, isApart, sums, given);
    if (activation === 'prelu' && (!hasBias || isApart || isOfPlaces(slopes))) {
      const behind = { name, op: 'Prelu', input: [sums, slopes], attr: { T: attr?.T } };
      return [...before(inputs.slice(0, -1)), ...(isOfPlaces(slopes) ? apart(node, sums, slopes) : [behind])];
    }
    if (isApart && !activation) return withoutActivation(node, hasBias, isApart, String(name), inputs);
    const op = Object.hasOwn(BEHIND, activation ?? '') ? BEHIND[activation!] : undefined;
    const isLost = activation === 'leakyrelu' && node.op === 'FusedDepthwiseConv2dNative';
    if (!op || (hasBias && !isApart && activation !== 'tanh' && !isLost)) return [node];
    const slope = attr?.leakyrelu_alpha && op === 'LeakyRelu' ? { alpha: attr.leakyrelu_alpha } : {};
    return [...before(inputs), { name, op, input: [sums], attr: { T: attr?.T, ...slope } }];
  };
  return { ...topology, node: (topology.node as JsonNode[]).flatMap(changed) };
}

/** What an operation does with its sums, in small letters. */
function fusedOperations({ op, attr }: JsonNode): string[] {
  const texts = Object.hasOwn(FUSED, String(op)) ? attr?.fused_ops?.list?.s : undefined;
  return Array.isArray(texts) ? texts.map((text) => atob(String(text)).toLowerCase()) : [];
}

/** The nodes of an operation alone, and its bias behind it where that is to be `apart`. */
function withoutActivation(
  node: JsonNode,
  hasBias: boolean,
  isApart: boolean,
  name: string,
  input: unknown[],
): JsonNode[] {
  const op = FUSED[String(node.op)];
  if (isApart) {
    const product = `${node.name}/product`;
    return [
      { ...node, name: product, op, input: input.slice(0, 2) },
      { name, op: 'AddV2', input: [product, ...input.slice(2)], attr: { T: node.attr?.T } },
    ];
  }
  if (!hasBias) return [{ ...node, name, op, input }];
  const fused = { fused_ops: { list: { s: [btoa('BiasAdd')] } }, num_args: { i: '1' } };
  return [{ ...node, name, input, attr: { ...node.attr, ...fused } }];
}

function apart({ name, attr }: JsonNode, x: unknown, slopes: unknown): JsonNode[] {
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
