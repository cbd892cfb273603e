import { once } from '../core/memo.ts';
import type { Shifts } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import type { ShiftClasses } from '../picture/film_strip.ts';

/** The drawn shifts of a step and their classes. A reference that no trial drew is left out. */
export function drawnClasses({ shifts, classOf }: Measured): ShiftClasses {
  const { dy, dx, trials } = shifts;
  if (everyDrawn(shifts)) return { dy, dx, classOf };
  const there = [...trials.keys()].filter((s) => trials[s]! > 0 && classOf[s]! >= 0);
  return {
    dy: there.map((s) => dy[s]!),
    dx: there.map((s) => dx[s]!),
    classOf: there.map((s) => classOf[s]!),
  };
}

/** Whether some trial drew each of the shifts: found once for the same shifts. */
const everyDrawn = once(({ trials }: Pick<Shifts, 'trials'>) => trials.every((n) => n > 0));

/** More shifts than this are not kept with a row: nobody reads a larger map in a message. */
const MOST_SHIFTS = 1600;

const classesOfRows = new WeakMap<object, ShiftClasses>();

/** Keeps the classes of the shifts that a row counts, for messages of tests. They go with the row. */
export function keepClasses(row: object, classes: ShiftClasses): void {
  if (classes.dy.length <= MOST_SHIFTS) classesOfRows.set(row, classes);
}

/** The shifts that a row counts, with the class of each; undefined for rows of a set, of a file, or of many shifts. */
export function classesOf(row: object): ShiftClasses | undefined {
  return classesOfRows.get(row);
}
