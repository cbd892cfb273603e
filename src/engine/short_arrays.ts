type ShortArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

type ArrayKind<Numbers extends ShortArray> = {
  new (length: number): Numbers;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): Numbers;
  readonly BYTES_PER_ELEMENT: number;
};

/**
 * A new array of zeros. A short one is a part of a longer buffer: a buffer for each takes longer to allocate, and to
 * collect, than to fill. So it is not for arrays that outlive a step, which would hold the others of their buffer.
 *
 * @example newArray(Int32Array, 3) // Int32Array.of(0, 0, 0)
 */
export function newArray<Numbers extends ShortArray>(Kind: ArrayKind<Numbers>, length: number): Numbers {
  const bytes = Kind.BYTES_PER_ELEMENT * length;
  if (bytes > LONGEST_PART) return new Kind(length);
  if (used + bytes > BUFFER_BYTES) {
    buffer = new ArrayBuffer(BUFFER_BYTES);
    used = 0;
  }
  const at = used;
  used += 8 * Math.ceil(bytes / 8);
  return new Kind(buffer, at, length);
}

/** The same with the values of another array. */
export function copyArray<Numbers extends ShortArray>(values: Numbers): Numbers {
  const Kind = values.constructor as ArrayKind<Numbers>;
  if (values.byteLength > LONGEST_PART) return values.slice() as Numbers;
  const copy = newArray(Kind, values.length);
  copy.set(values);
  return copy;
}

/** Bytes of a buffer, and of the longest array that is a part of one. */
const BUFFER_BYTES = 2 ** 15;
const LONGEST_PART = 2 ** 12;

/** The buffer of the next arrays, and how many of its bytes are taken: they are never freed for others. */
let buffer = new ArrayBuffer(0);
let used = BUFFER_BYTES;
