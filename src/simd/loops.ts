import { UserError } from '../core/error.ts';
import { binary } from './binary.ts';

/**
 * Loops over many values, four float32s at a time. They are written in AssemblyScript, in the files beside this one, which
 * `npm run simd` compiles to WebAssembly. Their arguments are numbers and addresses in one memory. They may read and write up
 * to three values after the end of a line.
 */
export interface Loops extends Record<Loop, (...addresses: number[]) => void> {
  finiteValues(from: number, length: number): number;
  equalValues(...addresses: number[]): number;
  linkToFirst(...addresses: number[]): number;
  numberClasses(...addresses: number[]): number;
  hashesDistinct(...addresses: number[]): number;
  extremes(...addresses: number[]): number;
  bounded(...addresses: number[]): number;
  largestDifference(...addresses: number[]): number;
  sumsOfFour(...addresses: number[]): number;
}

type Loop =
  | 'largest'
  | 'correlate'
  | 'cellsSet'
  | 'sums'
  | 'windowSums'
  | 'sumsByMember'
  | 'differences'
  | 'gather'
  | 'spreadRows'
  | 'findCandidates'
  | 'linkCandidates'
  | 'markDiffering'
  | 'joinDiffering'
  | 'squaresDown'
  | 'squaresAcross'
  | 'products'
  | 'wholeProducts'
  | 'copyChannel'
  | 'transforms'
  | 'correlations'
  | 'inverses'
  | 'largestDifferences'
  | 'rangeOf'
  | 'referenceFacts'
  | 'nonZeros';

/**
 * A memory for loops.
 *
 * @param bytes its size, which must be a multiple of 64 KiB
 *
 * @throws UserError (run) where WebAssembly is switched off; RangeError where the memory cannot be had
 */
export function loopsMemory(bytes: number): WebAssembly.Memory {
  if (typeof WebAssembly === 'undefined') {
    const message = 'WebAssembly is switched off, and coincide needs it; run Node without --jitless.';
    throw new UserError(message, { kind: 'run' });
  }
  try {
    return new WebAssembly.Memory({ initial: bytes / PAGE });
  } catch (cause) {
    const size = `${bytes / 2 ** 20} MiB`;
    throw new RangeError(
      `WebAssembly could not allocate memory of ${size}; a limit on virtual memory (ulimit -v) must leave it about 10 GiB`,
      { cause },
    );
  }
}

/** The compiled loops, which read and write this memory. Addresses are bytes from its start. */
export function loopsIn(memory: WebAssembly.Memory): Loops {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Loops;
}

/** Compiled when loops are first needed. */
let compiled: WebAssembly.Module | undefined;

/** Bytes of a page of WebAssembly memory. */
const PAGE = 2 ** 16;
