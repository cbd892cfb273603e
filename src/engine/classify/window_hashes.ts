import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { type HashWeights, windowSums } from './window_sums.ts';

/**
 * A hash of each member's window: the sum of the bits of its values, each times A^row · B^column · C^channel, modulo
 * 2^32 (Karp & Rabin, 1987, in two dimensions). Equal windows, with 0 and -0 equal, have equal hashes; whether windows
 * with equal hashes are equal must be confirmed.
 *
 * @returns a whole number below 2^32 for each member
 */
export function windowHashes(map: OutputMap): Work<Uint32Array> {
  return windowSums(map, 0, ODD);
}

/** Odd numbers, so that no bit is lost. */
const ODD: HashWeights = [0x2c1b3c6d, 0x297a2d39, 0x1b56c4e9];
