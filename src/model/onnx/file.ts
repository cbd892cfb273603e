import { modelMistake } from '../mistake.ts';
import {
  FUNCTION,
  GRAPH,
  MODEL,
  OPSET,
  TENSOR,
  TENSOR_TYPE,
  TENSOR_VALUES,
  TYPE,
  VALUE_INFO,
} from './fields.ts';
import { constantNumbers, namedNumbers, type OnnxNode, readNode, varints } from './node.ts';
import { requireSmallSparse } from './sparse.ts';
import { fieldsOf, NotAMessage, textOf } from './wire.ts';

/** A graph within a graph, as conditions and loops have them. */
interface OnnxBody {
  /** The node of the main graph that it is in. */
  node: OnnxNode;
  /** Those around it, from the outermost, and itself. */
  around: readonly Uint8Array[];
}

/** The graph of an ONNX file. */
export interface OnnxGraph {
  /** The nodes of the graph, in order. */
  nodes: OnnxNode[];
  /** Operations of the graph, of those within it, and of the model's own functions. */
  operations: Set<string>;
  /** Names and types of its outputs, as far as they are stated. */
  outputs: { name: string; type: number | undefined }[];
  /** The names of inputs that are tensors of no stated shape. */
  unshaped: Set<string>;
  /** Files that hold weights, relative to the model's folder. */
  external: Set<string>;
  irVersion: number | undefined;
  opset: number | undefined;
  /** Who wrote it. */
  producer: string | undefined;
  /** Bytes of the weights in the file. */
  weightBytes: number;
  /** Constants of a few numbers, as the axes of an operation are. */
  numbers: Map<string, number[]>;
  /** How many values each constant has. */
  counts: Map<string, number>;
  /** Graphs within the graph. */
  bodies: OnnxBody[];
  /** The operations of the model's own functions, by their names. */
  functions: Map<string, Set<string>>;
  /** The name of the model's own file, if its large weights are read from there. */
  own: string | undefined;
}

/** Most graphs within graphs, as conditions and loops have them. */
const DEEPEST = 16;

/**
 * Reads the graph of an ONNX model without running it.
 *
 * @param own the name of the model's own file, where weights are that were taken out of it (`withoutWeights`)
 * @throws UserError (run) where the bytes are no ONNX model
 */
export function readOnnx(bytes: Uint8Array, path: string, own?: string): OnnxGraph {
  const graph: OnnxGraph = {
    nodes: [],
    operations: new Set(),
    outputs: [],
    unshaped: new Set(),
    external: new Set(),
    irVersion: undefined,
    opset: undefined,
    producer: undefined,
    weightBytes: 0,
    numbers: new Map(),
    counts: new Map(),
    bodies: [],
    functions: new Map(),
    own,
  };
  let found = false;
  try {
    for (const one of fieldsOf(bytes)) {
      if (one.field === MODEL.irVersion && 'value' in one) graph.irVersion = one.value;
      if (!('bytes' in one)) continue;
      if (one.field === MODEL.producer) graph.producer = textOf(one.bytes);
      if (one.field === MODEL.opset) graph.opset ??= opsetOf(one.bytes);
      if (one.field === MODEL.function) walkFunction(one.bytes, graph, path);
      if (one.field !== MODEL.graph) continue;
      found = true;
      walk(one.bytes, graph, path, 0);
    }
  } catch (cause) {
    if (cause instanceof NotAMessage) throw modelMistake(path, 'is not an ONNX file, or truncated', cause);
    throw cause;
  }
  if (!found) throw modelMistake(path, 'is not an ONNX file: it holds no graph');
  return graph;
}

/** @param body what is walked, if that is not the main graph */
function walk(bytes: Uint8Array, graph: OnnxGraph, path: string, depth: number, body?: OnnxBody): void {
  if (depth > DEEPEST) throw modelMistake(path, `has graphs within graphs, more than ${DEEPEST} deep`);
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === GRAPH.initializer) {
      const { name, count } = noteTensor(one.bytes, graph);
      if (depth === 0) graph.counts.set(name, count);
      const constant = depth === 0 ? namedNumbers(one.bytes) : undefined;
      if (constant) graph.numbers.set(constant.name, constant.values);
    }
    // Where an input is no message, the file is refused here.
    if (one.field === GRAPH.input) noteInput(one.bytes, graph);
    if (one.field === GRAPH.sparse) requireSmallSparse(one.bytes, path);
    if (one.field === GRAPH.node) walkNode(one.bytes, graph, path, depth, body);
    if (one.field === GRAPH.output && depth === 0) {
      const name = valueInfoName(one.bytes);
      if (name !== undefined) graph.outputs.push({ name, type: elementOf(one.bytes) });
    }
  }
}

/** Notes what a function of the model does: nodes of the graph call it by its name. */
function walkFunction(bytes: Uint8Array, graph: OnnxGraph, path: string): void {
  let name = '';
  const operations = new Set<string>();
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === FUNCTION.name) name = textOf(one.bytes);
    if (one.field !== FUNCTION.node) continue;
    const { operation, within } = walkNode(one.bytes, graph, path, 1);
    for (const inner of [operation, ...within]) operations.add(inner);
  }
  // Functions of two domains may have one name.
  graph.functions.set(name, new Set([...(graph.functions.get(name) ?? []), ...operations]));
}

function walkNode(
  bytes: Uint8Array,
  graph: OnnxGraph,
  path: string,
  depth: number,
  body?: OnnxBody,
): OnnxNode {
  const { node, tensors, graphs, sparse } = readNode(bytes);
  for (const one of sparse) requireSmallSparse(one, path);
  const counts = tensors.map((one) => noteTensor(one, graph).count);
  for (const one of graphs) {
    const inner = { node: body?.node ?? node, around: [...(body?.around ?? []), one] };
    graph.bodies.push(inner);
    walk(one, graph, path, depth + 1, inner);
  }
  // A graph within takes values of the one around it by their names.
  body?.node.inputs.push(...node.inputs);
  body?.node.within.add(node.operation);
  graph.operations.add(node.operation);
  if (depth > 0) return node;
  graph.nodes.push(node);
  const constant = node.operation === 'Constant' ? constantNumbers(node, tensors) : undefined;
  if (constant) graph.numbers.set(node.outputs[0]!, constant);
  if (node.operation === 'Constant' && counts[0] !== undefined) graph.counts.set(node.outputs[0]!, counts[0]);
  return node;
}

/** Notes the size of a weight, or the file that holds it. @returns its name, and how many values it has */
function noteTensor(tensor: Uint8Array, graph: OnnxGraph): { name: string; count: number } {
  let name = '';
  let count = 1;
  const elsewhere = new Map<string, string>();
  let isElsewhere = false;
  for (const one of fieldsOf(tensor)) {
    if (one.field === TENSOR.location && 'value' in one && one.value !== 0) isElsewhere = true;
    if (one.field === TENSOR.lengths && 'value' in one) count *= one.value;
    if (!('bytes' in one)) continue;
    if (one.field === TENSOR.lengths) for (const length of varints(one.bytes)) count *= length;
    if (one.field === TENSOR.name) name = textOf(one.bytes);
    if (TENSOR_VALUES.includes(one.field)) graph.weightBytes += one.bytes.length;
    if (one.field !== TENSOR.external) continue;
    const [key, value] = [...fieldsOf(one.bytes)].map((part) => ('bytes' in part ? textOf(part.bytes) : ''));
    if (key !== undefined && value !== undefined) elsewhere.set(key, value);
  }
  const file = elsewhere.get('location');
  if (file !== undefined && file === graph.own) graph.weightBytes += Number(elsewhere.get('length'));
  else if (file !== undefined || isElsewhere) graph.external.add(file ?? '');
  return { name, count };
}

/** The version of ONNX's own operators; undefined for those of another domain. */
function opsetOf(bytes: Uint8Array): number | undefined {
  let version: number | undefined;
  for (const one of fieldsOf(bytes)) {
    if (one.field === OPSET.domain && 'bytes' in one && !['', 'ai.onnx'].includes(textOf(one.bytes)))
      return undefined;
    if (one.field === OPSET.version && 'value' in one) version = one.value;
  }
  return version;
}

/** The type of the elements in a ValueInfo. */
function elementOf(bytes: Uint8Array): number | undefined {
  const tensor = tensorTypeOf(bytes);
  for (const one of tensor ? fieldsOf(tensor) : [])
    if (one.field === TENSOR_TYPE.element && 'value' in one) return one.value;
  return undefined;
}

/** The type of a tensor in a ValueInfo; undefined for what is no tensor. */
function tensorTypeOf(bytes: Uint8Array): Uint8Array | undefined {
  const type = bytesWithin(bytes, VALUE_INFO.type);
  return type && bytesWithin(type, TYPE.tensor);
}

function bytesWithin(message: Uint8Array, field: number): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  for (const one of fieldsOf(message)) if (one.field === field && 'bytes' in one) found = one.bytes;
  return found;
}

function noteInput(bytes: Uint8Array, graph: OnnxGraph): void {
  const name = valueInfoName(bytes);
  const tensor = tensorTypeOf(bytes);
  if (name !== undefined && tensor && !bytesWithin(tensor, TENSOR_TYPE.shape)) graph.unshaped.add(name);
}

/** The name in a ValueInfo. */
export function valueInfoName(bytes: Uint8Array): string | undefined {
  let name: string | undefined;
  for (const part of fieldsOf(bytes)) {
    if (part.field === VALUE_INFO.name && 'bytes' in part) name = textOf(part.bytes);
  }
  return name;
}
