import { runWork, type Scheduler } from '../../core/scheduler.ts';
import { everyMember, type Image, type OutputMap, type Window, windowOf } from '../../core/tensor.ts';
import { copyWindow } from '../../simd/copy_window.ts';
import { type Distance, distances as distancesOf, within } from './distance.ts';
import { type Alike, alike } from './equal_windows.ts';
import { metOutputs } from './first_equal.ts';
import { nearbyLeaders } from './nearby.ts';
import { allOf, type Kept, keepOutputs, type Outputs } from './output_cache.ts';
import { windowPlaces } from './projections.ts';
import { windowHashes } from './window_hashes.ts';

/** What one step's outputs were, per distinct shift; shift 0 is the reference. */
export interface Observation {
  reference: Image;
  /** The first shift whose output has the same bits. */
  leader: Int32Array;
  /** The class of each shift, numbered in the order of their first; 0 is the reference's. */
  classOf: Int32Array;
  /** How many there are. */
  classes: number;
  /** From the reference, per shift; empty where distances were not asked for. */
  distances: readonly Distance[];
  /** The largest difference at which two outputs coincide. */
  tolerance: number;
  /** Hashes of the leaders' outputs: of others, equal bits mean equal hashes. None where all were known to differ. */
  hashes: Uint32Array;
  /** The output of a shift; only until the next step's outputs are added. */
  output(shift: number): Promise<Window>;
}

/** Takes in the outputs of one step, in the order of the shifts, in one map or many. */
export interface Observer {
  /**
   * @param members the shift of each of the map's outputs, ascending; the very first is the reference, shift 0
   * @param lasting whether the map stays as it is until the observation has been used; else what is needed is copied
   * @param known hashes of the members by shift, where there are any yet; or that all members differ
   * @param earlier leaders at the step before, if any: what was the same then is the same now
   * @returns those of the members whose output has bits of its own: only they need to go on to the next layer
   */
  add(
    map: OutputMap,
    members: Int32Array,
    lasting: boolean,
    known?: Uint32Array | 'distinct',
    earlier?: Int32Array,
  ): Promise<Int32Array>;
  /** @param earlier leaders at the step before: a shift that was not added is what its leader is */
  finish(earlier: Int32Array | undefined): Observation;
}

export interface ObserverOptions {
  /** How many distinct shifts there are. */
  shifts: number;
  /** The largest difference at which two outputs coincide, from the reference. */
  tolerance(reference: Window): number;
  /** Whether two outputs coincide under a tolerance. Default: where no two values differ by more. */
  same?: ((x: Window, y: Window, tolerance: number) => boolean) | undefined;
  distances: boolean;
  /** Bytes of outputs that may be kept for comparing with later ones; what is not kept is recalled. */
  keep: number;
  /** Computes the output of a shift once more. */
  recall(shift: number): Promise<Window>;
  scheduler: Scheduler;
}

/**
 * Sorts outputs into classes. Outputs with equal hashes are compared value by value before they share a leader, so
 * a collision can never merge two classes. If the tolerance is 0, bits decide; else each leader joins the first
 * class with whose own leader it coincides.
 */
export function observe(options: ObserverOptions): Observer {
  const { shifts, tolerance, same, distances, keep, recall, scheduler } = options;
  let tables: Tables | undefined;
  const distanceOf: Distance[] = [];
  let outputs: Outputs | undefined;
  let kept: Kept | undefined;
  let met: ReturnType<typeof metOutputs> | undefined;
  let reference: Image | undefined;
  let limit = 0;
  let classes = 0;
  let nearby: ReturnType<typeof nearbyLeaders> | undefined;

  const bitsDecide = () => limit === 0 && !same;

  const output = (shift: number) => outputs!.get(tables!.leader[shift]!);

  async function classify(
    window: Window,
    shift: number,
    at: readonly [number, number, number],
  ): Promise<number> {
    nearby ??= nearbyLeaders(limit * window.shape[0] * window.shape[1] * window.shape[2]);
    for (const candidate of nearby.near(...at)) {
      if ((same ?? within)(window, await output(candidate), limit)) return tables!.classOf[candidate]!;
      if (scheduler.due()) await scheduler.yieldNow();
    }
    nearby.add(shift, ...at);
    return classes++;
  }

  async function addDistances(map: OutputMap, leaders: Int32Array, places: Int32Array): Promise<void> {
    const found = await runWork(distancesOf(map, places, reference!), scheduler);
    for (let i = 0; i < leaders.length; i++) distanceOf[leaders[i]!] = found[i]!;
  }

  async function linked(
    map: OutputMap,
    members: Int32Array,
    known: Uint32Array | 'distinct' | undefined,
    earlier: Int32Array | undefined,
  ): Promise<Linked> {
    const all = members.length === shifts;
    const own = all ? members : everyMember(members.length);
    if (known === 'distinct') return { links: own, complete: true };
    let hashes = known && (all ? known : byMember(known, members));
    hashes ??= await runWork(windowHashes(map), scheduler);
    return { hashes, ...(await runWork(alike(map, hashes, (all && earlier) || own), scheduler)) };
  }

  /** Of all shifts, which are the members of a map that stays, their links say it all. @returns the leaders */
  function settle(map: OutputMap, shifts: Int32Array, { links, hashes = NONE }: Linked): Int32Array {
    // The shifts are the same for the next run, and what is observed is handed to anyone.
    const leader = links === shifts ? shifts.slice() : links;
    const { leaders, classOf } =
      hashes === NONE ? { leaders: shifts, classOf: leader } : ledBy(leader, shifts);
    tables = { leader, classOf, hashes };
    outputs = allOf(map);
    classes = leaders.length;
    return leaders;
  }

  /** Sorts a map's members among those of the maps before it. @returns the leaders, and which members they are */
  async function sortIn(
    map: OutputMap,
    members: Int32Array,
    lasting: boolean,
    { links, complete, hashes: hashOf }: Linked,
  ): Promise<{ leaders: Int32Array; places: Int32Array }> {
    tables ??= tablesFor(shifts);
    kept ??= keepOutputs(shifts, keep, recall);
    outputs = kept;
    const { leader, classOf, hashes } = tables;
    if (hashOf && !(complete && members.length === shifts)) met ??= metOutputs(hashes, kept);
    const leaders = new Int32Array(members.length);
    const places = new Int32Array(members.length);
    let count = 0;
    const planes = bitsDecide() ? undefined : await runWork(windowPlaces(map, same !== undefined), scheduler);
    for (let member = 0; member < members.length; member++) {
      const shift = members[member]!;
      const link = links[member]!;
      let first = link === member ? shift : leader[members[link]!]!;
      if (hashOf) hashes[shift] = hashOf[member]!;
      if (met && first === shift) {
        const found = met(shift, windowOf(map, member));
        first = typeof found === 'number' ? found : await found;
      }
      leader[shift] = first;
      if (first === shift) {
        leaders[count] = shift;
        places[count++] = member;
        kept.put(shift, map, member, lasting);
        classOf[shift] = planes
          ? await classify(windowOf(map, member), shift, [
              planes.x[member]!,
              planes.y[member]!,
              planes.rounding,
            ])
          : classes++;
      } else classOf[shift] = classOf[first]!;
      if (member % 64 === 0 && scheduler.due()) await scheduler.yieldNow();
    }
    return { leaders: leaders.subarray(0, count), places: places.subarray(0, count) };
  }

  return {
    async add(map, members, lasting, known, earlier) {
      if (reference === undefined) {
        const window = windowOf(map, 0);
        reference = copyWindow(window);
        limit = tolerance(window);
      }
      const found = await linked(map, members, known, earlier);
      if (bitsDecide() && found.complete && lasting && members.length === shifts) {
        const leaders = settle(map, members, found);
        if (distances) await addDistances(map, leaders, leaders);
        return leaders;
      }
      const { leaders, places } = await sortIn(map, members, lasting, found);
      if (distances) await addDistances(map, leaders, places);
      return leaders;
    },
    finish(earlier) {
      tables ??= tablesFor(shifts);
      const { leader, classOf, hashes } = tables;
      for (let shift = 0; shift < shifts; shift++) {
        if (leader[shift] !== -1) continue;
        const first = leader[earlier![shift]!]!;
        leader[shift] = first;
        classOf[shift] = classOf[first]!;
        hashes[shift] = hashes[first]!;
      }
      for (let shift = 0; distances && shift < shifts; shift++)
        distanceOf[shift] ??= distanceOf[leader[shift]!]!;
      return {
        reference: reference!,
        leader,
        classOf,
        classes,
        distances: distanceOf,
        tolerance: limit,
        hashes,
        output,
      };
    },
  };
}

/** Which members of a map are known to hold the same, and their hashes: none where all are known to differ. */
interface Linked extends Alike {
  hashes?: Uint32Array;
}

/** Hashes of outputs that all differ. */
const NONE = new Uint32Array();

/** By shift; a leader of -1: not added. */
type Tables = Pick<Observation, 'leader' | 'classOf' | 'hashes'>;

function tablesFor(shifts: number): Tables {
  return {
    leader: new Int32Array(shifts).fill(-1),
    classOf: new Int32Array(shifts),
    hashes: new Uint32Array(shifts),
  };
}

/** Those of the shifts that lead to themselves, and classes numbered in their order. */
function ledBy(links: Int32Array, shifts: Int32Array): { leaders: Int32Array; classOf: Int32Array } {
  const leaders = new Int32Array(links.length);
  const classOf = new Int32Array(links.length);
  let count = 0;
  for (let shift = 0; shift < links.length; shift++) {
    const link = links[shift]!;
    if (link === shift) leaders[count] = shift;
    classOf[shift] = link === shift ? count++ : classOf[link]!;
  }
  return { leaders: count === links.length ? shifts : leaders.subarray(0, count), classOf };
}

function byMember(byShift: Uint32Array, members: Int32Array): Uint32Array {
  const values = new Uint32Array(members.length);
  for (let member = 0; member < members.length; member++) values[member] = byShift[members[member]!]!;
  return values;
}
