import { quoted } from '../error.ts';
import { modelMistake } from './mistake.ts';
import { fieldsOf, lengthDelimited, NotAMessage } from './wire.ts';

/** What the runtime does not say of an ONNX model. */
export interface OnnxGraph {
  /** The values that its nodes give, in order: each can be an output. */
  values: string[];
  /** Its outputs. */
  outputs: string[];
}

/** Graphs in graphs, of conditions and loops. */
const DEEPEST = 16;

/**
 * Looks through an ONNX model without running anything.
 *
 * Source: the fields' numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @throws UserError (run) where the bytes are no ONNX model, or its weights stand in other files
 */
export function inspectOnnx(bytes: Uint8Array, path: string): OnnxGraph {
  const graph: OnnxGraph = { values: [], outputs: [] };
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
 * The same model with further values among its outputs. A message that stands twice is merged field by field, so that
 * it is enough to append a graph that holds nothing but outputs.
 */
export function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  if (names.length === 0) return bytes;
  const outputs = names.map((name) =>
    lengthDelimited(GRAPH.output, lengthDelimited(VALUE_INFO.name, new TextEncoder().encode(name))),
  );
  const added = lengthDelimited(MODEL.graph, concatenated(outputs));
  return concatenated([bytes, added]);
}

const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5, output: 12 };
const NODE = { output: 2, attribute: 5 };
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11 };
const TENSOR = { external: 13, location: 14 };
const VALUE_INFO = { name: 1 };

function walk(bytes: Uint8Array, graph: OnnxGraph, path: string, depth: number): void {
  if (depth > DEEPEST) throw modelMistake(path, `has graphs within graphs, more than ${DEEPEST} deep`);
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === GRAPH.initializer) refuseExternal(one.bytes, path);
    if (one.field === GRAPH.node) walkNode(one.bytes, graph, path, depth);
    if (one.field === GRAPH.output && depth === 0) {
      for (const part of fieldsOf(one.bytes)) {
        if (part.field === VALUE_INFO.name && 'bytes' in part) graph.outputs.push(text(part.bytes));
      }
    }
  }
}

function walkNode(bytes: Uint8Array, graph: OnnxGraph, path: string, depth: number): void {
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === NODE.output && one.bytes.length > 0 && depth === 0) graph.values.push(text(one.bytes));
    if (one.field !== NODE.attribute) continue;
    for (const { field, ...part } of fieldsOf(one.bytes)) {
      if (!('bytes' in part)) continue;
      if (field === ATTRIBUTE.tensor || field === ATTRIBUTE.tensors) refuseExternal(part.bytes, path);
      if (field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs) walk(part.bytes, graph, path, depth + 1);
    }
  }
}

/** A path in a model could name any file of the machine. */
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

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
