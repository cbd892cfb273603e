import type { Image } from '../../core/tensor.ts';
import { paddedSize, withArena } from '../../simd/arena.ts';

/** Facts about a reference that all comparisons with it use. */
export interface ReferenceFacts {
  /** Σ r², from the first value to the last. */
  squares: number;
  /** The same, row by row: rounded less. */
  sharedSquares: number;
  /** How many values are not 0. */
  terms: number;
  /** Σ |r| where all values are whole numbers, else infinite. */
  wholeSum: number;
}

/** Sums and counts of a reference that all products with it share. */
export function referenceFactsOf({ data, shape: [height] }: Image): ReferenceFacts {
  return withArena(
    paddedSize(data.byteLength) + paddedSize(32),
    undefined,
    ({ loops, put, allocate, doubles }) => {
      const to = allocate(32);
      loops.referenceFacts(put(data), height, data.length / height, to);
      const [squares, sharedSquares, terms, wholeSum] = doubles(to, 4);
      return { squares: squares!, sharedSquares: sharedSquares!, terms: terms!, wholeSum: wholeSum! };
    },
  );
}
