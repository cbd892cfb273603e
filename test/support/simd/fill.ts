import type { Arena } from '../../../src/simd/arena.ts';

/** Allocates all that an arena has left. */
export function fill({ allocate }: Arena): void {
  for (let bytes = 2 ** 26; bytes >= 16; ) {
    try {
      allocate(bytes);
    } catch {
      bytes /= 2;
    }
  }
}
