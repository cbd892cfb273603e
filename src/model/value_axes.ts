import type { Layout, OpenLengths, ValueAxes } from './model.ts';

/** The layout that the places of rows and columns say, if these stand side by side. Of [n, h, w] it is NCHW. */
export function saidLayout(all: ValueAxes = []): Layout | undefined {
  const axes = all.filter((letter) => letter !== 'N');
  const rows = axes.indexOf('H');
  if (rows < 0 || axes[rows + 1] !== 'W') return undefined;
  const behind = axes.length - rows - 2;
  return behind === 0 ? 'NCHW' : behind === 1 ? 'NHWC' : undefined;
}

/** The axes of a value that is computed place by place of others; they are aligned at their ends. */
export function axesOfAll(values: readonly ValueAxes[], rank: number): ValueAxes {
  return Array.from({ length: rank }, (_, axis) => {
    const found = new Set(values.map((axes) => axes[axis - rank + axes.length] ?? ''));
    found.delete('');
    return found.size === 1 ? [...found][0]! : '';
  });
}

/**
 * The axes of a value after its lengths became others. Axes that become one, or that one is cut into, are known by the
 * outermost of them, as rows of blocks are; rows and columns that become one are places, and may become those again.
 */
export function axesReshaped(axes: ValueAxes, from: OpenLengths, to: OpenLengths): ValueAxes | undefined {
  if (from.join() === to.join()) return axes;
  const made = to.map(() => '');
  for (let [i, j] = [0, 0]; i < from.length && j < to.length; i++, j++) {
    const [first, start] = [i, j];
    let [before, after] = [from[i] ?? NaN, to[j] ?? NaN];
    while (before !== after) {
      if (before < after) before *= from[++i] ?? NaN;
      else after *= to[++j] ?? NaN;
      if (Number.isNaN(before * after)) return undefined;
    }
    const old = axes.slice(first, i + 1).filter((_, at) => from[first + at] !== 1);
    const places = [...to.keys()].slice(start, j + 1).filter((axis) => to[axis] !== 1);
    for (const [at, letter] of lettersOf(old, places.length).entries()) made[places[at]!] = letter;
  }
  return made;
}

/** The letters of axes that come from others of as many values. */
function lettersOf(old: readonly string[], count: number): string[] {
  if (old.length === count) return [...old];
  const [first = '', ...others] = old;
  if (count === 1) {
    if (old.join('') === 'HW') return ['T'];
    return others.every((letter) => letter === letter.toLowerCase()) ? [first] : [''];
  }
  if (old.length !== 1) return [];
  if (first === 'T' && count === 2) return ['H', 'W'];
  const part = first.toLowerCase();
  return Array.from({ length: count }, (_, i) => (i > 0 || first === 'C' || first === 'T' ? part : first));
}
