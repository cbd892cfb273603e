import { type Shape, valueCount } from '../core/tensor.ts';
import { type Arrangement, arrange, inputShape } from './arrangement.ts';
import type { Model } from './model.ts';
import { plainBackend } from './packages.ts';
import type { Passage } from './passage.ts';
import { saysNothing } from './reason.ts';

/** Pixels more: a multiple of every usual stride. */
const MORE = 96;

/**
 * Which outputs [n, a, b] that look like sequences are maps of one channel: a higher picture makes a longer alone, and a
 * wider one b. Only those are tried whose proportions are near those of the pictures, of models that take other sizes.
 *
 * @param found the outputs as they were read
 */
export async function mapsByGrowth(
  model: Model,
  picture: Shape,
  passage: Passage,
  found: readonly { shape: Shape; sequence?: boolean | undefined; batchAxis?: number | undefined }[],
): Promise<boolean[]> {
  const [height, width, channels] = picture;
  const asked = found.map(({ shape: [, a, b], sequence, batchAxis = 0 }) => {
    const ratio = (a * width) / (b * height);
    return sequence === true && batchAxis === 0 && a > 1 && b > 1 && ratio > 1 / 2 && ratio < 2;
  });
  if (!passage.axes.startsWith('N') || !asked.includes(true)) return asked.map(() => false);
  try {
    const sizes: (readonly (readonly number[] | undefined)[])[] = [];
    for (const size of [picture, [height + MORE, width, channels], [height, width + MORE, channels]] as const)
      sizes.push(
        await shapesAtSize(model, { ...passage, ...arrange(model, passage.feed.layout, size) }, size),
      );
    return asked.map((isAsked, i) => {
      const [now, higher, wider] = sizes.map((all) => all[i]);
      if (!isAsked || !now || !higher || !wider) return false;
      const grows = (next: readonly number[], axis: number) => next[axis]! > now[axis]!;
      return grows(higher, 1) && !grows(higher, 2) && grows(wider, 2) && !grows(wider, 1);
    });
  } catch (error) {
    if (saysNothing(error)) throw error;
    // It takes pictures of this size only.
    return asked.map(() => false);
  }
}

/** The shapes of outputs for pictures of a size, from the model's file where that says them. */
async function shapesAtSize(
  model: Model,
  arrangement: Arrangement,
  picture: Shape,
): Promise<readonly (readonly number[] | undefined)[]> {
  const lengths = inputShape(arrangement, arrangement.batch ?? 1, picture);
  if (model.shapes) return model.shapes(lengths);
  if (model.shapesOfValues) return model.shapesOfValues(lengths, model.outputs);
  const outputs = await model.run(new Float32Array(valueCount(lengths)), lengths, plainBackend);
  return outputs.map(({ shape }) => shape);
}
