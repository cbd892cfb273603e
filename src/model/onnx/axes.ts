import type { Layout, ValueAxes } from '../model.ts';
import { axesOfAll, axesReshaped } from '../value_axes.ts';
import type { OnnxGraph } from './file.ts';
import type { InferredLengths } from './inferred.ts';
import type { OnnxNode } from './node.ts';

/**
 * Operations that take and give [pictures, channels, places], by their definition.
 *
 * Source: https://onnx.ai/onnx/operators/
 */
const CHANNELS_SECOND =
  /^((Fused|QLinear|Deform)?Conv|ConvTranspose|ConvInteger|(QLinear)?Global\w+Pool|(QLinear)?(Max|Average|Lp)Pool|MaxUnpool|MaxRoiPool|RoiAlign|(Batch|Instance|Group)Normalization|LRN|GridSample|DepthToSpace|SpaceToDepth)$/;

/** Operations that give values of other axes than they take, in a way that is not followed. */
const NEW_AXES =
  /^(Shape|Size|Einsum|LSTM|GRU|RNN|OneHot|EyeLike|GatherND|Compress|NonZero|Unique|NonMaxSuppression|Range|ConstantOfShape|Col2Im|\w*Attention|Sequence\w+|SplitToSequence|ConcatFromSequence|If|Loop|Scan)$/;

/**
 * The axes of the values of a graph, as its operations say them.
 *
 * @param input its name and what its axes are
 * @param shapes of the values, as far as they are known
 */
export function onnxAxes(
  { nodes, numbers, functions }: Pick<OnnxGraph, 'nodes' | 'numbers' | 'functions'>,
  input: { name: string; axes: ValueAxes },
  shapes: ReadonlyMap<string, InferredLengths>,
): ReadonlyMap<string, ValueAxes> {
  const known = new Map([[input.name, input.axes]]);
  const lengthsOf = (name = '') => {
    const shape = shapes.get(name) ?? [];
    // No axes are also those of a value of no known shape.
    return shape.length === 0
      ? undefined
      : shape.map((length) => (typeof length === 'number' ? length : null));
  };
  for (const node of nodes) {
    if (functions.has(node.operation)) continue;
    for (const made of node.outputs) {
      const lengths = lengthsOf(made);
      const axes = axesMade(node, numbers, known, lengthsOf, lengths);
      if (axes && (lengths ?? axes).length === axes.length) known.set(made, axes);
    }
  }
  return known;
}

/**
 * The layout of a model's input that leaves all its lengths open, as the first operation says that takes channels second;
 * undefined where none says it.
 */
export function onnxInputLayout(
  graph: Pick<OnnxGraph, 'nodes' | 'numbers' | 'functions'>,
  name: string,
): Layout | undefined {
  const known = onnxAxes(graph, { name, axes: ['N', '1', '2', '3'] }, new Map());
  for (const { operation, inputs } of graph.nodes) {
    const channels = CHANNELS_SECOND.test(operation) ? known.get(inputs[0] ?? '')?.[1] : undefined;
    if (channels === '1') return 'NCHW';
    if (channels === '3') return 'NHWC';
  }
  return undefined;
}

function axesMade(
  node: OnnxNode,
  constants: ReadonlyMap<string, number[]>,
  known: ReadonlyMap<string, ValueAxes>,
  lengthsOf: (name: string | undefined) => (number | null)[] | undefined,
  made: (number | null)[] | undefined,
): ValueAxes | undefined {
  const { operation, inputs, numbers } = node;
  const x = known.get(inputs[0] ?? '');
  if (CHANNELS_SECOND.test(operation)) {
    const places = { 3: [''], 4: ['H', 'W'], 5: ['', 'H', 'W'] }[made?.length ?? x?.length ?? 4];
    if (!places) return undefined;
    return numbers.get('channels_last')?.[0] === 1 ? ['N', ...places, 'C'] : ['N', 'C', ...places];
  }
  if (NEW_AXES.test(operation)) return undefined;
  const axes = numbers.get('axes') ?? constants.get(inputs[1] ?? '');
  if (operation === 'Unsqueeze') return x && axes && axesAdded(x, axes);
  if (operation === 'Transpose')
    return x && (numbers.get('perm') ?? [...x.keys()].reverse()).map((axis) => x[axis] ?? '');
  if (operation === 'Reshape' || operation === 'Flatten') {
    const before = lengthsOf(inputs[0]);
    return x && before && made && axesReshaped(x, before, made);
  }
  if (operation === 'Squeeze') return x && axes && axesLeft(x, axes);
  if (/^(Reduce\w+|Arg(Max|Min))$/.test(operation)) {
    const over = operation.startsWith('Arg') ? (numbers.get('axis') ?? [0]) : axes;
    return x && (numbers.get('keepdims')?.[0] === 0 ? over && axesLeft(x, over) : x);
  }
  if (operation === 'Gather' && x && made?.length === x.length - 1)
    return axesLeft(x, numbers.get('axis') ?? [0]);
  const given = inputs.flatMap((name) => {
    const one = known.get(name);
    return one ? [one] : [];
  });
  if (given.length === 0) return undefined;
  return axesOfAll(given, made?.length ?? Math.max(...given.map((one) => one.length)));
}

function axesLeft(x: ValueAxes, axes: readonly number[]): ValueAxes {
  const places = axes.map((axis) => (axis < 0 ? axis + x.length : axis));
  return x.filter((_, axis) => !places.includes(axis));
}

function axesAdded(x: ValueAxes, axes: readonly number[]): ValueAxes {
  const rank = x.length + axes.length;
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  const rest = [...x];
  return Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? '' : (rest.shift() ?? '')));
}
