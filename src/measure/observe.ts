import { type Breather, breathe } from '../breathe.ts';
import { copyWindow, type Image, type OutputMap, type Window, windowOf, windowOfImage } from '../tensor.ts';
import { type Distance, distances as distancesOf, largest, within } from './distance.ts';
import { windowHashes } from './hash.ts';
import { nearbyLeaders } from './nearby.ts';

/** What one step's outputs were, per distinct shift; shift 0 is the reference. */
export interface Observation {
  reference: Image;
  /** The first shift whose output has the same bits. */
  leader: Int32Array;
  /** The class of each shift; 0 is the reference's. */
  classOf: Int32Array;
  /** From the reference, per shift; empty where distances were not asked for. */
  distances: readonly Distance[];
  /** The largest difference at which two outputs coincide. */
  tolerance: number;
  /** Hashes of the leaders' outputs: of others, equal bits mean equal hashes. */
  hashes: Float64Array;
  /** The output of a shift; only until the next step's outputs are added. */
  output(shift: number): Promise<Window>;
}

/** Takes in the outputs of one step, in the order of the shifts, in one map or many. */
export interface Observer {
  /**
   * @param members the shift of each of the map's outputs, ascending; the very first is the reference, shift 0
   * @param lasting whether the map stays as it is until the observation has been used; else what is needed is copied
   * @returns those of the members whose output has bits of its own: only they need to go on to the next layer
   */
  add(map: OutputMap, members: Int32Array, lasting: boolean): Promise<Int32Array>;
  /** @param earlier leaders at the step before: a shift that was not added is what its leader is, now as then */
  finish(earlier: Int32Array | undefined): Observation;
}

export interface ObserverOptions {
  /** How many distinct shifts there are. */
  shifts: number;
  /** The largest difference at which two outputs coincide, from the largest value of the reference. */
  tolerance(largest: number): number;
  /** Whether two outputs coincide under a tolerance. Default: where no two values differ by more. */
  same?: ((x: Window, y: Window, tolerance: number) => boolean) | undefined;
  distances: boolean;
  /** Bytes of outputs that may be kept for comparing with later ones; what is not kept is recalled. */
  keep: number;
  /** Computes the output of a shift once more. */
  recall(shift: number): Promise<Window>;
  breath: Breather;
}

/**
 * Sorts outputs into classes. Outputs with equal hashes are compared value by value before they share a leader, so
 * a collision can never merge two classes. If the tolerance is 0, bits decide; else each leader joins the first
 * class with whose own leader it coincides.
 */
export function observe(options: ObserverOptions): Observer {
  const { shifts, tolerance, same, distances, keep, recall, breath } = options;
  const leader = new Int32Array(shifts).fill(-1);
  const classOf = new Int32Array(shifts);
  const distanceOf: Distance[] = [];
  const hashes = new Float64Array(shifts);
  const byHash = new Map<number, number[]>();
  const kept = new Map<number, Window>();
  let room = keep;
  let reference: Image | undefined;
  let limit = 0;
  let classes = 0;
  let nearby: ReturnType<typeof nearbyLeaders> | undefined;

  async function output(shift: number): Promise<Window> {
    const first = leader[shift]!;
    return kept.get(first) ?? recall(first);
  }

  function retain(shift: number, window: Window, lasting: boolean): void {
    const [height, width, channels] = window.shape;
    const bytes = lasting ? 0 : 4 * height * width * channels;
    if (bytes > room) return;
    room -= bytes;
    kept.set(shift, lasting ? window : windowOfImage(copyWindow(window)));
  }

  async function leaderOf(shift: number, window: Window): Promise<number> {
    const alike = byHash.get(hashes[shift]!);
    if (alike === undefined) {
      byHash.set(hashes[shift]!, [shift]);
      return shift;
    }
    for (const candidate of alike) {
      if (within(window, await output(candidate), 0)) return candidate;
    }
    alike.push(shift);
    return shift;
  }

  async function classify(window: Window, shift: number): Promise<number> {
    if (limit === 0 && !same) return classes++;
    nearby ??= nearbyLeaders(window.shape, limit, same !== undefined);
    const place = nearby.place(window);
    for (const candidate of nearby.near(place)) {
      if ((same ?? within)(window, await output(candidate), limit)) return classOf[candidate]!;
      if (breath.due()) await breath.rest();
    }
    nearby.add(shift, place);
    return classes++;
  }

  return {
    async add(map, members, lasting) {
      const hashOf = await breathe(windowHashes(map), breath);
      const leaders: number[] = [];
      const places: number[] = [];
      for (const [member, shift] of members.entries()) {
        const window = windowOf(map, member);
        if (reference === undefined) {
          reference = copyWindow(window);
          limit = tolerance(largest(window));
        }
        hashes[shift] = hashOf[member]!;
        const first = await leaderOf(shift, window);
        leader[shift] = first;
        if (first === shift) {
          leaders.push(shift);
          places.push(member);
          retain(shift, window, lasting);
          classOf[shift] = await classify(window, shift);
        }
        if (breath.due()) await breath.rest();
      }
      if (distances) {
        const found = await breathe(distancesOf(map, places, reference!), breath);
        for (const [i, leader] of leaders.entries()) distanceOf[leader] = found[i]!;
      }
      return Int32Array.from(leaders);
    },
    finish(earlier) {
      for (let shift = 0; shift < shifts; shift++) {
        if (leader[shift] === -1) leader[shift] = leader[earlier![shift]!]!;
        const first = leader[shift]!;
        classOf[shift] = classOf[first]!;
        hashes[shift] = hashes[first]!;
        if (distances) distanceOf[shift] = distanceOf[first]!;
      }
      return {
        reference: reference!,
        leader,
        classOf,
        distances: distanceOf,
        tolerance: limit,
        hashes,
        output,
      };
    },
  };
}
