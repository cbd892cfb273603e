import type { OpenFile } from '../../core/files.ts';
import { joined } from '../../core/joined.ts';
import { ENTRY, EXTERNAL, GRAPH, MODEL, TENSOR } from './fields.ts';
import { lengthDelimited, NotAMessage, varintAt, varintField } from './wire.ts';

/** Smaller weights stay in the model: the runtime looks at some of them to infer shapes. */
const LARGE = 16_384;

/** A field of a message in a file: the places of its first byte, of its content, and of its end. */
interface Place {
  field: number;
  /** Whether its content is bytes. */
  bytes: boolean;
  from: number;
  content: number;
  to: number;
}

/**
 * An ONNX model without its large weights: each names its place in the file instead. So the model that is changed and
 * parsed is small, and no weight is read or copied.
 *
 * @param location the name under which the runtime finds the file
 * @throws NotAMessage where the file is no ONNX model
 */
export async function withoutWeights(file: OpenFile, location: string): Promise<Uint8Array> {
  const read = readAhead(file);
  const parts: Uint8Array[] = [];
  for await (const one of fieldsIn(read, 0, file.size)) {
    if (one.field !== MODEL.graph || !one.bytes) parts.push(await read(one.from, one.to));
    else parts.push(lengthDelimited(MODEL.graph, await smallGraph(read, one, location)));
  }
  return joined(parts);
}

type ReadPart = OpenFile['read'];

async function smallGraph(read: ReadPart, graph: Place, location: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const one of fieldsIn(read, graph.content, graph.to)) {
    const large = one.field === GRAPH.initializer && one.bytes && one.to - one.content >= LARGE;
    if (large) parts.push(lengthDelimited(GRAPH.initializer, await smallTensor(read, one, location)));
    else parts.push(await read(one.from, one.to));
  }
  return joined(parts);
}

async function smallTensor(read: ReadPart, tensor: Place, location: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const one of fieldsIn(read, tensor.content, tensor.to)) {
    const length = one.to - one.content;
    const large = one.field === TENSOR.raw && one.bytes && length >= LARGE;
    if (large) parts.push(weightsElsewhere(location, one.content, length));
    else parts.push(await read(one.from, one.to));
  }
  return joined(parts);
}

/** The fields of a tensor whose values are in another file. */
function weightsElsewhere(location: string, offset: number, length: number): Uint8Array {
  const entry = (key: string, value: string) =>
    lengthDelimited(
      TENSOR.external,
      joined([lengthDelimited(ENTRY.key, key), lengthDelimited(ENTRY.value, value)]),
    );
  return joined([
    entry('location', location),
    entry('offset', String(offset)),
    entry('length', String(length)),
    varintField(TENSOR.location, EXTERNAL),
  ]);
}

/** Longest head of a field: two numbers of ten bytes. */
const LONGEST_HEAD = 20;

async function* fieldsIn(read: ReadPart, from: number, end: number): AsyncGenerator<Place> {
  for (let at = from; at < end; ) {
    const head = await read(at, Math.min(end, at + LONGEST_HEAD));
    const tag = varintAt(head, 0);
    const field = Math.floor(tag.value / 8);
    const type = tag.value % 8;
    if (field <= 0) throw new NotAMessage();
    const number = type === 0 || type === 2 ? varintAt(head, tag.next) : undefined;
    const length = { 0: 0, 1: 8, 2: number?.value, 5: 4 }[type];
    if (length === undefined) throw new NotAMessage();
    const content = at + (number?.next ?? tag.next);
    const to = content + length;
    if (to < content || to > end) throw new NotAMessage();
    yield { field, bytes: type === 2, from: at, content, to };
    at = to;
  }
}

/** Bytes that are read at once: each time the file is opened anew. */
const AHEAD = 2 ** 20;

/** Reads more than is asked for, since most fields are small. What it gives is a copy, so that the rest can go. */
function readAhead({ size, read }: OpenFile): ReadPart {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  return async (from, to) => {
    if (from < start || to > start + window.length) {
      start = from;
      window = await read(from, Math.min(size, Math.max(to, from + AHEAD)));
      if (window.length < to - from) throw new NotAMessage();
    }
    return window.slice(from - start, to - start);
  };
}
