import { describe, expect, test } from 'vitest';
import { arenaOf, openArena, paddedSize, withArena, workInArena } from '../../src/simd/arena.ts';
import { fill } from '../support/simd/fill.ts';

const MANY = 2 ** 20;

describe('an arena', () => {
  test('has room for each array by itself, and a little beyond', () => {
    const arrays = [Float32Array.of(1), new Float64Array(100).fill(2), new Int32Array(10_000).fill(3)];
    const { put, floats, doubles, words, release } = openArena(MANY);
    const [one, two, three] = arrays.map((values) => put(values));
    floats(one!, 5).fill(7, 1);
    expect(floats(one!, 1)).toEqual(arrays[0]);
    expect(doubles(two!, 100)).toEqual(arrays[1]);
    expect(words(three!, 10_000)).toEqual(arrays[2]);
    release();
  });

  test('leaves values that it holds where they are', () => {
    const { put, floats, allocate, top, release } = openArena(MANY);
    allocate(100);
    const at = put(Float32Array.of(1, 2, 3));
    const before = top();
    expect(put(floats(at, 3))).toBe(at);
    expect(put(floats(at, 3).subarray(1))).toBe(at + 4);
    expect(top()).toBe(before);
    release();
  });

  test('has as many bytes as were asked for, and says where it has no more', () => {
    const arena = openArena(2 * MANY);
    arena.allocate(2 * MANY - paddedSize(0));
    fill(arena);
    expect(() => arena.allocate(17)).toThrow(new RangeError('The arena has no room for 17 bytes.'));
    arena.release();
  });

  test('keeps what was computed last, and frees what was on the way', () => {
    const { put, floats, resetKeeping, top, release } = openArena(MANY);
    const kept = floats(put(Float32Array.of(1, 2)), 2);
    const from = top();
    put(Float32Array.of(3, 4));
    const last = floats(put(Float32Array.of(5, 6, 7)), 3);
    const moved = resetKeeping(from, last);
    expect([moved.byteOffset, top()]).toEqual([from, from + paddedSize(12)]);
    expect(resetKeeping(from, Float32Array.of(8))).toEqual(Float32Array.of(8));
    // What lies below stays there.
    expect(resetKeeping(from, kept)).toBe(kept);
    expect([top(), kept]).toEqual([from, Float32Array.of(1, 2)]);
    release();
  });

  test('has one owner until it is released, once', () => {
    const [one, other] = [openArena(MANY), openArena(MANY)];
    const values = [one, other].map(({ put, floats }, i) => floats(put(Float32Array.of(i)), 1));
    expect(values).toEqual([Float32Array.of(0), Float32Array.of(1)]);
    one.release();
    one.release();
    const [again, further] = [openArena(MANY), openArena(MANY)];
    expect(again).toBe(one);
    expect(again.top()).toBe(0);
    expect(further).not.toBe(one);
    for (const { release } of [other, again, further]) release();
  });

  test('is used again only where it is large enough', () => {
    const small = openArena(MANY);
    small.release();
    const large = openArena(4 * MANY);
    expect(large).not.toBe(small);
    large.allocate(4 * MANY - paddedSize(0));
    large.release();
  });
});

describe('an arena near values', () => {
  test('is the one that holds them, and is as before afterwards, also after an error', () => {
    const arena = openArena(MANY);
    const values = arena.floats(arena.put(Float32Array.of(1, 2)), 2);
    const top = arena.top();
    const result = withArena(1000, values, (near) => {
      expect(near).toBe(arena);
      expect(near.put(values)).toBe(values.byteOffset);
      expect(near.allocate(900)).toBe(top);
      return 'done';
    });
    expect([result, arena.top()]).toEqual(['done', top]);
    const broken = () =>
      withArena(1000, values, ({ allocate }) => {
        allocate(900);
        throw new Error('broken');
      });
    expect(broken).toThrow(new Error('broken'));
    expect(arena.top()).toBe(top);
    expect(arenaOf(values, 1000)).toBe(arena);
    arena.release();
  });

  test('is another where that has too little left, or where none holds them; it is free afterwards', () => {
    const arena = openArena(MANY);
    const values = arena.floats(arena.put(Float32Array.of(1, 2)), 2);
    fill(arena);
    for (const near of [values, Float32Array.of(1, 2), undefined]) {
      const top = arena.top();
      const other = withArena(2000, near, (other) => {
        expect(other.floats(other.put(Float32Array.of(1, 2)), 2)).toEqual(Float32Array.of(1, 2));
        return other;
      });
      expect(other).not.toBe(arena);
      expect(arena.top()).toBe(top);
      if (near) expect(arenaOf(near, 2000)).toBe(undefined);
      expect(openArena(MANY)).toBe(other);
      other.release();
    }
    arena.release();
  });

  test('is as before after work that yields, also if that is given up', () => {
    const arena = openArena(MANY);
    const values = arena.floats(arena.put(Float32Array.of(1, 2)), 2);
    const top = arena.top();
    const work = workInArena(1000, values, function* ({ allocate }) {
      allocate(900);
      yield;
      return 'done';
    });
    work.next();
    expect(arena.top()).toBeGreaterThan(top);
    expect([work.next().value, arena.top()]).toEqual(['done', top]);
    const given = workInArena(1000, values, function* ({ allocate }) {
      allocate(900);
      yield;
    });
    given.next();
    given.return();
    expect(arena.top()).toBe(top);
    arena.release();
  });
});
