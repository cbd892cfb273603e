import { joined } from '../../core/joined.ts';
import { ATTRIBUTE, ELEMENTS, GRAPH, MODEL, NODE, SHAPE, TENSOR_TYPE, TYPE, VALUE_INFO } from './fields.ts';
import { valueInfoName } from './file.ts';
import { fieldsOf, lengthDelimited, varintField, withFields } from './wire.ts';

/**
 * The same model with further values among its outputs. A message that occurs twice is merged field by field, so it is
 * enough to append a graph that has only outputs.
 */
export function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  if (names.length === 0) return bytes;
  const outputs = names.map((name) => lengthDelimited(GRAPH.output, lengthDelimited(VALUE_INFO.name, name)));
  const added = lengthDelimited(MODEL.graph, joined(outputs));
  return joined([bytes, added]);
}

/**
 * The nodes of a model that some values follow from, and no outputs: what comes behind them may contradict a shape that is
 * right for them.
 *
 * @param isNeeded whether the node at a place of the graph stays
 */
export function withNodesOnly(bytes: Uint8Array, isNeeded: (place: number) => boolean): Uint8Array {
  let place = -1;
  return withGraphFields(bytes, (field, content) => {
    if (field === GRAPH.node) place++;
    const stays = field === GRAPH.node ? isNeeded(place) : field !== GRAPH.output;
    return stays ? content : undefined;
  });
}

/** The same model with what graphs within it compute, behind all else, as if its own graph did. */
export function withBodies(bytes: Uint8Array, bodies: readonly Uint8Array[]): Uint8Array {
  const kept: readonly number[] = [GRAPH.node, GRAPH.initializer, GRAPH.sparse];
  const fields = bodies.flatMap((body) =>
    [...fieldsOf(body)].flatMap((one) =>
      'bytes' in one && kept.includes(one.field) ? [lengthDelimited(one.field, one.bytes)] : [],
    ),
  );
  return joined([bytes, lengthDelimited(MODEL.graph, joined(fields))]);
}

/** The same model for inputs of one shape only, so that the shapes of all its values follow. */
export function withInputShape(
  bytes: Uint8Array,
  name: string,
  type: number,
  shape: readonly number[],
): Uint8Array {
  const dimensions = shape.map((length) => lengthDelimited(SHAPE.dimension, varintField(1, length)));
  const tensor = [
    varintField(TENSOR_TYPE.element, type),
    lengthDelimited(TENSOR_TYPE.shape, joined(dimensions)),
  ];
  const ofTensor = lengthDelimited(TYPE.tensor, joined(tensor));
  const input = joined([lengthDelimited(VALUE_INFO.name, name), lengthDelimited(VALUE_INFO.type, ofTensor)]);
  return withGraphFields(bytes, (field, content) => {
    // The shapes of inner values no longer hold.
    if (field === GRAPH.valueInfo) return undefined;
    return field === GRAPH.input && valueInfoName(content) === name ? input : content;
  });
}

/** The same model with numbers as float32 among its outputs, in place of those numbers. @param as the name of the float32 */
export function withFloat32(
  bytes: Uint8Array,
  names: readonly string[],
  as: (name: string) => string,
): Uint8Array {
  if (names.length === 0) return bytes;
  const INT = 2;
  const to = joined([
    lengthDelimited(ATTRIBUTE.name, 'to'),
    varintField(ATTRIBUTE.int, ELEMENTS.float32),
    varintField(ATTRIBUTE.type, INT),
  ]);
  const added = names.flatMap((name) => {
    const node = joined([
      lengthDelimited(NODE.input, name),
      lengthDelimited(NODE.output, as(name)),
      lengthDelimited(NODE.operation, 'Cast'),
      lengthDelimited(NODE.attribute, to),
    ]);
    return [
      lengthDelimited(GRAPH.node, node),
      lengthDelimited(GRAPH.output, lengthDelimited(VALUE_INFO.name, as(name))),
    ];
  });
  const without = withGraphFields(bytes, (field, content) =>
    field === GRAPH.output && names.includes(valueInfoName(content) ?? '') ? undefined : content,
  );
  return joined([without, lengthDelimited(MODEL.graph, joined(added))]);
}

/** The same model with other fields in its graph. @param change the content of a field; undefined leaves it out */
function withGraphFields(
  bytes: Uint8Array,
  change: (field: number, content: Uint8Array) => Uint8Array | undefined,
): Uint8Array {
  return withFields(bytes, (field, graph) => {
    if (field !== MODEL.graph) return undefined;
    const fields = [...fieldsOf(graph)].flatMap((part) => {
      const content = 'bytes' in part ? change(part.field, part.bytes) : undefined;
      return content ? [lengthDelimited(part.field, content)] : [];
    });
    return lengthDelimited(field, joined(fields));
  });
}
