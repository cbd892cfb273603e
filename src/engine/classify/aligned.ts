import { runWork, type Scheduler } from '../../core/scheduler.ts';
import type { OutputMap, Pair, Shifts, Window } from '../../core/tensor.ts';
import { copyWindow } from '../../simd/copy_window.ts';
import { within } from './distance.ts';
import { nearbyLeaders } from './nearby.ts';
import type { Observation } from './observe.ts';
import { windowPlaces } from './projections.ts';

/** A shift in whole cells of an output. */
export type Cells = Pair | undefined;

/** What is compared in place of the output of a shift. Undefined: it is left out. */
export type MoveBack = (output: Window, shift: number) => Window | undefined;

/**
 * Classes of outputs after each has been moved back by its own shift: a shift joins the first class with whose leader
 * it is within the tolerance.
 *
 * @returns the class of each shift, -1 for those left out, and how many classes there are
 */
export async function alignedClasses(
  { leader, output }: Pick<Observation, 'leader' | 'output'>,
  back: MoveBack,
  tolerance: number,
  scheduler: Scheduler,
): Promise<Pick<Observation, 'classOf' | 'classes'>> {
  const classOf = new Int32Array(leader.length).fill(-1);
  const aligned = async (shift: number) => back(await output(shift), shift);
  let nearby: ReturnType<typeof nearbyLeaders> | undefined;
  let classes = 0;
  for (const shift of leader.keys()) {
    const window = await aligned(shift);
    if (!window) continue;
    nearby ??= nearbyLeaders(tolerance * window.shape[0] * window.shape[1] * window.shape[2]);
    const places = await runWork(windowPlaces(mapOf(window), false), scheduler);
    const at = [places.x[0]!, places.y[0]!, places.rounding] as const;
    for (const leader of nearby.near(...at)) {
      if (!within(window, (await aligned(leader))!, tolerance)) continue;
      classOf[shift] = classOf[leader]!;
      break;
    }
    if (classOf[shift] === -1) {
      nearby.add(shift, ...at);
      classOf[shift] = classes++;
    }
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return { classOf, classes };
}

/** One output as a map of its own. */
function mapOf(window: Window): OutputMap {
  const { data, shape } = copyWindow(window);
  return {
    data,
    shape,
    width: shape[1],
    dilation: [1, 1],
    rows: Int32Array.of(0),
    columns: Int32Array.of(0),
  };
}

/** Shifts in cells of an output that is `stride` pixels from one cell to the next, whole within 1e-9. */
export function cellsOf({ dy, dx }: Pick<Shifts, 'dy' | 'dx'>, stride: Pair | undefined): Cells[] {
  return Array.from(dy, (y, s) => {
    if (!stride) return undefined;
    const cells = [y / stride[0], dx[s]! / stride[1]] as const;
    const whole = [Math.round(cells[0]) + 0, Math.round(cells[1]) + 0] as const;
    return whole.every((n, axis) => Math.abs(n - cells[axis]!) <= 1e-9) ? whole : undefined;
  });
}

/** The longest of the shifts on either axis, in cells. */
export function reachOf(cells: readonly Cells[]): Pair {
  const longest = (axis: 0 | 1) => cells.reduce((most, one) => Math.max(most, Math.abs(one?.[axis] ?? 0)), 0);
  return [longest(0), longest(1)];
}
