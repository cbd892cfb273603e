import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { strictWorld } from '../support/strict.ts';

const take = (count: number, random: () => number) => Array.from({ length: count }, random);

test('a stream is seedrandom of a string that a stranger can write down', () => {
  strictWorld();
  expect(take(5, stream(0, 'shift', [-3, 3, -3, 3, 1, 'uniform']))).toEqual(
    take(5, seedrandom('0 shift [-3,3,-3,3,1,"uniform"]')),
  );
  expect(take(5, stream('my seed', 'noise', [64, 64, 3]))).toEqual(
    take(5, seedrandom('my seed noise [64,64,3]')),
  );
});

test('every number lies in [0, 1)', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.string()), (seed) => {
      for (const number of take(20, stream(seed, 'value', []))) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThan(1);
      }
    }),
  );
});

test('seed, purpose and key each make a stream of its own, whatever else is drawn', () => {
  const of = (seed: number, purpose: string, key: number[]) => take(8, stream(seed, purpose, key));
  const drawn = [of(0, 'a', [1]), of(1, 'a', [1]), of(0, 'b', [1]), of(0, 'a', [2])];
  expect(new Set(drawn.map((numbers) => numbers.join())).size).toBe(4);

  const one = stream(0, 'a', [1]);
  const other = stream(0, 'b', [1]);
  const interleaved = Array.from({ length: 8 }, () => {
    other();
    return one();
  });
  expect(interleaved).toEqual(drawn[0]);
});
