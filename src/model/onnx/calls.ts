import { grouped } from '../../core/error.ts';
import { joined } from '../../core/joined.ts';
import { modelMistake } from '../mistake.ts';
import { ATTRIBUTE, FUNCTION, GRAPH, MODEL, NODE, SPARSE, TENSOR, VALUE_INFO } from './fields.ts';
import { fieldsOf, lengthDelimited, NotAMessage, textOf, withFields } from './wire.ts';

/** A function of a model itself, which its nodes call by its name. */
interface OnnxFunction {
  inputs: string[];
  outputs: string[];
  nodes: Uint8Array[];
  /** Attributes that a call may leave out, by their names. */
  defaults: Map<string, Uint8Array>;
}

/** Where nodes are written: in the model's graphs, or in a function that some node calls. */
interface Scope {
  /** Comes before the names of values, but for those that the call gives. */
  prefix: string;
  /** The names of values that the call gives, by those in the function. */
  names: ReadonlyMap<string, string>;
  /** The attributes of the call. */
  attributes: ReadonlyMap<string, Uint8Array>;
  /** How many functions are around it. */
  depth: number;
}

/** What stands in place of calls so far. */
interface Inlining {
  path: string;
  functions: ReadonlyMap<string, OnnxFunction>;
  calls: number;
  nodes: number;
  bytes: number;
}

/** Most functions within functions. */
const DEEPEST_CALLS = 16;

/** The most that may come into the place of calls: a function that is called twice doubles what it calls. */
const MOST_INLINED = { nodes: 2 ** 18, bytes: 2 ** 28 };

const NO_ATTRIBUTES: ReadonlyMap<string, Uint8Array> = new Map();

/**
 * The same model with the nodes of its own functions in place of their calls. It is to be looked at, and not to be run: a
 * function may be written for another opset.
 *
 * Source: https://github.com/onnx/onnx/blob/main/docs/IR.md#functions
 *
 * @throws UserError (run) where functions call themselves, or come to more than 2^18 nodes or 2^28 bytes
 */
export function withoutCalls(bytes: Uint8Array, path: string): Uint8Array {
  try {
    const inlining: Inlining = { path, functions: functionsOf(bytes), calls: 0, nodes: 0, bytes: 0 };
    if (inlining.functions.size === 0) return bytes;
    const scope = { prefix: '', names: new Map(), attributes: NO_ATTRIBUTES, depth: 0 };
    return withFields(bytes, (field, content) => {
      if (field === MODEL.function) return new Uint8Array(0);
      return field === MODEL.graph
        ? lengthDelimited(field, inlinedGraph(content, scope, inlining))
        : undefined;
    });
  } catch (cause) {
    if (cause instanceof NotAMessage) throw modelMistake(path, 'is not an ONNX file, or truncated', cause);
    throw cause;
  }
}

function functionsOf(model: Uint8Array): Map<string, OnnxFunction> {
  const functions = new Map<string, OnnxFunction>();
  for (const one of fieldsOf(model)) {
    if (one.field !== MODEL.function || !('bytes' in one)) continue;
    const parts = contentsOf(one.bytes);
    const texts = (field: number) => (parts.get(field) ?? []).map(textOf);
    const key = [FUNCTION.domain, FUNCTION.name, FUNCTION.overload].map((field) => texts(field).at(-1));
    functions.set(functionKey(key), {
      inputs: texts(FUNCTION.input),
      outputs: texts(FUNCTION.output),
      nodes: parts.get(FUNCTION.node) ?? [],
      defaults: attributesByName(parts.get(FUNCTION.defaults)),
    });
  }
  return functions;
}

/** What tells functions apart: their domain, their name, and one more name for those that share both. */
function functionKey([domain = '', name = '', overload = '']: readonly (string | undefined)[]): string {
  return JSON.stringify([domain === 'ai.onnx' ? '' : domain, name, overload]);
}

/** The contents of a message's fields, by their numbers. */
function contentsOf(message: Uint8Array): Map<number, Uint8Array[]> {
  const parts = new Map<number, Uint8Array[]>();
  for (const one of fieldsOf(message)) {
    if (!('bytes' in one)) continue;
    const others = parts.get(one.field);
    if (others) others.push(one.bytes);
    else parts.set(one.field, [one.bytes]);
  }
  return parts;
}

/** Attributes by their names. */
function attributesByName(attributes: readonly Uint8Array[] = []): Map<string, Uint8Array> {
  return new Map(
    attributes.map((one) => [textOf(contentsOf(one).get(ATTRIBUTE.name)?.at(-1) ?? new Uint8Array(0)), one]),
  );
}

/** A graph with the nodes of functions in place of their calls, and the names of its values in a scope. */
function inlinedGraph(graph: Uint8Array, scope: Scope, inlining: Inlining): Uint8Array {
  const named = (field: number, content: Uint8Array, nameField: number) =>
    lengthDelimited(field, withName(content, nameField, scope));
  return withFields(graph, (field, content) => {
    if (field === GRAPH.node) return joined(inlinedNode(content, scope, inlining));
    if (scope.depth === 0) return undefined;
    if (field === GRAPH.initializer) return named(field, content, TENSOR.name);
    if (field === GRAPH.sparse)
      return lengthDelimited(
        field,
        withFields(content, (part, tensor) =>
          part === SPARSE.values ? named(part, tensor, TENSOR.name) : undefined,
        ),
      );
    const isInfo = field === GRAPH.input || field === GRAPH.output || field === GRAPH.valueInfo;
    return isInfo ? named(field, content, VALUE_INFO.name) : undefined;
  });
}

/** A node as fields of a graph: itself, or the nodes of the function that it calls. */
function inlinedNode(node: Uint8Array, scope: Scope, inlining: Inlining): Uint8Array[] {
  const parts = contentsOf(node);
  const key = [NODE.domain, NODE.operation, NODE.overload].map((field) => {
    const text = parts.get(field)?.at(-1);
    return text && textOf(text);
  });
  const called = inlining.functions.get(functionKey(key));
  // Calls count too: functions without nodes may call each other as often.
  if (scope.depth > 0) countNode(inlining, node);
  if (!called) {
    const own = withFields(node, (field, content) => {
      if (field === NODE.attribute) return inlinedAttribute(content, scope, inlining);
      if (scope.depth === 0 || (field !== NODE.input && field !== NODE.output)) return undefined;
      return lengthDelimited(field, valueName(scope, textOf(content)));
    });
    return [lengthDelimited(GRAPH.node, own)];
  }
  if (scope.depth === DEEPEST_CALLS)
    throw modelMistake(inlining.path, `has functions within functions, more than ${DEEPEST_CALLS} deep`);
  const outer = (field: number) => (parts.get(field) ?? []).map((name) => valueName(scope, textOf(name)));
  const [taken, made] = [outer(NODE.input), outer(NODE.output)];
  const names = new Map([
    ...called.inputs.map((name, i) => [name, taken[i] ?? ''] as const),
    ...called.outputs.flatMap((name, i) => (made[i] ? [[name, made[i]] as const] : [])),
  ]);
  const given = (parts.get(NODE.attribute) ?? []).flatMap((one) => attributeIn(one, scope) ?? []);
  const inner: Scope = {
    prefix: `${key[1]}#${++inlining.calls}/`,
    names,
    attributes: new Map([...called.defaults, ...attributesByName(given)]),
    depth: scope.depth + 1,
  };
  return called.nodes.flatMap((one) => inlinedNode(one, inner, inlining));
}

function countNode(inlining: Inlining, { length }: Uint8Array): void {
  inlining.nodes++;
  inlining.bytes += length;
  if (inlining.nodes > MOST_INLINED.nodes || inlining.bytes > MOST_INLINED.bytes)
    throw modelMistake(
      inlining.path,
      `has functions that come to more than the ${grouped(MOST_INLINED.nodes)} nodes or ${grouped(MOST_INLINED.bytes)} bytes allowed; export it without functions`,
    );
}

/** The name of a value of a scope. One that a call leaves out has none. */
function valueName({ prefix, names }: Scope, name: string): string {
  return name === '' ? '' : (names.get(name) ?? prefix + name);
}

/** A message with its name in a scope. */
function withName(message: Uint8Array, nameField: number, scope: Scope): Uint8Array {
  return withFields(message, (field, content) =>
    field === nameField ? lengthDelimited(field, valueName(scope, textOf(content))) : undefined,
  );
}

/** An attribute as a field of a node; nothing where the call does not give it. */
function inlinedAttribute(attribute: Uint8Array, scope: Scope, inlining: Inlining): Uint8Array {
  const own = attributeIn(attribute, scope);
  if (!own) return new Uint8Array(0);
  const isGraph = (field: number) => field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs;
  const whole = withFields(own, (field, content) =>
    isGraph(field) ? lengthDelimited(field, inlinedGraph(content, scope, inlining)) : undefined,
  );
  return lengthDelimited(NODE.attribute, whole);
}

/** An attribute, or that of the call which it stands for, under its own name; undefined where the call does not give it. */
function attributeIn(attribute: Uint8Array, { attributes }: Scope): Uint8Array | undefined {
  const parts = contentsOf(attribute);
  const givenBy = parts.get(ATTRIBUTE.givenBy)?.at(-1);
  if (!givenBy || givenBy.length === 0) return attribute;
  const given = attributes.get(textOf(givenBy));
  const name = parts.get(ATTRIBUTE.name)?.at(-1) ?? new Uint8Array(0);
  return (
    given &&
    withFields(given, (field) => (field === ATTRIBUTE.name ? lengthDelimited(field, name) : undefined))
  );
}
