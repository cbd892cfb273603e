import { quoted } from '../core/error.ts';
import { joined } from './joined.ts';
import { modelMistake } from './mistake.ts';
import { fieldsOf, lengthDelimited, NotAMessage, varintField } from './wire.ts';

/** What an ONNX file says of its graph. */
export interface OnnxGraph {
  /** The values that its nodes compute, in order. Each can be an output. */
  values: string[];
  /** The values that convolutions and pools compute. */
  windows: string[];
  /** Its outputs. */
  outputs: string[];
}

/** Most graphs within graphs, as conditions and loops have them. */
const DEEPEST = 16;

/**
 * Reads the graph of an ONNX model without running it.
 *
 * Source: the fields' numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @throws UserError (run) where the bytes are no ONNX model, or its weights stand in other files
 */
export function inspectOnnx(bytes: Uint8Array, path: string): OnnxGraph {
  const graph: OnnxGraph = { values: [], windows: [], outputs: [] };
  let found = false;
  try {
    for (const one of fieldsOf(bytes)) {
      if (one.field !== MODEL.graph || !('bytes' in one)) continue;
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

/**
 * The same model with further values among its outputs. A message that occurs twice is merged field by field, so it is
 * enough to append a graph that has only outputs.
 */
export function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  if (names.length === 0) return bytes;
  const outputs = names.map((name) =>
    lengthDelimited(GRAPH.output, lengthDelimited(VALUE_INFO.name, new TextEncoder().encode(name))),
  );
  const added = lengthDelimited(MODEL.graph, joined(outputs));
  return joined([bytes, added]);
}

/** The same model for inputs of one shape only, so that the shapes of all its values follow. */
export function withInputShape(bytes: Uint8Array, name: string, shape: readonly number[]): Uint8Array {
  const dimensions = shape.map((length) => lengthDelimited(SHAPE.dimension, varintField(1, length)));
  const tensor = [
    varintField(TENSOR_TYPE.element, FLOAT),
    lengthDelimited(TENSOR_TYPE.shape, joined(dimensions)),
  ];
  const type = lengthDelimited(TYPE.tensor, joined(tensor));
  const input = joined([
    lengthDelimited(VALUE_INFO.name, new TextEncoder().encode(name)),
    lengthDelimited(VALUE_INFO.type, type),
  ]);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const one of fieldsOf(bytes)) {
    if (one.field !== MODEL.graph || !('bytes' in one)) continue;
    const end = one.bytes.byteOffset - bytes.byteOffset + one.bytes.length;
    const fields = [...fieldsOf(one.bytes)].flatMap((part) => {
      // The shapes of inner values no longer hold.
      if (!('bytes' in part) || part.field === GRAPH.valueInfo) return [];
      const given = part.field === GRAPH.input && nameOf(part.bytes) === name ? input : part.bytes;
      return [lengthDelimited(part.field, given)];
    });
    parts.push(bytes.subarray(from, end - lengthDelimited(MODEL.graph, one.bytes).length));
    parts.push(lengthDelimited(MODEL.graph, joined(fields)));
    from = end;
  }
  return joined([...parts, bytes.subarray(from)]);
}

const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 };
const NODE = { output: 2, operation: 4, attribute: 5 };
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11 };
const TENSOR = { external: 13, location: 14 };
const VALUE_INFO = { name: 1, type: 2 };
const TYPE = { tensor: 1 };
const TENSOR_TYPE = { element: 1, shape: 2 };
const SHAPE = { dimension: 1 };
const FLOAT = 1;

/** Operations that pass a window over their input. */
const WINDOWS = ['Conv', 'ConvInteger', 'QLinearConv', 'MaxPool', 'AveragePool', 'LpPool'];

function walk(bytes: Uint8Array, graph: OnnxGraph, path: string, depth: number): void {
  if (depth > DEEPEST) throw modelMistake(path, `has graphs within graphs, more than ${DEEPEST} deep`);
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === GRAPH.initializer) refuseExternal(one.bytes, path);
    if (one.field === GRAPH.node) walkNode(one.bytes, graph, path, depth);
    if (one.field === GRAPH.output && depth === 0) {
      const name = nameOf(one.bytes);
      if (name !== undefined) graph.outputs.push(name);
    }
  }
}

function walkNode(bytes: Uint8Array, graph: OnnxGraph, path: string, depth: number): void {
  const values: string[] = [];
  let operation = '';
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === NODE.output && one.bytes.length > 0 && depth === 0) values.push(text(one.bytes));
    if (one.field === NODE.operation) operation = text(one.bytes);
    if (one.field !== NODE.attribute) continue;
    for (const { field, ...part } of fieldsOf(one.bytes)) {
      if (!('bytes' in part)) continue;
      if (field === ATTRIBUTE.tensor || field === ATTRIBUTE.tensors) refuseExternal(part.bytes, path);
      if (field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs) walk(part.bytes, graph, path, depth + 1);
    }
  }
  graph.values.push(...values);
  if (WINDOWS.includes(operation)) graph.windows.push(...values.slice(0, 1));
}

/** A path in a model could name any file of the machine, so weights in other files are refused. */
function refuseExternal(tensor: Uint8Array, path: string): void {
  let elsewhere = false;
  let place = '';
  for (const one of fieldsOf(tensor)) {
    elsewhere ||=
      one.field === TENSOR.external || (one.field === TENSOR.location && 'value' in one && one.value !== 0);
    if (one.field !== TENSOR.external || !('bytes' in one)) continue;
    const [key, value] = [...fieldsOf(one.bytes)].map((part) => ('bytes' in part ? text(part.bytes) : ''));
    if (key === 'location') place = ` (${quoted(value ?? '')})`;
  }
  if (elsewhere) throw modelMistake(path, `keeps weights in other files${place}; save it as one file`);
}

/** The name in a ValueInfo. */
function nameOf(bytes: Uint8Array): string | undefined {
  let name: string | undefined;
  for (const part of fieldsOf(bytes)) {
    if (part.field === VALUE_INFO.name && 'bytes' in part) name = text(part.bytes);
  }
  return name;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
