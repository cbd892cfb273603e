import type { Work } from '../core/scheduler.ts';
import { type Loops, loopsIn, loopsMemory } from './loops.ts';

type ArenaArray = Float32Array | Float64Array | Int32Array | Uint32Array;

/**
 * WebAssembly memory that the loops read and write: a stack of arrays. Addresses are bytes. It never grows, so views of
 * it stay valid. Each array has some padding after it, since loops take four values at a time.
 */
export interface Arena {
  loops: Loops;
  /** The address of values: they are copied here unless they are here already. */
  put(values: ArenaArray): number;
  /** Allocates bytes, without clearing them, and returns their address. @throws RangeError if there are too few left */
  allocate(bytes: number): number;
  floats(address: number, length: number): Float32Array;
  doubles(address: number, length: number): Float64Array;
  words(address: number, length: number): Int32Array;
  /** The address of the next array. */
  top(): number;
  /** Frees everything from an address on. */
  reset(address: number): void;
  /** Frees everything from an address on, but keeps some values, which move to that address. Returns them. */
  resetKeeping(address: number, values: Float32Array): Float32Array;
  /** Ends the arena: another owner may get its memory. */
  release(): void;
}

/** A new arena of at least `bytes` bytes. The caller must release it. */
export function openArena(bytes: number): Arena {
  let best: Memory | undefined;
  for (const reference of free) {
    const memory = reference.deref();
    if (memory && memory.bytes >= bytes && memory.bytes < (best?.bytes ?? Number.POSITIVE_INFINITY))
      best = memory;
  }
  if (best) return best.reopen();
  return create(2 ** Math.ceil(Math.log2(Math.max(bytes, MIN_ARENA_BYTES))));
}

/** The arena that holds `values`, if it has `bytes` bytes left; else undefined. */
export function arenaOf(values: ArenaArray | undefined, bytes: number): Arena | undefined {
  const memory = values && memories.get(values.buffer);
  return memory && memory.bytes - memory.arena.top() >= bytes ? memory.arena : undefined;
}

/**
 * Calls `use` with an arena that has `bytes` bytes left, and frees what it allocated, also if it throws.
 *
 * @param near the arena that holds these values is taken if it has room; else a new one
 */
export function withArena<Result>(
  bytes: number,
  near: ArenaArray | undefined,
  use: (arena: Arena) => Result,
): Result {
  const holder = arenaOf(near, bytes);
  const arena = holder ?? openArena(bytes);
  const top = arena.top();
  try {
    return use(arena);
  } finally {
    if (holder) holder.reset(top);
    else arena.release();
  }
}

/** The same for work that yields: nothing else may allocate in the arena of `near` meanwhile. */
export function* workInArena<Result>(
  bytes: number,
  near: ArenaArray,
  use: (arena: Arena) => Work<Result>,
): Work<Result> {
  const holder = arenaOf(near, bytes);
  const arena = holder ?? openArena(bytes);
  const top = arena.top();
  try {
    return yield* use(arena);
  } finally {
    if (holder) holder.reset(top);
    else arena.release();
  }
}

/** The bytes that an array of `bytes` bytes takes in an arena: a multiple of 16, and the padding. */
export function paddedSize(bytes: number): number {
  return 16 * Math.ceil(bytes / 16) + PADDING;
}

/** The memory of an arena. */
interface Memory {
  arena: Arena;
  bytes: number;
  /** Takes it from the free list. */
  reopen(): Arena;
}

const memories = new WeakMap<ArrayBufferLike, Memory>();

/** Free list, most recent first: touched pages are cheaper than new ones. */
const free: WeakRef<Memory>[] = [];

/** Length of the free list. */
const MOST_FREE = 4;

/** Bytes of the smallest arena. */
const MIN_ARENA_BYTES = 2 ** 20;

/** Bytes after the end of an array that loops may read and write. */
const PADDING = 16;

function create(bytes: number): Arena {
  const wasm = loopsMemory(bytes);
  const { buffer } = wasm;
  // One view of each type for all copies: a new one takes longer than a short copy.
  const [floats, doubles, words] = [
    new Float32Array(buffer),
    new Float64Array(buffer),
    new Int32Array(buffer),
  ];
  let top = 0;
  let open = true;
  const arena: Arena = {
    loops: loopsIn(wasm),
    put(values) {
      if (values.buffer === buffer) return values.byteOffset;
      const address = arena.allocate(values.byteLength);
      const whole =
        values instanceof Float32Array ? floats : values instanceof Float64Array ? doubles : words;
      whole.set(values, address / whole.BYTES_PER_ELEMENT);
      return address;
    },
    allocate(wanted) {
      const address = top;
      if (address + paddedSize(wanted) > bytes)
        throw new RangeError(`The arena has no room for ${wanted} bytes.`);
      top += paddedSize(wanted);
      return address;
    },
    floats: (address, length) => new Float32Array(buffer, address, length),
    doubles: (address, length) => new Float64Array(buffer, address, length),
    words: (address, length) => new Int32Array(buffer, address, length),
    top: () => top,
    reset(address) {
      top = address;
    },
    resetKeeping(address, values) {
      top = address;
      if (values.buffer === buffer && values.byteOffset < address) return values;
      const moved = arena.floats(arena.allocate(values.byteLength), values.length);
      if (values.buffer !== buffer || values.byteOffset !== moved.byteOffset) moved.set(values);
      return moved;
    },
    release() {
      if (!open) return;
      open = false;
      top = 0;
      free.unshift(reference);
      free.length = Math.min(free.length, MOST_FREE);
    },
  };
  const memory: Memory = {
    arena,
    bytes,
    reopen() {
      free.splice(free.indexOf(reference), 1);
      open = true;
      return arena;
    },
  };
  const reference = new WeakRef(memory);
  memories.set(buffer, memory);
  return arena;
}
