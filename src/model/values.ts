/**
 * Conversions between float32 and the other types of values, which ONNX and TensorFlow.js have.
 */

/** Ranges of whole numbers. float32 holds no number between the largest below 2^63 and 2^63. */
const WHOLE: Record<string, readonly [number, number]> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63 - 1024],
  uint64: [0, 2 ** 64 - 2048],
  bool: [0, 1],
};

const ARRAYS = {
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
} as const;

export type Values = ArrayBufferView & ArrayLike<number | bigint>;

/**
 * Values as float32.
 *
 * @param type of the values, such as `int64`; float16 and bfloat16 may come as their bits
 * @returns undefined for a type that is not one of numbers
 */
export function toFloat32(data: Values, type: string): Float32Array | undefined {
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array && type === 'float16') return fromBits(data, halves());
  if (data instanceof Uint16Array && type === 'bfloat16') return fromBits(data, undefined);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const values = new Float32Array(data.length);
    for (let i = 0; i < values.length; i++) values[i] = Number(data[i]);
    return values;
  }
  // Also Float16Array, where there is one, and whole numbers that TensorFlow.js calls float32 behind a cast.
  const numbers = isWhole(type) || ['float16', 'float32', 'float64'].includes(type);
  return numbers ? new Float32Array(data as unknown as ArrayLike<number>) : undefined;
}

/**
 * float32 values in another type. For a type of whole numbers they are rounded to the nearest, and cut off at its ends.
 *
 * @returns undefined for a type that is not one of numbers; bits for float16
 */
export function fromFloat32(values: Float32Array, type: string): Values | undefined {
  if (type === 'float32') return values;
  if (type === 'float16') return Uint16Array.from(values, halfBits);
  if (type === 'int64' || type === 'uint64') {
    const whole = roundClamped(values, WHOLE[type]!);
    return type === 'int64' ? BigInt64Array.from(whole, BigInt) : BigUint64Array.from(whole, BigInt);
  }
  const make = Object.hasOwn(ARRAYS, type) ? ARRAYS[type as keyof typeof ARRAYS] : undefined;
  return make && new make(type === 'float64' ? values : roundClamped(values, WHOLE[type]!));
}

/** Whether values of a type are whole numbers. */
export function isWhole(type: string): boolean {
  return Object.hasOwn(WHOLE, type);
}

function roundClamped(values: Float32Array, [min, max]: readonly [number, number]): Float64Array {
  const whole = new Float64Array(values.length);
  for (let i = 0; i < whole.length; i++) whole[i] = Math.min(max, Math.max(min, Math.round(values[i]!)));
  return whole;
}

/** bfloat16 is the upper half of a float32. */
function fromBits(bits: Uint16Array, table: Float32Array | undefined): Float32Array {
  if (!table) return new Float32Array(Uint32Array.from(bits, (half) => half * 65_536).buffer);
  const values = new Float32Array(bits.length);
  for (let i = 0; i < values.length; i++) values[i] = table[bits[i]!]!;
  return values;
}

let float16Values: Float32Array | undefined;

/** The value of every float16 (IEEE 754 binary16), by its bits. */
function halves(): Float32Array {
  float16Values ??= Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
  return float16Values;
}

/** The bits of the nearest float16: 0x3c00 of 1. Of two as near, the even one. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00;
  // Steps between float16 values: 2^-24 below 2^-14, then 2^(e - 10) from 2^e on.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const low = size < 2 ** exponent ? exponent - 1 : exponent;
  const from = Math.max(-14, low);
  const steps = size / 2 ** (from - 10);
  const whole = Math.floor(steps);
  const up = steps - whole > 0.5 || (steps - whole === 0.5 && whole % 2 === 1);
  // A carry into the exponent comes by itself.
  return sign | ((from + 14) * 1024 + whole + (up ? 1 : 0));
}
