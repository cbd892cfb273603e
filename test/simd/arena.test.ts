import { describe, expect, test } from 'vitest';
import { beside, space, spaceOf, taking } from '../../src/simd/arena.ts';
import { fill } from '../support/simd/fill.ts';

const MANY = 2 ** 20;

describe('a space', () => {
  test('has room for each array by itself, and a little beyond', () => {
    const arrays = [Float32Array.of(1), new Float64Array(100).fill(2), new Int32Array(10_000).fill(3)];
    const { put, floats, doubles, words, release } = space(MANY);
    const [one, two, three] = arrays.map((values) => put(values));
    floats(one!, 5).fill(7, 1);
    expect(floats(one!, 1)).toEqual(arrays[0]);
    expect(doubles(two!, 100)).toEqual(arrays[1]);
    expect(words(three!, 10_000)).toEqual(arrays[2]);
    release();
  });

  test('leaves values where they are that lie in it', () => {
    const { put, floats, room, top, release } = space(MANY);
    room(100);
    const at = put(Float32Array.of(1, 2, 3));
    const before = top();
    expect(put(floats(at, 3))).toBe(at);
    expect(put(floats(at, 3).subarray(1))).toBe(at + 4);
    expect(top()).toBe(before);
    release();
  });

  test('has as many bytes as were asked for, and says where it has no more', () => {
    const home = space(2 * MANY);
    home.room(2 * MANY - taking(0));
    fill(home);
    expect(() => home.room(17)).toThrow(new RangeError('There is no room for 17 bytes.'));
    home.release();
  });

  test('settles what was computed last, and gives up what was on the way', () => {
    const { put, floats, settle, top, release } = space(MANY);
    const kept = floats(put(Float32Array.of(1, 2)), 2);
    const from = top();
    put(Float32Array.of(3, 4));
    const last = floats(put(Float32Array.of(5, 6, 7)), 3);
    const settled = settle(last, from);
    expect([settled.byteOffset, top()]).toEqual([from, from + taking(12)]);
    expect(settle(Float32Array.of(8), from)).toEqual(Float32Array.of(8));
    // What lies below stays there.
    expect(settle(kept, from)).toBe(kept);
    expect([top(), kept]).toEqual([from, Float32Array.of(1, 2)]);
    release();
  });

  test('is taken by nobody else until it is released, once', () => {
    const [one, other] = [space(MANY), space(MANY)];
    const values = [one, other].map(({ put, floats }, i) => floats(put(Float32Array.of(i)), 1));
    expect(values).toEqual([Float32Array.of(0), Float32Array.of(1)]);
    one.release();
    one.release();
    const [again, further] = [space(MANY), space(MANY)];
    expect(again).toBe(one);
    expect(again.top()).toBe(0);
    expect(further).not.toBe(one);
    for (const { release } of [other, again, further]) release();
  });

  test('is used again only where it is large enough', () => {
    const small = space(MANY);
    small.release();
    const large = space(4 * MANY);
    expect(large).not.toBe(small);
    large.room(4 * MANY - taking(0));
    large.release();
  });
});

describe('room beside values', () => {
  test('is on top of the space they lie in, and given up when released', () => {
    const home = space(MANY);
    const values = home.floats(home.put(Float32Array.of(1, 2)), 2);
    const top = home.top();
    const work = beside(values, 1000);
    expect(work.put(values)).toBe(values.byteOffset);
    expect(work.room(900)).toBe(top);
    work.release();
    expect(home.top()).toBe(top);
    expect(spaceOf(values, 1000)).toBe(home);
    home.release();
  });

  test('is elsewhere where that has too little, or where they lie in none', () => {
    const home = space(MANY);
    const values = home.floats(home.put(Float32Array.of(1, 2)), 2);
    fill(home);
    for (const one of [values, Float32Array.of(1, 2)]) {
      const top = home.top();
      const work = beside(one, 2000);
      expect(work.floats(work.put(one), 2)).toEqual(Float32Array.of(1, 2));
      expect(home.top()).toBe(top);
      expect(spaceOf(one, 2000)).toBe(undefined);
      work.release();
    }
    home.release();
  });
});
