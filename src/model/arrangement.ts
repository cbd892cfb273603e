import { type Shape, valueCount } from '../core/tensor.ts';
import { modelMistake } from './mistake.ts';
import type { Layout, Model, OpenLengths } from './model.ts';

/**
 * The axes of a model's input, in order; without N it takes one picture at a time. D is that of the frames of a film or
 * the slices of a volume: a picture is one.
 */
type Axes = 'NHWC' | 'NCHW' | 'NHW' | 'HWC' | 'CHW' | 'HW' | 'NDHWC' | 'NCDHW' | 'NDCHW';

/** How pictures are put into a model's input. */
export interface Arrangement {
  axes: Axes;
  /** Whether all values of a picture, in that order, are one axis: [n, values]. */
  flat?: boolean;
  /** The batch size, if the model fixes it. */
  batch: number | undefined;
}

/**
 * How pictures of a shape are put into a model's input. Of three axes the first is the batch if pictures have one
 * channel; else there is no batch, and channels are where the layout has them. Of two axes the second may have all values
 * of a picture. Of five one is that of frames or slices, and has to be 1 long or free.
 *
 * @throws UserError (run) where they do not fit
 */
export function arrange(
  { path, layout: usual, input: { shape } }: Pick<Model, 'path' | 'layout' | 'input'>,
  layout: Layout | undefined,
  picture: Shape,
): Arrangement {
  const wanted = layout ?? usual;
  if (isFlat(shape, picture)) return { axes: wanted, flat: true, batch: shape[0] ?? undefined };
  const axes = imageAxes(shape, wanted, picture);
  if (!axes) {
    const [first, values] = shape;
    if (shape.length === 2 && first === null && typeof values === 'number')
      throw modelMistake(
        path,
        `takes ${values} values of each picture, and one of ${words(picture)} has ${valueCount(picture)}`,
      );
    const lengths = shape.length === 0 ? 'no axes' : `inputs of ${words(shape)}`;
    if (shape.length === 5)
      throw modelMistake(path, `takes ${lengths}, several frames or slices of each; export it for one`);
    const pictures = `pictures, [n, ${wanted === 'NCHW' ? 'channels, height, width' : 'height, width, channels'}]`;
    throw modelMistake(path, `takes ${lengths}; expected ${pictures}; export it with such an input`);
  }
  const rest = axes.startsWith('N') ? shape.slice(1) : shape;
  if (!fits(rest, inputShape({ axes }, 0, picture).slice(-rest.length)))
    throw modelMistake(path, misfit(shape, axes, picture, layout === undefined));
  return { axes, batch: axes.startsWith('N') ? (shape[0] ?? undefined) : 1 };
}

/** The lengths of a model's input for n pictures. @example inputShape({ axes: 'NCHW' }, 2, [4, 5, 3]) // [2, 3, 4, 5] */
export function inputShape(
  { axes, flat }: Pick<Arrangement, 'axes' | 'flat'>,
  n: number,
  [height, width, channels]: Shape,
): number[] {
  if (flat) return [n, height * width * channels];
  const lengths = { N: n, D: 1, H: height, W: width, C: channels };
  return [...axes].map((axis) => lengths[axis as keyof typeof lengths]);
}

/** The layout of maps that come out, where nothing says it: that of the input, or else that of the model's format. */
export function usualLayout({ axes }: Pick<Arrangement, 'axes'>, ofFormat: Layout): Layout {
  if (axes.endsWith('C')) return 'NHWC';
  return /^N.*CD?HW$/.test(axes) ? 'NCHW' : ofFormat;
}

/** The layouts of values for pictures of a shape, as far as the graph of a model says them. */
export async function saidLayouts(
  { saidLayouts }: Model,
  arrangement: Arrangement,
  picture: Shape,
  names: readonly string[],
): Promise<readonly (Layout | undefined)[]> {
  const { axes, flat, batch = 1 } = arrangement;
  const own = flat ? ['N', ''] : [...axes].map((axis) => (axis === 'D' ? '' : axis));
  return (await saidLayouts?.(inputShape(arrangement, batch, picture), own, names)) ?? [];
}

/** The place of the frames or slices among five axes, where one will do; undefined where it will not. */
export function placeOfFrames(shape: OpenLengths, layout: Layout): 1 | 2 | undefined {
  const isOne = (length: number | null | undefined) => length === 1 || length === null;
  if (shape.length !== 5) return undefined;
  if (layout === 'NCHW' && isOne(shape[2])) return 2;
  return isOne(shape[1]) ? 1 : undefined;
}

/** Whether an input is [n, values] of pictures, and not [height, width]. */
function isFlat(shape: OpenLengths, picture: Shape): boolean {
  const [height, width, channels] = picture;
  if (shape.length !== 2 || shape[1] !== valueCount(picture)) return false;
  return !(channels === 1 && shape[0] === height && shape[1] === width);
}

function imageAxes(shape: OpenLengths, layout: Layout, [height, width, channels]: Shape): Axes | undefined {
  if (shape.length === 4) return layout;
  const frames = placeOfFrames(shape, layout);
  if (frames !== undefined) return layout === 'NHWC' ? 'NDHWC' : frames === 1 ? 'NDCHW' : 'NCDHW';
  if (shape.length === 3) {
    if (layout === 'NHWC' && shape[2] === channels && (channels > 1 || shape[0] !== null)) return 'HWC';
    // A grey picture for a model of three channels is refused with what to write.
    const isOfThree = layout === 'NHWC' && [height, width, 3].every((length, axis) => length === shape[axis]);
    if (channels === 1 && !isOfThree) return 'NHW';
    return layout === 'NCHW' ? 'CHW' : 'HWC';
  }
  // [n, features] has a free batch and as many features as it likes.
  const picture = shape.length === 2 && channels === 1 && (shape[0] === null) === (shape[1] === null);
  return picture ? 'HW' : undefined;
}

function fits(wanted: OpenLengths, given: readonly number[]): boolean {
  return wanted.every((length, axis) => length === null || length === given[axis]);
}

/** Says what does not fit, and the options that make it fit. */
function misfit(shape: OpenLengths, axes: Axes, picture: Shape, usual: boolean): string {
  const own = axes.replace('N', '') as Axes;
  const wanted = axes.startsWith('N') ? shape.slice(1) : shape;
  const what = `takes pictures of ${words(wanted)} (${own}), not ${words(inputShape({ axes: own }, 0, picture))}`;
  const other = { NHWC: 'CHW', NCHW: 'HWC' }[axes as string] as Axes | undefined;
  const ways = usual && other ? [own, other] : [own];
  const options = ways.flatMap((axes) => optionsThatFit(wanted, axes, picture) ?? []);
  const least = options.toSorted((a, b) => a.size.length - b.size.length)[0];
  if (!least) return what;
  const layout = least.axes === own ? [] : [`input: { layout: N${least.axes} }`];
  const image = [...least.channels, ...least.size.map((size) => `size: ${size}`)];
  const fitting = [...(image.length > 0 ? [`image: { ${image.join(', ')} }`] : []), ...layout].join(' and ');
  const elsewhere = least.size.map((size) => ` (or ${size} as the crop, embed or frame)`).join('');
  return `${what}; they fit with ${fitting}${elsewhere}`;
}

/** The options of an image that make its pictures fit into those axes; undefined where channels never fit. */
function optionsThatFit(wanted: OpenLengths, axes: Axes, [height, width, channels]: Shape) {
  const lengthOf = (axis: string) => wanted[axes.indexOf(axis)] ?? undefined;
  const [h = height, w = width, c = channels] = [lengthOf('H'), lengthOf('W'), lengthOf('C')];
  const colours: Record<string, string> = { '1 3': 'channels: rgb', '3 1': 'channels: grey' };
  const colour = colours[`${channels} ${c}`];
  if (c !== channels && !colour) return undefined;
  const size = h === height && w === width ? [] : [h === w ? `${h}` : `[${h}, ${w}]`];
  return { axes, channels: colour ? [colour] : [], size };
}

function words(lengths: OpenLengths): string {
  return lengths.map((length) => length ?? 'any').join('×');
}
