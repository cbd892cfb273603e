import { grouped } from '../../core/error.ts';
import { modelMistake } from '../mistake.ts';
import { withBodies } from './changed.ts';
import { type OnnxGraph, readOnnx } from './file.ts';
import type { InferredLengths } from './inferred.ts';
import { type OnnxNode, valuesBefore } from './node.ts';
import { MOST_MADE } from './sparse.ts';

/**
 * Refuses operations that make a huge value of a few constants. The runtime computes such a value as it starts, and a lack
 * of memory ends the whole process.
 *
 * @param wanted the outputs that count
 * @throws UserError (run)
 */
export function requireSmallConstants(
  path: string,
  { nodes, numbers: stored }: Pick<OnnxGraph, 'nodes' | 'numbers'>,
  wanted: readonly string[],
): void {
  const needed = valuesBefore(nodes, wanted);
  const numbers = withComputed(stored, nodes);
  const sizes = new Map<string, number>();
  for (const node of nodes) {
    const [made] = node.outputs;
    if (made === undefined || !needed.has(made)) continue;
    const size = valuesMade(node, numbers, sizes);
    if (size > MOST_MADE) throw hugeConstant(path, made, node.operation, size);
    sizes.set(made, size);
  }
}

/**
 * Refuses huge values of constants alone by any operation, as the runtime infers their shapes.
 *
 * @param shapesOf the shapes of values that follow from the nodes at some places, without computing them
 * @param wanted the outputs that count
 * @throws UserError (run)
 */
export async function requireSmallShapes(
  path: string,
  graph: Pick<OnnxGraph, 'nodes' | 'numbers' | 'counts'>,
  wanted: readonly string[],
  shapesOf: (
    places: ReadonlySet<number>,
    names: readonly string[],
  ) => Promise<ReadonlyMap<string, InferredLengths>>,
): Promise<void> {
  const { places, doubtful } = ofConstants(graph, wanted);
  if (doubtful.length === 0) return;
  const shapes = await shapesOf(
    places,
    doubtful.map(({ name }) => name),
  );
  for (const { name, operation } of doubtful) {
    const size = (shapes.get(name) ?? []).reduce<number>(
      (all, n) => all * (typeof n === 'number' ? n : 1),
      1,
    );
    if (size > MOST_MADE) throw hugeConstant(path, name, operation, size);
  }
}

/**
 * Refuses huge values that conditions and loops make of constants alone, their own or those around them.
 *
 * @param bytes the model that the graph was read from
 * @param requireShapes refuses those by the shapes that the runtime infers; see `requireSmallShapes`
 * @throws UserError (run)
 */
export async function requireSmallBodies(
  path: string,
  bytes: Uint8Array,
  graph: OnnxGraph,
  wanted: readonly string[],
  requireShapes: (bytes: Uint8Array, graph: OnnxGraph, wanted: readonly string[]) => Promise<void>,
): Promise<void> {
  const needed = valuesBefore(graph.nodes, wanted);
  const bodies = graph.bodies.filter(({ node }) => node.outputs.some((name) => needed.has(name)));
  if (bodies.length === 0) return;
  const { most, numbers } = ofConstants(graph, wanted);
  for (const { around } of bodies) {
    const body = readOnnx(withBodies(new Uint8Array(0), around), path, graph.own);
    const { nodes } = body;
    const made = nodes.flatMap(({ outputs }) => outputs);
    const known = {
      nodes,
      numbers: new Map([...numbers, ...body.numbers]),
      counts: new Map([...most, ...body.counts]),
    };
    requireSmallConstants(path, known, made);
    // The runtime has to read the whole model anew for each: a model may have hundreds.
    if (ofConstants(known, made).doubtful.length === 0) continue;
    const whole = withBodies(bytes, around);
    await requireShapes(whole, readOnnx(whole, path, graph.own), made);
  }
}

/** What is known of the constants of a graph, and of what its nodes compute of constants alone. */
interface KnownConstants {
  /** The places of those nodes. */
  places: ReadonlySet<number>;
  /** Their values that may be huge for all that is known. */
  doubtful: { name: string; operation: string }[];
  /** How many values each has at most. */
  most: ReadonlyMap<string, number>;
  /** The numbers of small ones. */
  numbers: ReadonlyMap<string, number[]>;
}

function ofConstants(
  { nodes, numbers: stored, counts }: Pick<OnnxGraph, 'nodes' | 'numbers' | 'counts'>,
  wanted: readonly string[],
): KnownConstants {
  const needed = valuesBefore(nodes, wanted);
  const numbers = withComputed(stored, nodes);
  const most = new Map(counts);
  const places = new Set<number>();
  const doubtful: { name: string; operation: string }[] = [];
  for (const [place, node] of nodes.entries()) {
    const { operation, hasGraphs } = node;
    const inputs = node.inputs.filter((name) => name !== '');
    const isConstant =
      operation === 'Constant' || (inputs.length > 0 && inputs.every((name) => most.has(name)));
    if (hasGraphs || !isConstant) continue;
    places.add(place);
    const size = operation === 'Constant' ? 1 : mostMade(node, numbers, most);
    const outputs = node.outputs.filter((name) => needed.has(name) && !counts.has(name));
    for (const name of outputs) {
      most.set(name, size);
      if (size > MOST_MADE) doubtful.push({ name, operation });
    }
  }
  return { places, doubtful, most, numbers };
}

/** Operations that give no more values than they take. */
const KEEP =
  /^(Identity|Cast|CastLike|Reshape|Flatten|Transpose|Squeeze|Unsqueeze|Concat|Slice|Split|Shape|Size|Reduce\w+|Arg(Max|Min)|(De|Dynamic)?[Qq]uantizeLinear|Neg|Abs|Sqrt|Exp|Log|Sin|Cos|Floor|Ceil|Round|Reciprocal|Not|Sigmoid|Tanh|Relu|Softmax|CumSum|Trilu|Clip|Scatter\w+)$/;

/** Operations that give at most as many values as the products of what they take: each beside each. */
const EACH_BESIDE_EACH =
  /^(Add|Sub|Mul|Div|Pow|Mod|Min|Max|Mean|Sum|Where|Equal|Greater(OrEqual)?|Less(OrEqual)?|And|Or|Xor|PRelu|Bit\w+|Gather|GatherElements|GatherND|MatMul|Gemm|Einsum)$/;

/** Those whose numbers of values follow from constants of a few numbers, and where these are. */
const BY_NUMBERS: Readonly<Record<string, readonly number[] | undefined>> = {
  ConstantOfShape: [0],
  Expand: [1],
  Tile: [1],
  Range: [0, 1, 2],
};

/** How many values a node of constants makes at most, given that of each input; Infinity where that is not known. */
function mostMade(
  node: OnnxNode,
  numbers: ReadonlyMap<string, readonly number[]>,
  most: ReadonlyMap<string, number>,
): number {
  const sizes = node.inputs.map((name) => most.get(name) ?? 1);
  const product = sizes.reduce((all, size) => all * size, 1);
  if (KEEP.test(node.operation)) return sizes.reduce((sum, size) => sum + size, 0);
  if (EACH_BESIDE_EACH.test(node.operation)) return product;
  const isKnown = BY_NUMBERS[node.operation]?.every((i) => numbers.has(node.inputs[i] ?? '')) === true;
  // An axis of one value may become another one than that which grows.
  return isKnown ? valuesMade(node, numbers, most) * (node.operation === 'Expand' ? sizes[0]! : 1) : Infinity;
}

/** How many values a node makes at least, as far as constants say it; else 1. */
function valuesMade(
  { operation, inputs }: OnnxNode,
  numbers: ReadonlyMap<string, readonly number[]>,
  sizes: ReadonlyMap<string, number>,
): number {
  const constant = (i: number) => numbers.get(inputs[i] ?? '') ?? [];
  const product = (lengths: readonly number[]) =>
    lengths.reduce((all, length) => all * Math.max(0, length), 1);
  const sizeOf = (name = '') => sizes.get(name) ?? 1;
  const before = sizeOf(inputs[0]);
  switch (operation) {
    case 'ConstantOfShape':
      return product(constant(0));
    case 'Expand':
      return Math.max(before, product(constant(1)));
    case 'Tile':
      return before * product(constant(1));
    case 'Concat':
      return inputs.reduce((sum, name) => sum + sizeOf(name), 0);
    case 'Range': {
      const [[start], [end], [step]] = [constant(0), constant(1), constant(2)];
      return start === undefined || end === undefined || !step
        ? 1
        : Math.max(0, Math.ceil((end - start) / step));
    }
    case 'Identity':
    case 'Cast':
    case 'Reshape':
      return before;
    default:
      return 1;
  }
}

function hugeConstant(path: string, name: string, operation: string, size: number): Error {
  return modelMistake(
    path,
    `makes ${grouped(size)} values of constants at ${name} (${operation}), more than the ${grouped(MOST_MADE)} allowed; output: NAME takes a value that does not need it`,
  );
}

/** A list with more numbers than this is not a shape. */
const NO_SHAPE: number[] = new Array(64).fill(0);

/** Constants of a few numbers, and those that nodes compute of them, as the pieces of a shape are put together. */
function withComputed(
  stored: ReadonlyMap<string, number[]>,
  nodes: readonly OnnxNode[],
): ReadonlyMap<string, number[]> {
  const all = new Map(stored);
  for (const { operation, inputs, outputs } of nodes) {
    const [first, second] = inputs.map((name) => all.get(name));
    const [made] = outputs;
    if (made === undefined || first === undefined) continue;
    const times = operation === 'Mul' && second && (second.length === 1 || second.length === first.length);
    if (operation === 'Concat') {
      const parts = inputs.map((name) => all.get(name) ?? NO_SHAPE);
      const joined = parts.includes(NO_SHAPE) ? NO_SHAPE : parts.flat();
      if (joined.length < NO_SHAPE.length) all.set(made, joined);
    } else if (/^(Identity|Cast|Reshape|Squeeze|Unsqueeze)$/.test(operation)) all.set(made, first);
    else if (times)
      all.set(
        made,
        first.map((value, i) => value * second[second.length === 1 ? 0 : i]!),
      );
  }
  return all;
}
