import { quoted } from '../../core/error.ts';
import type { Network } from './topology.ts';

/**
 * Refuses a layer that would leave out places that a layer before it masks.
 *
 * @throws Error with a phrase that follows the model's name
 */
export function refuseMasks({ calls }: Network): void {
  /** Values that may carry a mask, and the layer that made it. */
  const masked = new Map<number, string>();
  for (const { placed, layer, inputs, output } of calls) {
    const by = inputs.flatMap((value) => masked.get(value) ?? [])[0];
    const name = placed.path.at(-1)!;
    if (by !== undefined && layer.readsMask)
      throw new Error(
        `has the layer ${quoted(by)} (Masking) before ${quoted(name)} (${placed.className}), which would leave places out; take the Masking away if all pictures have the same size`,
      );
    if (layer.masks) masked.set(output, name);
    else if (by !== undefined) masked.set(output, by);
  }
}
