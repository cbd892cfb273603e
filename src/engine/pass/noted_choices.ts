import { type Window, windowImage } from '../../core/tensor.ts';
import type { Choices } from '../../layers/kind.ts';
import type { Step } from '../../layers/stack/stack.ts';

/** The choices that layers made for the unshifted image, by the index of their step. */
export type NotedChoices = Map<number, Choices>;

/** Notes what a layer that chooses makes of its input for the unshifted image, unless that is known. */
export function noteChoices(noted: NotedChoices, { index, layer }: Step, input: Window): void {
  if (!noted.has(index)) noted.set(index, layer!.kind.choices!(windowImage(input), layer!.options));
}
