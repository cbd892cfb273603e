import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFloat32, halfBits, toFloat32 } from '../../src/model/values.ts';

/** The value of a float16 as IEEE 754 states it. */
function half(bits: number): number {
  const sign = (-1) ** (bits >> 15);
  const exponent = (bits >> 10) % 32;
  const fraction = (bits % 1024) / 1024;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}

const allBits = Uint16Array.from({ length: 65_536 }, (_, i) => i);

test('every float16 is read as its value, and written as its bits', () => {
  const values = toFloat32(allBits, 'float16')!;
  for (const bits of allBits) {
    const wanted = half(bits);
    if (!Object.is(values[bits], wanted)) throw new Error(`${bits} gives ${values[bits]}, not ${wanted}`);
    if (!Number.isNaN(wanted) && halfBits(wanted) !== bits)
      throw new Error(`${wanted} gives ${halfBits(wanted)}, not ${bits}`);
  }
  expect(half(halfBits(Number.NaN))).toBeNaN();
});

test('a float32 becomes the nearest float16, and of two the even one', () => {
  const positive = Array.from({ length: 0x7c00 }, (_, bits) => bits);
  fc.assert(
    fc.property(fc.constantFrom(...positive), fc.double({ min: 0, max: 1, noNaN: true }), (bits, t) => {
      const [low, high] = [half(bits), bits === 0x7bff ? 65_536 : half(bits + 1)];
      const value = Math.fround(low + t * (high - low));
      const [below, above] = [value - low, high - value];
      const nearest = below < above || (below === above && bits % 2 === 0) ? bits : bits + 1;
      expect(halfBits(value)).toBe(nearest);
      expect(halfBits(-value)).toBe(nearest + 0x8000);
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, ArrayBufferView, number[]]>([
  ['float64', Float64Array.of(0.1, -2), [Math.fround(0.1), -2]],
  ['int8', Int8Array.of(-128, 127), [-128, 127]],
  ['uint8', Uint8Array.of(0, 255), [0, 255]],
  ['int16', Int16Array.of(-32768, 5), [-32768, 5]],
  ['uint16', Uint16Array.of(15_360, 65_535), [15_360, 65_535]],
  ['int32', Int32Array.of(-1, 2 ** 30), [-1, 2 ** 30]],
  ['uint32', Uint32Array.of(2 ** 31), [2 ** 31]],
  ['int64', BigInt64Array.of(-5n, 2n ** 40n), [-5, 2 ** 40]],
  ['uint64', BigUint64Array.of(2n ** 63n), [2 ** 63]],
  ['bool', Uint8Array.of(0, 1), [0, 1]],
  // TensorFlow.js keeps whole numbers behind a cast.
  ['float32', Int32Array.of(3, -4), [3, -4]],
  // 1, -2 and 3.140625: the upper halves of their float32.
  ['bfloat16', Uint16Array.of(0x3f80, 0xc000, 0x4049), [1, -2, 3.140625]],
])('%s is read as numbers', (type, values, wanted) => {
  expect([...toFloat32(values as never, type)!]).toEqual(wanted);
});

test.each<[string, number[]]>([
  ['int8', [-128, -2, 0, 3, 127]],
  ['uint8', [0, 0, 0, 3, 255]],
  ['int32', [-500, -2, 0, 3, 300]],
  ['int64', [-500, -2, 0, 3, 300]],
  ['bool', [0, 0, 0, 1, 1]],
])('float32 becomes %s: rounded, and cut off at the ends', (type, wanted) => {
  const written = fromFloat32(Float32Array.of(-500, -2.4, 0.3, 2.6, 300), type)!;
  expect(Array.from(written as ArrayLike<number>, Number)).toEqual(wanted);
});

test('other types are unknown', () => {
  expect(toFloat32(new Uint8Array(1), 'string')).toBeUndefined();
  expect(toFloat32(new Uint8Array(1), 'float8e4m3fn')).toBeUndefined();
  expect(fromFloat32(new Float32Array(1), 'complex64')).toBeUndefined();
});
