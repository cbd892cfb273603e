import type { Random } from '../core/random.ts';
import type { Scheduler } from '../core/scheduler.ts';
import type { Image } from '../core/tensor.ts';
import type { Picture } from '../image/kind.ts';
import { canKeep, type MeasureKind, type OthersReader, type SetStep } from '../measure/kind.ts';

/** What the measures of a set know of its other pictures, by measured step. */
export type OthersAt = (at: number, picture: Picture, reference: Image) => (kind: MeasureKind) => unknown;

/**
 * Lets the measures that compare pictures with each other read all unshifted outputs.
 *
 * @param facts of each measured step
 * @param each yields the pictures that can be drawn, each with its unshifted output at every measured step
 * @returns undefined if no measure compares pictures
 */
export async function readOthers(
  measures: readonly MeasureKind[],
  facts: readonly SetStep[],
  each: () => AsyncIterable<{ picture: Picture; at: number; reference: Image }>,
  random: (purpose: string, key: readonly unknown[]) => Random,
  scheduler: Scheduler,
): Promise<OthersAt | undefined> {
  const kinds = measures.filter(({ others }) => others);
  if (kinds.length === 0) return undefined;
  const readers = facts.map((step) => {
    const own = kinds.filter((kind) => canKeep(kind, step));
    return new Map(own.map((kind): [MeasureKind, OthersReader] => [kind, kind.others!()]));
  });
  for await (const { picture, at, reference } of each())
    for (const reader of readers[at]!.values()) reader.add(reference, picture);
  for (const step of readers) for (const reader of step.values()) await reader.complete?.(random, scheduler);
  return (at, picture, reference) => (kind) => readers[at]!.get(kind)?.of(reference, picture);
}
