import { binary } from './binary.ts';

/**
 * Loops over many values, four float32s at a time: AssemblyScript, a file for each beside this one, which `npm run
 * lanes` compiles to WebAssembly. They are handed places in the memory of `scratch`, and may read and write up to three
 * values beyond the end of a line: what is written there is written anew with the next.
 */
type Loops = Record<'largest' | 'sums' | 'windowSums' | 'differences', (...places: number[]) => void>;

type Values = Float32Array | Float64Array | Int32Array;

/** The memory that the loops read and write. A place in it is a number of bytes. */
export interface Scratch {
  /** Puts values there. @returns where */
  put(values: Values): number;
  /** Makes room for so many bytes, which may hold anything. @returns where */
  room(bytes: number): number;
  floats(at: number, length: number): Float32Array;
  doubles(at: number, length: number): Float64Array;
  words(at: number, length: number): Int32Array;
}

/** Compiled when they are first asked for. */
export function loops(): Loops {
  return instance().loops;
}

/** The same memory each time, from its beginning: one loop's work has to be done before another's is put there. */
export function scratch(): Scratch {
  const { memory } = instance();
  let end = 0;
  const space: Scratch = {
    put(values) {
      const at = space.room(values.byteLength);
      viewLike(values, space, at).set(values);
      return at;
    },
    room(bytes) {
      const at = end;
      end += 16 * Math.ceil(bytes / 16) + SPARE;
      const pages = Math.ceil((end - memory.buffer.byteLength) / PAGE);
      if (pages > 0) memory.grow(pages);
      return at;
    },
    floats: (at, length) => new Float32Array(memory.buffer, at, length),
    doubles: (at, length) => new Float64Array(memory.buffer, at, length),
    words: (at, length) => new Int32Array(memory.buffer, at, length),
  };
  return space;
}

/** Bytes beyond the end of an array that are read, and written, where loops take more values at a time than are left. */
const SPARE = 16;

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 2 ** 16;

function viewLike(values: Values, { floats, doubles, words }: Scratch, at: number): Values {
  if (values instanceof Float32Array) return floats(at, values.length);
  return values instanceof Float64Array ? doubles(at, values.length) : words(at, values.length);
}

let compiled: { loops: Loops; memory: WebAssembly.Memory } | undefined;

function instance() {
  if (!compiled) {
    const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    compiled = { loops: exports as Loops, memory: exports.memory as WebAssembly.Memory };
  }
  return compiled;
}
