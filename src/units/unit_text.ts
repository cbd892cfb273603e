import { isObject } from '../core/is_object.ts';
import type { UnitResult } from '../run/unit_result.ts';

/** Every type of array of numbers, by the name that a unit file gives it. */
const arrays = {
  f8: Float64Array,
  f4: Float32Array,
  i4: Int32Array,
  i2: Int16Array,
  i1: Int8Array,
  u4: Uint32Array,
  u2: Uint16Array,
  u1: Uint8Array,
};

type NumberArray = InstanceType<(typeof arrays)[keyof typeof arrays]>;

/** Marks what JSON cannot hold. Results have no such key of their own. */
const TYPE_KEY = '$';

/**
 * The result of a unit as one line of text, without how long it took: the same result gives the same line. Arrays of
 * numbers are in base64, little-endian, so every number comes back bit for bit.
 */
export function formatUnit({ seconds: _, ...result }: UnitResult): string {
  return JSON.stringify(toPlain(result));
}

/** The result that a line holds, which took no time. Undefined where the line holds none. */
export function parseUnit(line: string): UnitResult | undefined {
  let value: unknown;
  try {
    value = fromPlain(JSON.parse(line));
  } catch {
    return undefined;
  }
  return isUnit(value) ? { ...value, seconds: 0 } : undefined;
}

/** Whether a value has the parts of a unit's result. */
function isUnit(value: unknown): value is Omit<UnitResult, 'seconds'> {
  if (!isObject(value)) return false;
  const { values, labels, parts, further, notes, runtimes, precision } = value;
  return (
    values instanceof Float64Array &&
    labels instanceof Int32Array &&
    Array.isArray(parts) &&
    parts.every(Array.isArray) &&
    isObject(further) &&
    Object.values(further).every((list) => Array.isArray(list) && list.every(isPacked)) &&
    isObject(notes) &&
    typeof notes.pictures === 'number' &&
    Array.isArray(notes.about) &&
    notes.about.every((one) => Array.isArray(one) && typeof one[0] === 'string') &&
    isTexts(notes.skipped) &&
    isTexts(runtimes) &&
    Array.isArray(precision) &&
    precision.every((one) => isObject(one) && typeof one.exact === 'boolean')
  );
}

/** Whether a value is some rows of a table, as many as it says. */
function isPacked(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value.columns)) return false;
  return value.columns.every(
    (column) =>
      isObject(column) &&
      typeof column.name === 'string' &&
      (Array.isArray(column.cells) || ArrayBuffer.isView(column.cells)),
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** The bytes that the arrays of a result take. */
export function bytesOfUnit(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOfUnit(part), 0);
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [TYPE_KEY]: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
  if (value === undefined) return { [TYPE_KEY]: 'undefined' };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toPlain);
  for (const [type, made] of Object.entries(arrays)) {
    if (!(value instanceof made)) continue;
    const { buffer, byteOffset, byteLength } = value;
    return { [TYPE_KEY]: type, text: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
  }
  // Anything else would come back as another thing.
  if (ArrayBuffer.isView(value) || (Object.getPrototypeOf(value) ?? Object.prototype) !== Object.prototype)
    throw new TypeError(`A unit file cannot hold ${Object.prototype.toString.call(value)}.`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, toPlain(part)]),
  );
}

/** @param value what JSON gave, which is changed: there may be millions of parts */
function fromPlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (typeof value[i] === 'object') value[i] = fromPlain(value[i]);
    return value;
  }
  const parts = value as Record<string, unknown>;
  const { [TYPE_KEY]: mark, text } = parts;
  if (mark === 'undefined') return undefined;
  if (mark === 'number') return Number(text);
  if (typeof mark === 'string') return numbersOf(arrays[mark as keyof typeof arrays], text as string);
  for (const key in parts) {
    if (typeof parts[key] !== 'object') continue;
    const part = fromPlain(parts[key]);
    // Assigned, it would be the prototype.
    if (key === '__proto__') Object.defineProperty(parts, key, { value: part });
    else parts[key] = part;
  }
  return parts;
}

/** Copied to memory of its own, which is aligned. */
function numbersOf(made: (typeof arrays)[keyof typeof arrays], text: string): NumberArray {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return new made(bytes.buffer);
}
