import type { GraphNode } from './batch.ts';
import { ORDER } from './operations.ts';

interface ListAttribute {
  list?: { i?: readonly unknown[] };
}

type ListAttributes = Readonly<Record<string, (ListAttribute & { s?: unknown }) | undefined>>;

/** Operations over maps that TensorFlow.js computes with channels last, whatever a node says, or not at all. */
const OVER_MAPS =
  /^(_?Fused)?(Conv2D|DepthwiseConv2dNative|DepthwiseConv2d|BatchNorm(V2|V3)?)$|^(AvgPool|MaxPool|BiasAdd|DepthToSpace|SpaceToDepth)$/;

/** Base64 of NCHW. */
export const CHANNELS_FIRST = 'TkNIVw==';

/** Base64 of NHWC. */
const CHANNELS_LAST = 'TkhXQw==';

/**
 * The nodes of a graph with channels last. A node with channels first gets a transposition before and after it, and
 * keeps its name.
 */
export function graphWithChannelsLast(nodes: readonly GraphNode[]): GraphNode[] {
  return nodes.flatMap((node) => {
    const attributes = (node.attr ?? {}) as ListAttributes;
    const [x, ...others] = Array.isArray(node.input) ? (node.input as unknown[]) : [];
    if (!OVER_MAPS.test(node.op) || attributes.data_format?.s !== CHANNELS_FIRST) return [node];
    const [before, made] = [`${node.name}/channels_last`, `${node.name}/of_channels_last`];
    return [
      ordered(before, x, [0, 2, 3, 1]),
      { ...node, name: made, input: [before, ...others], attr: lengthsInOrder(attributes) },
      ordered(node.name, made, [0, 3, 1, 2]),
    ];
  });
}

function ordered(name: string, input: unknown, perm: readonly number[]): GraphNode {
  return { name, op: ORDER, input: [input], attr: { perm: { list: { i: perm.map(String) } } } };
}

/** Lengths for each axis in the order of axes with channels last. */
function lengthsInOrder(attributes: ListAttributes): object {
  const moved = Object.entries(attributes).map(([name, attribute]) => {
    const lengths = attribute?.list?.i ?? [];
    const [n, c, ...places] = pairs(lengths, lengths.length / 4);
    const inOrder = [n, ...places, c].flat();
    return [
      name,
      /^(strides|ksize|dilations|explicit_paddings)$/.test(name) && lengths.length > 0
        ? { list: { i: inOrder } }
        : attribute,
    ];
  });
  return { ...Object.fromEntries(moved), data_format: { s: CHANNELS_LAST } };
}

function pairs(lengths: readonly unknown[], size: number): unknown[][] {
  return Array.from({ length: 4 }, (_, axis) => lengths.slice(axis * size, (axis + 1) * size));
}
