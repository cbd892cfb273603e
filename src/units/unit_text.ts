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

/** How a line begins, up to the values. */
const VALUES_BEGIN = Buffer.from(`{"values":{"${TYPE_KEY}":"f8","text":"`);
const [QUOTE, EQUALS] = [0x22, 0x3d];
/** Bytes of a line behind its values, from which on it is never compared with others. */
const LONG_REST = 2 ** 16;

/**
 * Reads units as `parseUnit` does, from the bytes [start, end) of their lines. What follows the values is often the same
 * for many units of an experiment: it is parsed once for neighbours that share it.
 */
export function createUnitReader(): (bytes: Buffer, start: number, end: number) => UnitResult | undefined {
  let rest = Buffer.alloc(0);
  let restOfUnit: UnitResult | undefined;
  /** The unit without its values. Undefined where it may have to be read as a whole. */
  const withoutValues = (bytes: Buffer, start: number, end: number): UnitResult | undefined => {
    if (restOfUnit && bytes.compare(rest, 0, rest.length, start, end) === 0) return restOfUnit;
    const text = bytes.toString('utf8', start, end);
    const unit = text.includes('"values":') ? undefined : parseUnit(`${VALUES_BEGIN}${text}`);
    // Gathered parts may be joined in place.
    restOfUnit = unit && unit.parts.length === 0 && text.length < LONG_REST ? unit : undefined;
    if (restOfUnit) rest = Buffer.from(bytes.subarray(start, end));
    return unit;
  };
  return (bytes, start, end) => {
    const first = start + VALUES_BEGIN.length;
    const last =
      bytes.compare(VALUES_BEGIN, 0, VALUES_BEGIN.length, start, first) === 0
        ? bytes.indexOf(QUOTE, first)
        : -1;
    const values = last < 0 || last >= end ? undefined : doublesOf(bytes, first, last);
    const others = values && withoutValues(bytes, last, end);
    return others ? { ...others, values } : parseUnit(bytes.toString('utf8', start, end));
  };
}

/** Memory that the numbers of several units share: one buffer for each of them would keep the collector busy. */
let slab = Buffer.from(new ArrayBuffer(0));
let slabEnd = 0;
const SLAB_BYTES = 2 ** 16;

/** The numbers that the bytes [start, end) hold in base64; undefined where they are anything but whole numbers of eight bytes. */
function doublesOf(bytes: Buffer, start: number, end: number): Float64Array | undefined {
  const padding = bytes[end - 1] !== EQUALS ? 0 : bytes[end - 2] !== EQUALS ? 1 : 2;
  const length = ((end - start) / 4) * 3 - padding;
  if (length % 8 !== 0) return undefined;
  if (slabEnd + length > slab.length) {
    slab = Buffer.from(new ArrayBuffer(Math.max(SLAB_BYTES, length)));
    slabEnd = 0;
  }
  const at = slabEnd;
  if (slab.write(bytes.toString('latin1', start, end), at, length, 'base64') < length) return undefined;
  slabEnd += length;
  return new Float64Array(slab.buffer, at, length / 8);
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
    (notes.leftOut === undefined || (Array.isArray(notes.leftOut) && notes.leftOut.every(isCount))) &&
    isTexts(runtimes) &&
    Array.isArray(precision) &&
    precision.every((one) => isObject(one) && typeof one.exact === 'boolean')
  );
}

/** Whether a value is some rows of a table: each of its columns has a cell for every row. */
function isPacked(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value.columns)) return false;
  const { length, columns } = value;
  return isCount(length) && columns.every((column) => isObject(column) && isColumn(column, length));
}

function isColumn({ name, cells, places, among }: Record<string, unknown>, rows: number): boolean {
  if (typeof name !== 'string' || !(Array.isArray(cells) || isNumbers(cells))) return false;
  if (among !== undefined) {
    if (!isObject(among) || !isCount(among.first) || !isCount(among.each)) return false;
    return rows === 0 || among.first + (rows - 1) * among.each < cells.length;
  }
  if (places === undefined) return rows === 0 || cells.length === 1 || cells.length >= rows;
  if (!(places instanceof Uint8Array || places instanceof Uint16Array) || places.length < rows) return false;
  for (let row = 0; row < rows; row++) if (places[row]! >= cells.length) return false;
  return true;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

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
