import type { Pictures } from '../../image/kind.ts';
import type { Step } from '../../layers/stack.ts';

/** The number of outputs that a stack decides among: the channels of its last output of a single cell; else undefined. */
export function outputsOf(steps: readonly Step[]): number | undefined {
  const vectors = steps
    .map(({ shape }) => shape)
    .filter(([height, width, channels]) => {
      return height === 1 && width === 1 && channels > 1;
    });
  return vectors.at(-1)?.[2];
}

/** The mistake that a label has no output; undefined if every label has one. */
export function labelMistake({ list, classes }: Pictures, outputs: number): string | undefined {
  const wrong = list.find(({ label }) => label !== undefined && label >= outputs);
  if (!wrong) return undefined;
  const { label, name } = wrong;
  const known = classes?.[label!];
  const named = known === undefined || known === String(label) ? `${label}` : `${label} (${known})`;
  return `the class ${named} of "${name}" has no output: the network has ${outputs}, 0 to ${outputs - 1}`;
}

/** The warning that classes are numbered by position, although the network has more outputs; else undefined. */
export function positionWarning({ byPosition, classes }: Pictures, outputs: number): string | undefined {
  if (!byPosition || !classes || classes.length >= outputs) return undefined;
  const count = classes.length === 1 ? 'one class is' : `${classes.length} classes are`;
  return `${count} numbered from 0 by position, but the network has ${outputs} outputs; classes in image says which output each is`;
}
