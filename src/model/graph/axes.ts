import type { ValueAxes } from '../model.ts';
import { axesOfAll } from '../value_axes.ts';
import { type GraphNode, graphInputs } from './batch.ts';
import { CHANNELS_FIRST } from './layout.ts';

/** Operations over maps, which say where their channels are. */
const WITH_FORMAT =
  /^((_?Fused)?(Conv2D|DepthwiseConv2dNative|DepthwiseConv2d)|(Fused)?BatchNorm(V2|V3)?|AvgPool|MaxPool|DepthToSpace|SpaceToDepth|ResizeBilinear|ResizeNearestNeighbor)$/;

/** Operations whose results have the axes of what they take, in the same order. */
const AXES_KEPT =
  /^(BiasAdd|Relu6?|Elu|Selu|LeakyRelu|Prelu|Sigmoid|Tanh|Soft(plus|sign|max)|LogSoftmax|Abs|Neg|Exp|Log|R?[Ss]qrt|Square|Floor|Round|Erf|Add(V2|N)?|Sub|Mul|RealDiv|Div|DivNoNan|Maximum|Minimum|Pow|SquaredDifference|ConcatV2|Pad(V2)?|MirrorPad|Identity|Cast|ClipByValue|StopGradient|LRN|Cum(sum|prod))$/;

/**
 * The axes of the values of a graph, as its operations say them.
 *
 * @param input its name, and what its axes are
 * @param numbersOf the values of a constant, if it holds a few whole numbers
 */
export function graphAxes(
  nodes: readonly GraphNode[],
  input: { name: string; axes: ValueAxes },
  numbersOf: (constant: string) => readonly number[] | undefined,
): ReadonlyMap<string, ValueAxes> {
  const known = new Map([[input.name, input.axes]]);
  for (const node of nodes) {
    const inputs = graphInputs(node);
    const found = inputs.map((name) => known.get(name)).filter((one) => one !== undefined);
    const format = (node.attr as { data_format?: { s?: unknown } } | undefined)?.data_format?.s;
    if (WITH_FORMAT.test(node.op)) known.set(node.name, [...(format === CHANNELS_FIRST ? 'NCHW' : 'NHWC')]);
    else if (found.length === 0) continue;
    else if (AXES_KEPT.test(node.op))
      known.set(node.name, axesOfAll(found, Math.max(...found.map((one) => one.length))));
    else if (node.op === 'Transpose') {
      const order = numbersOf(inputs[1] ?? '');
      if (order)
        known.set(
          node.name,
          order.map((axis) => found[0]![axis] ?? ''),
        );
    }
  }
  return known;
}
