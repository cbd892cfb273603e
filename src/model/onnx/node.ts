import { ATTRIBUTE, ELEMENTS, NODE, TENSOR } from './fields.ts';
import { fieldsOf, textOf, varintAt } from './wire.ts';

/** A node of an ONNX graph. */
export interface OnnxNode {
  operation: string;
  name: string;
  /** The values that it takes, and those that graphs within it take; an empty name for one that is left out. */
  inputs: string[];
  /** The values that it computes. Each can be an output. */
  outputs: string[];
  /** Attributes that are whole numbers, or lists of them. */
  numbers: Map<string, number[]>;
  /** Whether there are graphs within it, as in a condition or a loop. */
  hasGraphs: boolean;
  /** The operations of graphs within it. */
  within: Set<string>;
}

/** Reads a node, and the tensors and graphs in its attributes. */
export function readNode(bytes: Uint8Array): {
  node: OnnxNode;
  tensors: Uint8Array[];
  graphs: Uint8Array[];
  sparse: Uint8Array[];
} {
  const node: OnnxNode = {
    operation: '',
    name: '',
    inputs: [],
    outputs: [],
    numbers: new Map(),
    hasGraphs: false,
    within: new Set(),
  };
  const tensors: Uint8Array[] = [];
  const graphs: Uint8Array[] = [];
  const sparse: Uint8Array[] = [];
  for (const one of fieldsOf(bytes)) {
    if (!('bytes' in one)) continue;
    if (one.field === NODE.input) node.inputs.push(textOf(one.bytes));
    if (one.field === NODE.output && one.bytes.length > 0) node.outputs.push(textOf(one.bytes));
    if (one.field === NODE.name) node.name = textOf(one.bytes);
    if (one.field === NODE.operation) node.operation = textOf(one.bytes);
    if (one.field !== NODE.attribute) continue;
    let name = '';
    const numbers: number[] = [];
    for (const { field, ...part } of fieldsOf(one.bytes)) {
      if ('value' in part) {
        if (field === ATTRIBUTE.int || field === ATTRIBUTE.ints) numbers.push(part.value);
        continue;
      }
      if (field === ATTRIBUTE.name) name = textOf(part.bytes);
      if (field === ATTRIBUTE.ints) numbers.push(...varints(part.bytes));
      if (field === ATTRIBUTE.tensor || field === ATTRIBUTE.tensors) tensors.push(part.bytes);
      if (field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs) graphs.push(part.bytes);
      if (field === ATTRIBUTE.sparse || field === ATTRIBUTE.sparses) sparse.push(part.bytes);
    }
    if (numbers.length > 0) node.numbers.set(name, numbers);
  }
  node.hasGraphs = graphs.length > 0;
  return { node, tensors, graphs, sparse };
}

/** Some values, and all that they follow from. @param nodes in the order in which they are computed */
export function valuesBefore(nodes: readonly OnnxNode[], wanted: readonly string[]): ReadonlySet<string> {
  const needed = new Set(wanted);
  for (const { inputs, outputs } of nodes.toReversed())
    if (outputs.some((name) => needed.has(name))) for (const name of inputs) needed.add(name);
  return needed;
}

/** The numbers of a node `Constant`; undefined where it has others, or many. */
export function constantNumbers(
  { numbers }: OnnxNode,
  [tensor]: readonly Uint8Array[],
): number[] | undefined {
  if (tensor) return namedNumbers(tensor)?.values;
  return numbers.get('value_ints') ?? numbers.get('value_int');
}

/** Most numbers of a tensor that are read: as many as an array has axes, and more. */
const FEW = 16;

/** How numbers of a type are read from bytes: their size, and the one at a place. */
const READERS: Record<number, { size: number; read(view: DataView, at: number): number } | undefined> = {
  [ELEMENTS.float32]: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  [ELEMENTS.float64]: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  [ELEMENTS.int32]: { size: 4, read: (view, at) => view.getInt32(at, true) },
  [ELEMENTS.int64]: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

/** The name and the values of a tensor of a few numbers; undefined for another one. */
export function namedNumbers(tensor: Uint8Array): { name: string; values: number[] } | undefined {
  let name = '';
  let type = 0;
  const packed: Uint8Array[] = [];
  const values: number[] = [];
  // Most tensors are weights. Of these only the heads of their fields are looked at.
  for (const one of fieldsOf(tensor)) {
    if ('value' in one) {
      if (one.field === TENSOR.type) type = one.value;
      if (one.field === TENSOR.int64 || one.field === TENSOR.int32) values.push(one.value);
      continue;
    }
    if (one.field === TENSOR.name) name = textOf(one.bytes);
    if (one.bytes.length > 8 * FEW) continue;
    if (one.field === TENSOR.int64 || one.field === TENSOR.int32) values.push(...varints(one.bytes));
    if ([TENSOR.raw, TENSOR.float32, TENSOR.float64].includes(one.field)) packed.push(one.bytes);
  }
  const reader = READERS[type];
  if (!reader) return undefined;
  for (const bytes of packed) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + reader.size <= bytes.length; at += reader.size) values.push(reader.read(view, at));
  }
  return values.length > 0 && values.length <= FEW ? { name, values } : undefined;
}

/** The whole numbers in a packed field. */
export function varints(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, next } = varintAt(bytes, at);
    values.push(value);
    at = next;
  }
  return values;
}
