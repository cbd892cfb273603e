import type { OnnxGraph } from './file.ts';
import type { InferredLengths } from './inferred.ts';
import { type OnnxNode, valuesBefore } from './node.ts';
import { OF_SHAPES } from './random.ts';

/** What is known of a graph where its input is a batch of pictures. */
interface InBatch {
  /** The name of the input for pictures. */
  input: string;
  /** How many pictures are in the batch. */
  count: number;
  /** Whether no other length is likely to be a multiple of it, so that an axis of this length is that of the pictures. */
  telling: boolean;
  /** The shapes of values, as far as they are known. */
  shapes: ReadonlyMap<string, InferredLengths>;
}

/** Operations whose results are of as many rows as values decide. */
const OF_VALUES = ['NonZero', 'Compress', 'Unique', 'NonMaxSuppression'];

/** Operations that may make one value of all. The runtime infers their shapes, so no axes are those of one value. */
const INTO_ONE = ['Einsum', 'MatMul', 'NegativeLogLikelihoodLoss', 'SoftmaxCrossEntropyLoss'];

/** Operations that take the first axis for that of pictures. */
const PICTURES_FIRST =
  /^(Conv|Global|InstanceNorm|GroupNorm|BatchNorm|LRN|MaxPool|AveragePool|LpPool|MaxUnpool|MaxRoiPool|Resize|Upsample|GridSample|DepthToSpace|SpaceToDepth|QLinear(Conv|Average|Global)|Attention)/;

/**
 * Whether the graph of a model lets an output depend on more than one picture of a batch: by an operation over the axis
 * of pictures, by numbering them, by a condition or a loop. Trying pictures cannot tell that for certain,
 * since a threshold may lie anywhere.
 *
 * An axis of pictures is one whose length is a multiple of the batch. Where a shape is not known, it is the first.
 *
 * @param wanted the outputs that count
 */
export function mixesPictures(
  { nodes, numbers, counts, functions, opset = 0 }: OnnxGraph,
  wanted: readonly string[],
  batch: InBatch,
): boolean {
  const { input, count, telling, shapes } = batch;
  const dependent = new Set([input]);
  for (const { operation, inputs, outputs } of nodes)
    if (!OF_SHAPES.includes(operation) && inputs.some((name) => dependent.has(name)))
      for (const name of outputs) dependent.add(name);
  const needed = valuesBefore(nodes, wanted);

  const isOfPictures = (length: number | string | undefined) =>
    typeof length === 'number' && length % count === 0 && length > 0;
  const loses = (name: string) => {
    const lengths = shapes.get(name) ?? [];
    // No axes are those of one value, or of a value whose shape is not known.
    if (lengths.length === 0 || lengths.some((length) => typeof length !== 'number')) return false;
    const axes = lengths.filter(isOfPictures).length;
    return axes === 0 || (telling && axes > 1);
  };
  const mixesBy = (node: OnnxNode) => {
    const { operation, inputs, outputs } = node;
    if (node.hasGraphs || functions.has(operation) || OF_VALUES.includes(operation)) return true;
    if (/^DynamicQuantize|Sequence/.test(operation) || node.numbers.get('training_mode')?.[0] === 1)
      return true;
    if (outputs.some((name) => needed.has(name) && loses(name))) return true;
    // Places that are the same for any number of pictures are those of the first ones.
    if (operation.startsWith('Scatter') && (counts.has(inputs[1]!) || loses(inputs[1]!))) return true;
    if (INTO_ONE.includes(operation) && shapes.get(outputs[0]!)?.length === 0) return true;
    const lengths = shapes.get(inputs[0]!) ?? [];
    const found = telling ? lengths.findIndex(isOfPictures) : -1;
    const expected = placeOfPictures(node);
    if (found >= 0 && expected !== undefined && found !== expected) return true;
    const at = Math.max(0, found);
    const axes = mixedAxes(node, numbers, opset, (name) => dependent.has(name));
    return axes === 'all' || axes.some((axis) => mayBe(axis, at, lengths.length));
  };
  const numbersPictures = ({ operation, outputs: [made = ''] }: OnnxNode) =>
    operation === 'Range' && telling && needed.has(made) && isOfPictures(shapes.get(made)?.[0]);
  return nodes.some(
    (node) =>
      numbersPictures(node) ||
      (node.outputs.some((name) => needed.has(name) && dependent.has(name)) && mixesBy(node)),
  );
}

/** The axis that is that of pictures to an operation; undefined where it may be any. */
function placeOfPictures({ operation, numbers }: OnnxNode): number | undefined {
  if (/^(LSTM|GRU|RNN)$/.test(operation)) return numbers.get('layout')?.[0] === 1 ? 0 : 1;
  return PICTURES_FIRST.test(operation) ? 0 : undefined;
}

/** Whether an axis, from the end where it is below 0, may be that at a place. */
function mayBe(axis: number, at: number, rank: number): boolean {
  if (axis >= 0) return axis === at;
  // If a shape is not known, its last axis counts as that of channels.
  return rank === 0 ? axis < -1 : axis + rank === at;
}

/** The axes over which an operation puts values together, or to other places. */
function mixedAxes(
  { operation, inputs, numbers: own }: OnnxNode,
  constants: ReadonlyMap<string, number[]>,
  opset: number,
  isDependent: (name: string) => boolean,
): readonly number[] | 'all' {
  const axis = own.get('axis')?.[0];
  const given = own.get('axes') ?? constants.get(inputs[1] ?? '');
  if (operation.startsWith('Reduce')) {
    if (given) return given;
    return own.get('noop_with_empty_axes')?.[0] === 1 && !inputs[1] ? [] : 'all';
  }
  switch (operation) {
    case 'ArgMax':
    case 'ArgMin':
      return [axis ?? 0];
    case 'TopK':
    case 'LpNormalization':
      return [axis ?? -1];
    case 'Softmax':
    case 'LogSoftmax':
    case 'Hardmax':
      return opset >= 13 ? [axis ?? -1] : from(axis ?? 1);
    case 'LayerNormalization':
    case 'RMSNormalization':
    case 'SimplifiedLayerNormalization':
      return from(axis ?? -1);
    case 'MeanVarianceNormalization':
      return own.get('axes') ?? [0, 2, 3];
    case 'CumSum':
    case 'CumProd':
      return given ?? 'all';
    case 'Trilu':
      return [-2, -1];
    case 'Slice': {
      const axes = constants.get(inputs[3] ?? '');
      const steps = constants.get(inputs[4] ?? '') ?? [];
      return steps.flatMap((step, i) => (step < 0 ? [axes?.[i] ?? i] : []));
    }
    case 'Gather':
    case 'GatherElements':
    case 'ScatterElements':
      return isDependent(inputs[1] ?? '') ? [axis ?? 0] : [];
    case 'ScatterND':
      return isDependent(inputs[1] ?? '') ? 'all' : [];
    default:
      return [];
  }
}

/** An axis and those behind it. */
function from(axis: number): number[] {
  const MOST = 8;
  return axis < 0
    ? Array.from({ length: -axis }, (_, i) => axis + i)
    : Array.from({ length: MOST }, (_, i) => axis + i);
}
