import { binary } from './lanes.binary.ts';

/** Loops that WebAssembly runs four values at a time: what each does is said in `lanes.assembly.ts`. */
type Loops = Record<'largest' | 'sums' | 'hashes' | 'differences', (...places: number[]) => void>;

/** A part of the memory that the loops read and write: what is put there stays until room is asked for again. */
export interface Room {
  /** Where each array begins, in bytes. */
  at: number[];
  floats(at: number, length: number): Float32Array;
  words(at: number, length: number): Int32Array;
  doubles(at: number, length: number): Float64Array;
}

/** Compiled when they are first asked for, in well under a millisecond. */
export function loops(): Loops {
  return instance().loops;
}

/** Room for arrays of so many bytes, one after the other. */
export function room(...lengths: number[]): Room {
  const { memory } = instance();
  let end = 0;
  const at = lengths.map((bytes) => {
    const begin = end;
    end += 16 * Math.ceil(bytes / 16) + SPARE;
    return begin;
  });
  const pages = Math.ceil((end - memory.buffer.byteLength) / PAGE);
  if (pages > 0) memory.grow(pages);
  const { buffer } = memory;
  return {
    at,
    floats: (at, length) => new Float32Array(buffer, at, length),
    words: (at, length) => new Int32Array(buffer, at, length),
    doubles: (at, length) => new Float64Array(buffer, at, length),
  };
}

/** Bytes beyond the end of an array that are read, and written, where loops take more values at a time than are left. */
const SPARE = 16;

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 2 ** 16;

let compiled: { loops: Loops; memory: WebAssembly.Memory } | undefined;

function instance() {
  if (!compiled) {
    const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    compiled = { loops: exports as Loops, memory: exports.memory as WebAssembly.Memory };
  }
  return compiled;
}
