import { binary } from './binary.ts';

/**
 * Loops over many values, four float32s at a time: AssemblyScript, a file for each subject beside this one, which `npm run
 * simd` compiles to WebAssembly. They are handed places in the memory of a space, and may read and write up to three
 * values beyond the end of a line: what is written there is written anew with the next.
 */
export interface Loops extends Record<Loop, (...places: number[]) => void> {
  finite(from: number, length: number): number;
  same(...places: number[]): number;
  likely(...places: number[]): number;
  lead(...places: number[]): number;
  differ(...places: number[]): number;
}

type Loop = 'largest' | 'sums' | 'windowSums' | 'withoutRest' | 'differences' | 'gather' | 'confirm';

/** Loops that read and write a memory. */
export function loopsIn(memory: WebAssembly.Memory): Loops {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Loops;
}

/** Compiled when loops are first asked for. */
let compiled: WebAssembly.Module | undefined;
