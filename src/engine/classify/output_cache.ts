import { type OutputMap, type Window, windowOf, windowOfImage } from '../../core/tensor.ts';
import { copyWindow } from '../copy_window.ts';

/** Outputs of one step, by shift. */
export interface Outputs {
  /** The cached output, or undefined if it must be recomputed. */
  cached(shift: number): Window | undefined;
  /** The output, recomputed where it is not cached. */
  get(shift: number): Promise<Window>;
}

/** Outputs that are cached as they come, as long as there is memory. */
export interface OutputCache extends Outputs {
  /** @param lasting whether the map stays unchanged; if not, the output is copied, unless the cache is full */
  put(shift: number, map: OutputMap, member: number, lasting: boolean): void;
}

/**
 * A cache of the outputs of shifts: lasting maps are kept as they are, others as copies while there is memory.
 *
 * @param shifts how many there are
 * @param bytes for copies of outputs
 * @param recompute computes the output of a shift once more
 */
export function createOutputCache(
  shifts: number,
  bytes: number,
  recompute: (shift: number) => Promise<Window>,
): OutputCache {
  /** Members of the first lasting map, which has most of the outputs; -1 is none. */
  const memberOf = new Int32Array(shifts).fill(-1);
  const others = new Map<number, Window>();
  let firstMap: OutputMap | undefined;
  let free = bytes;
  const cached = (shift: number) =>
    memberOf[shift] === -1 ? others.get(shift) : windowOf(firstMap!, memberOf[shift]!);
  return {
    cached,
    get: async (shift) => cached(shift) ?? recompute(shift),
    put(shift, map, member, lasting) {
      if (lasting) firstMap ??= map;
      if (map === firstMap) memberOf[shift] = member;
      else if (lasting) others.set(shift, windowOf(map, member));
      else {
        const [height, width, channels] = map.shape;
        const needed = 4 * height * width * channels;
        if (needed > free) return;
        free -= needed;
        others.set(shift, windowOfImage(copyWindow(windowOf(map, member))));
      }
    },
  };
}

/** The outputs of a lasting map whose members are all shifts, in order. */
export function outputsOfMap(map: OutputMap): Outputs {
  const cached = (shift: number) => windowOf(map, shift);
  return { cached, get: async (shift) => cached(shift) };
}
