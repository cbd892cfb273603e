import { type Loops, loopsIn } from './loops.ts';

type Values = Float32Array | Float64Array | Int32Array | Uint32Array;

/**
 * Memory that loops read and write: a stack of arrays, each with some room beyond its end, since loops take four
 * values at a time. A place in it is a number of bytes. It never grows, so that views of it last.
 */
export interface Space {
  loops: Loops;
  /** @returns where values lie, if it is in this memory; else they are put there */
  put(values: Values): number;
  /** Makes room for so many bytes, which may hold anything. @returns where @throws RangeError where no more is left */
  room(bytes: number): number;
  floats(at: number, length: number): Float32Array;
  doubles(at: number, length: number): Float64Array;
  words(at: number, length: number): Int32Array;
  /** Where the next room would be. */
  top(): number;
  /** Gives up all room from a place on. */
  back(at: number): void;
  /** The same, but for some values, which are moved to that place. @returns where they are now */
  settle(values: Float32Array, at: number): Float32Array;
  /** Gives it up: others may use it from now on, and what lies there is lost. */
  release(): void;
}

/** A space of its own, of so many bytes at least. */
export function space(bytes: number): Space {
  let best: Home | undefined;
  for (const held of free) {
    const home = held.deref();
    if (home && home.bytes >= bytes && home.bytes < (best?.bytes ?? Number.POSITIVE_INFINITY)) best = home;
  }
  if (best) return best.take();
  return create(2 ** Math.ceil(Math.log2(Math.max(bytes, LEAST))));
}

/** Where there is room to work with some values: on top of the space they lie in, or else in one of its own. */
export function beside(values: Values, bytes: number): Space {
  const home = homes.get(values.buffer);
  if (!home || home.bytes - home.space.top() < bytes) return space(bytes);
  const top = home.space.top();
  return { ...home.space, release: () => home.space.back(top) };
}

/** Whether values lie in a space, with room for so many bytes on top. */
export function spaceOf(values: Values, bytes: number): Space | undefined {
  const home = homes.get(values.buffer);
  return home && home.bytes - home.space.top() >= bytes ? home.space : undefined;
}

/** Bytes that room for so many takes. */
export function taking(bytes: number): number {
  return 16 * Math.ceil(bytes / 16) + SPARE;
}

interface Home {
  space: Space;
  bytes: number;
  /** Of one that was given up. */
  take(): Space;
}

/** By their memory. */
const homes = new WeakMap<ArrayBufferLike, Home>();

/** What was given up, last first: pages that were used before cost nothing, while collecting garbage takes them. */
const free: WeakRef<Home>[] = [];

/** So many are looked after. */
const MOST = 4;

/** Bytes of the smallest space. */
const LEAST = 2 ** 20;

/** Bytes beyond the end of an array that are read, and written, where loops take more values at a time than are left. */
const SPARE = 16;

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 2 ** 16;

function create(bytes: number): Space {
  const memory = new WebAssembly.Memory({ initial: bytes / PAGE });
  const { buffer } = memory;
  let top = 0;
  let taken = true;
  const space: Space = {
    loops: loopsIn(memory),
    put(values) {
      if (values.buffer === buffer) return values.byteOffset;
      const at = space.room(values.byteLength);
      viewLike(values, space, at).set(values);
      return at;
    },
    room(wanted) {
      const at = top;
      if (at + taking(wanted) > bytes) throw new RangeError(`There is no room for ${wanted} bytes.`);
      top += taking(wanted);
      return at;
    },
    floats: (at, length) => new Float32Array(buffer, at, length),
    doubles: (at, length) => new Float64Array(buffer, at, length),
    words: (at, length) => new Int32Array(buffer, at, length),
    top: () => top,
    back(at) {
      top = at;
    },
    settle(values, at) {
      top = at;
      if (values.buffer === buffer && values.byteOffset < at) return values;
      const settled = space.floats(space.room(values.byteLength), values.length);
      if (values.buffer !== buffer || values.byteOffset !== settled.byteOffset) settled.set(values);
      return settled;
    },
    release() {
      if (!taken) return;
      taken = false;
      top = 0;
      free.unshift(reference);
      free.length = Math.min(free.length, MOST);
    },
  };
  const home: Home = {
    space,
    bytes,
    take() {
      free.splice(free.indexOf(reference), 1);
      taken = true;
      return space;
    },
  };
  const reference = new WeakRef(home);
  homes.set(buffer, home);
  return space;
}

function viewLike(values: Values, { floats, doubles, words }: Space, at: number): Values {
  if (values instanceof Float32Array) return floats(at, values.length);
  return values instanceof Float64Array ? doubles(at, values.length) : words(at, values.length);
}
