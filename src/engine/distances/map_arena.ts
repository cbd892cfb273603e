import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize, workInArena } from '../../simd/arena.ts';

/** Runs work in the arena of a map, or in one of its own with a copy of the map. */
export function inArenaOf<Result>(
  map: OutputMap,
  bytes: number,
  use: (arena: Arena, from: number) => Work<Result>,
): Work<Result> {
  const needs = bytes + paddedSize(map.data.byteLength) + paddedSize(READ_BEYOND);
  return workInArena(needs, map.data, (arena) => {
    const from = arena.put(map.data);
    // The last lines of a map are read past their end.
    arena.allocate(READ_BEYOND);
    return use(arena, from);
  });
}

/** Bytes after a map. */
const READ_BEYOND = 256;
