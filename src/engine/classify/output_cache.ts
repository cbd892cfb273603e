import { type OutputMap, type Window, windowOf, windowOfImage } from '../../core/tensor.ts';
import { copyWindow } from '../../simd/copy_window.ts';

/** Outputs of one step, by shift, that others are compared with. */
export interface Outputs {
  /** That of a shift; none where it is not here, and would have to be computed once more. */
  here(shift: number): Window | undefined;
  get(shift: number): Promise<Window>;
}

/** Outputs that are put there as they come. */
export interface Kept extends Outputs {
  /** @param lasting whether the map stays as it is; else the output is copied, if there is room */
  put(shift: number, map: OutputMap, member: number, lasting: boolean): void;
}

/**
 * @param shifts how many there are
 * @param bytes of copies that may be kept
 * @param recall computes the output of a shift once more
 */
export function keepOutputs(shifts: number, bytes: number, recall: (shift: number) => Promise<Window>): Kept {
  /** In the first map that lasts, which has most of them: -1, not there. */
  const placeOf = new Int32Array(shifts).fill(-1);
  const others = new Map<number, Window>();
  let lasts: OutputMap | undefined;
  let room = bytes;
  const here = (shift: number) =>
    placeOf[shift] === -1 ? others.get(shift) : windowOf(lasts!, placeOf[shift]!);
  return {
    here,
    get: async (shift) => here(shift) ?? recall(shift),
    put(shift, map, member, lasting) {
      if (lasting) lasts ??= map;
      if (map === lasts) placeOf[shift] = member;
      else if (lasting) others.set(shift, windowOf(map, member));
      else {
        const [height, width, channels] = map.shape;
        const needed = 4 * height * width * channels;
        if (needed > room) return;
        room -= needed;
        others.set(shift, windowOfImage(copyWindow(windowOf(map, member))));
      }
    },
  };
}

/** All are members of one map that lasts, in their order. */
export function allOf(map: OutputMap): Outputs {
  const here = (shift: number) => windowOf(map, shift);
  return { here, get: async (shift) => here(shift) };
}
