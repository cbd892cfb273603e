import type { Pair, Shape } from '../core/tensor.ts';
import { arrange } from './arrangement.ts';
import { type KnownOutputs, type KnownShape, shapesOf } from './known_outputs.ts';
import type { Model } from './model.ts';
import { strideOf } from './output_shape.ts';
import type { Passage } from './passage.ts';

/**
 * Pixels from one cell of each output to the next. GROWTH more pixels are GROWTH / stride more cells, with padding or
 * without; where this is not known, since the model takes no larger pictures, it is what the sizes say. A model that has
 * to be run for it is run only if its sizes are no whole number of strides.
 */
export async function stridesOf(
  model: Model,
  picture: Shape,
  passage: Passage,
  shapes: readonly KnownShape[],
  { alone, varying = [] }: Omit<KnownOutputs, 'shapes'>,
): Promise<(Pair | undefined)[]> {
  const strides = shapes.map(({ shape, sequence }) => (sequence ? undefined : strideOf(picture, shape)));
  const stated = model.independent === true && model.shapes !== undefined;
  const asked = shapes.map(({ shape: [rows, columns], sequence }, i) => {
    const whole = picture[0] % rows === 0 && picture[1] % columns === 0;
    return !sequence && varying[i] === undefined && rows > 1 && columns > 1 && (stated || !whole);
  });
  if (!asked.includes(true)) return strides;
  try {
    const larger: (readonly KnownShape[])[] = [];
    for (const times of [1, 2]) {
      const [height, width, channels] = picture;
      const next: Shape = [height + times * GROWTH, width + times * GROWTH, channels];
      const how = stated ? passage : { ...passage, ...arrange(model, passage.feed.layout, next) };
      const found = await shapesOf(model, next, how);
      if (found.alone !== alone) return strides;
      larger.push(found.shapes);
    }
    return strides.map((stride, i) => {
      if (!asked[i]) return stride;
      const [down, across] = ([0, 1] as const).map((axis) =>
        grownBy([shapes[i]!, ...larger.map((all) => all[i]!)].map(({ shape }) => shape[axis])),
      );
      return down !== undefined && across !== undefined ? [down, across] : stride;
    });
  } catch {
    // It takes pictures of this size only.
    return strides;
  }
}

/** Pixels more: a multiple of every usual stride. */
const GROWTH = 96;

/** The stride of an axis, from its cells for a picture, and for ones of GROWTH and 2 · GROWTH pixels more. */
function grownBy(cells: readonly number[]): number | undefined {
  const [first, second, third] = cells as [number, number, number];
  const more = second - first;
  const stride = GROWTH / more;
  const sound =
    more > 0 && third - second === more && (Number.isInteger(stride) || Number.isInteger(1 / stride));
  return sound ? stride : undefined;
}
