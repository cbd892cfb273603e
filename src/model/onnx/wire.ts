import { joined } from '../../core/joined.ts';

/** A field of a protocol buffer message: a number, or bytes, which may be text or a message. */
export type Field = { field: number; value: number } | { field: number; bytes: Uint8Array };

/** Thrown for bytes that are not a protocol buffer message. */
export class NotAMessage extends Error {}

/**
 * The fields of a message, in order. Whole numbers above 2^53, or below -2^53, are rounded.
 *
 * Source: https://protobuf.dev/programming-guides/encoding/
 *
 * @throws NotAMessage
 */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    const first = bytes[at];
    // Most are of one byte.
    if (first !== undefined && first < 0x80) {
      at++;
      return first;
    }
    const { value, next } = varintAt(bytes, at);
    at = next;
    return value;
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || length > bytes.length - at) throw new NotAMessage();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const type = tag % 8;
    if (field <= 0) throw new NotAMessage();
    if (type === 0) yield { field, value: varint() };
    else if (type === 1) yield { field, bytes: take(8) };
    else if (type === 2) yield { field, bytes: take(varint()) };
    else if (type === 5) yield { field, bytes: take(4) };
    else throw new NotAMessage();
  }
}

/**
 * The number at a place, and the place after it. One of ten bytes is the complement of a negative number, in 64 bits.
 *
 * @throws NotAMessage where it does not end within ten bytes
 */
export function varintAt(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  // How much less the bytes so far are than bytes of ones.
  let below = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) break;
    if (i === 9 && byte < 0x80) return { value: -1 - below, next: at + 10 };
    value += (byte & 0x7f) * 2 ** (7 * i);
    below += (0x7f - (byte & 0x7f)) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  throw new NotAMessage();
}

// To make one takes longer than to use it.
const fieldDecoder = new TextDecoder();
const fieldEncoder = new TextEncoder();

/** The text in a field. */
export function textOf(bytes: Uint8Array): string {
  return fieldDecoder.decode(bytes);
}

/** Encodes a field of bytes, text or a message. */
export function lengthDelimited(field: number, given: Uint8Array | string): Uint8Array {
  const content = typeof given === 'string' ? fieldEncoder.encode(given) : given;
  return joined([Uint8Array.from(headOf(field, content.length)), content]);
}

/** A message with other fields in place of some. @param change the whole field, or fields; undefined leaves it as it is */
export function withFields(
  message: Uint8Array,
  change: (field: number, content: Uint8Array) => Uint8Array | undefined,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const one of fieldsOf(message)) {
    const fields = 'bytes' in one ? change(one.field, one.bytes) : undefined;
    if (!fields || !('bytes' in one)) continue;
    const end = one.bytes.byteOffset - message.byteOffset + one.bytes.length;
    parts.push(
      message.subarray(from, end - one.bytes.length - headOf(one.field, one.bytes.length).length),
      fields,
    );
    from = end;
  }
  return joined([...parts, message.subarray(from)]);
}

/** Encodes a field of a whole number, at least 0. */
export function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varintBytes(field * 8), ...varintBytes(value)]);
}

function headOf(field: number, length: number): number[] {
  return [...varintBytes(field * 8 + 2), ...varintBytes(length)];
}

function varintBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varintBytes(Math.floor(value / 0x80))];
}
