import type { Pair, Shape } from '../core/tensor.ts';
import { type Arrangement, arrange, inputShape, usualLayout } from './arrangement.ts';
import { type KnownOutputs, type KnownShape, shapesOf } from './known_outputs.ts';
import type { Layout, Model, OutputLayout } from './model.ts';
import { mapsOf, strideOf } from './output_shape.ts';
import type { Passage } from './passage.ts';
import { saysNothing } from './reason.ts';

/**
 * Pixels from one cell of each output to the next. A picture that is n pixels longer has n / stride more cells, with
 * padding or without. The graph says it; or else the model is run for larger pictures, if its sizes are no whole number
 * of strides. Where neither tells it, it is what the sizes say.
 */
export async function stridesOf(
  model: Model,
  picture: Shape,
  passage: Passage,
  shapes: readonly KnownShape[],
  { alone, varying = [], batchAxes, maps }: Omit<KnownOutputs, 'shapes'>,
): Promise<(Pair | undefined)[]> {
  const strides = shapes.map(({ shape, sequence }) => (sequence ? undefined : strideOf(picture, shape)));
  const stated = model.independent === true && model.shapes !== undefined;
  const isMap = shapes.map(
    ({ shape: [rows, columns], sequence }, i) =>
      !sequence && varying[i] === undefined && rows > 1 && columns > 1,
  );
  const said = isMap.includes(true)
    ? await saidStrides(
        model,
        picture,
        passage,
        shapes.map(({ shape }, i) => ({
          name: model.outputs[i]!,
          shape,
          layout: passage.layouts[i],
          said: passage.said?.[i] ?? (maps?.[i] ? 'NCHW' : undefined),
          batchAxis: batchAxes?.[i],
        })),
      )
    : [];
  const asked = shapes.map(({ shape: [rows, columns] }, i) => {
    const whole = picture[0] % rows === 0 && picture[1] % columns === 0;
    return isMap[i] && said[i] === undefined && (stated || !whole);
  });
  const known = strides.map((stride, i) => (isMap[i] ? (said[i] ?? stride) : stride));
  if (!asked.includes(true)) return known;
  try {
    const larger: (readonly KnownShape[])[] = [];
    for (const times of [1, 2]) {
      const next = grown(picture, times * GROWTH.by);
      const how = stated ? passage : { ...passage, ...arrange(model, passage.feed.layout, next) };
      const found = await shapesOf(model, next, how);
      if (found.alone !== alone) return known;
      larger.push(found.shapes);
    }
    return known.map((stride, i) => {
      if (!asked[i]) return stride;
      const places = [shapes[i]!, ...larger.map((all) => all[i]!)].map(({ shape }) => shape);
      return strideByGrowth(places, GROWTH) ?? stride;
    });
  } catch (error) {
    if (saysNothing(error)) throw error;
    // It takes pictures of this size only.
    return known;
  }
}

/**
 * The strides of values that follow from the graph of a model, without running it; undefined where it does not say.
 *
 * @param values each with its map for such pictures, the layouts that were asked for and are said, and the axis of the batch
 */
export async function saidStrides(
  model: Model,
  picture: Shape,
  passage: Arrangement,
  values: readonly {
    name: string;
    shape: Shape;
    layout?: OutputLayout | undefined;
    said?: Layout | undefined;
    batchAxis?: number | undefined;
  }[],
): Promise<(Pair | undefined)[]> {
  if (!model.shapesOfValues || values.length === 0) return [];
  const usual = usualLayout(passage, model.layout);
  const sizes: (readonly (Shape | undefined)[])[] = [];
  for (const times of [0, 1, 2]) {
    const next = grown(picture, times * SAID_GROWTH.by);
    const lengths = inputShape(passage, passage.batch ?? 1, next);
    const found = await model.shapesOfValues(
      lengths,
      values.map(({ name }) => name),
    );
    const maps = values.map(({ layout, said, batchAxis }, i) => {
      // A model that takes one picture may give it a batch of its own.
      const ownAxis = found[i]?.[0] === 1 ? 0 : undefined;
      const axis = passage.axes.startsWith('N') ? batchAxis : ownAxis;
      const rest = axis === undefined ? found[i] : found[i]?.toSpliced(axis, 1);
      return rest && mapsOf(rest, { asked: layout, said, usual, picture: next })?.shape;
    });
    sizes.push(maps);
  }
  return values.map(({ shape }, i) => {
    const [first, ...larger] = sizes.map((all) => all[i]);
    // Of windows that begin beyond the map (ceil_mode) the runtime infers one cell more than it gives.
    if (!first || [0, 1].some((axis) => Math.abs(first[axis]! - shape[axis]!) > 1)) return undefined;
    if ([first, ...larger].some((one) => one?.[2] !== shape[2])) return undefined;
    return strideByGrowth([first, ...(larger as Shape[])], SAID_GROWTH);
  });
}

/** By how many pixels the picture grows, and the largest denominator of a stride that this shows. */
interface PixelGrowth {
  by: number;
  denominator: number;
}

/** Pixels more: a multiple of every usual stride. */
const GROWTH: PixelGrowth = { by: 96, denominator: 1 };

/** Pixels more where nothing is run: a multiple of 64 and of all numbers up to 16. */
const SAID_GROWTH: PixelGrowth = { by: 2_882_880, denominator: 16 };

function grown([height, width, channels]: Shape, by: number): Shape {
  return [height + by, width + by, channels];
}

/** The strides of a map, from its sizes for a picture, for one larger by n pixels and for one larger by 2n. */
function strideByGrowth(sizes: readonly Shape[], growth: PixelGrowth): Pair | undefined {
  const [down, across] = ([0, 1] as const).map((axis) =>
    grownBy(
      sizes.map((size) => size[axis]),
      growth,
    ),
  );
  return down !== undefined && across !== undefined ? [down, across] : undefined;
}

/** The stride of an axis, from its cells for a picture, for one longer by n pixels and for one longer by 2n. */
function grownBy(cells: readonly number[], { by, denominator }: PixelGrowth): number | undefined {
  const [first, second, third] = cells as [number, number, number];
  const more = second - first;
  if (more <= 0 || third - second !== more) return undefined;
  // Where the stride divides no such growth, the cells are rounded, and their ratio is no simple one.
  const isSimple =
    more % by === 0 ||
    Array.from({ length: denominator }, (_, i) => i + 1).some((n) => (n * by) % more === 0);
  return isSimple ? by / more : undefined;
}
