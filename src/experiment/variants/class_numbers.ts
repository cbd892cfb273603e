import type { Pictures } from '../../image/kind.ts';
import type { Step } from '../../layers/stack/stack.ts';

/**
 * The numbers of classes that a stack decides among: of the last layer that decides about a single cell, the channels
 * that it decides among, or two of one channel; if there is none, the channels of each vector that the last layer gives.
 */
export function outputsOf(steps: readonly Step[]): number[] {
  const deciding = steps.findLast(({ layer, shape }) => layer?.kind.classifies && isSingleCell(shape));
  if (deciding) return [Math.max(2, steps[deciding.index - 1]!.shape[2])];
  const last = steps.at(-1)!.layer;
  const vectors = steps.filter(
    ({ layer, shape, hidden }) => layer === last && !hidden && isSingleCell(shape),
  );
  return vectors.map(({ shape }) => shape[2]).filter((channels) => channels > 1);
}

function isSingleCell([height, width]: Step['shape']): boolean {
  return height === 1 && width === 1;
}

/** The mistake that a label has no output; undefined if every label has one. */
export function labelMistake({ list, classes }: Pictures, counts: readonly number[]): string | undefined {
  if (counts.length === 0) return undefined;
  const outputs = Math.max(...counts);
  const wrong = list.find(({ label }) => label !== undefined && label >= outputs);
  if (!wrong) return undefined;
  const { label, name } = wrong;
  const known = classes?.[label!];
  const named = known === undefined || known === String(label) ? `${label}` : `${label} (${known})`;
  return `the class ${named} of "${name}" has no output: the network has ${outputs}, 0 to ${outputs - 1}`;
}

/**
 * The warning that classes are numbered by position, although the network has more outputs; else undefined. Of several
 * outputs, one that has as many channels as there are classes is enough.
 */
export function positionWarning(
  { byPosition, classes }: Pictures,
  counts: readonly number[],
): string | undefined {
  if (!byPosition || !classes || counts.length === 0) return undefined;
  if (counts.some((count) => classes.length >= count)) return undefined;
  const are = classes.length === 1 ? 'one class is' : `${classes.length} classes are`;
  const outputs = [...new Set(counts)].join(' or ');
  return `${are} numbered from 0 by position, but the network has ${outputs} outputs; classes in image says which output each is`;
}
