import type { Space } from '../../../src/simd/arena.ts';

/** Takes all the room that a space has left. */
export function fill({ room }: Space): void {
  for (let bytes = 2 ** 26; bytes >= 16; ) {
    try {
      room(bytes);
    } catch {
      bytes /= 2;
    }
  }
}
