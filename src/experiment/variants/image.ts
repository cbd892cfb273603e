import { grouped } from '../../core/error.ts';
import { formatShape, type Shape } from '../../core/tensor.ts';
import { shapeMistake } from '../../layers/windows/stated.ts';
import type { Kinds } from '../schema/kinds.ts';
import { limits } from '../schema/limits.ts';
import { type ChosenImage, chosen, type Report } from './chosen.ts';
import type { Loads } from './loads.ts';
import type { Section } from './sections.ts';

/** An image whose files are read, and its shape; of a set, the smallest height and width of its pictures. */
export type ReadImage = ChosenImage & {
  shape: Shape;
  /** The first picture of a set, and the first of another size; undefined if all have one size. */
  unequal?: readonly [SizedPicture, SizedPicture] | undefined;
};

/** The place of a picture in its set, and its shape. */
interface SizedPicture {
  place: number;
  shape: Shape;
}

/** The image of a variant; undefined if something is wrong with it, or its files are not read yet. */
export function readImage(
  key: 'image' | 'against',
  options: { type: string },
  kinds: Kinds,
  loads: Loads,
  report: Report,
): ReadImage | undefined {
  const image = chosen(options, kinds.images);
  const result = loads.of(image.kind, image.options);
  if (result === undefined) return undefined;
  if ('mistake' in result) {
    report(result.option === undefined ? [key] : [key, result.option], result.mistake, result.failure);
    return undefined;
  }
  const shape = image.kind.shape(image.options, result.loaded);
  const mistake = shapeMistake(shape);
  if (mistake !== undefined) {
    report([key], { problem: `${image.name} ${mistake}` });
    return undefined;
  }
  const shapes = image.kind.shapes?.(image.options, result.loaded) ?? [shape];
  const count = ([height, width, channels]: Shape) => height * width * channels;
  const large = shapes.find((one) => one && count(one) > limits.imageValues);
  if (large) {
    const [values, most] = [count(large), limits.imageValues].map(grouped);
    report([key], { problem: `${formatShape(large)} are ${values} values, more than the ${most} allowed` });
  }
  return { ...image, shape, unequal: unequalPictures(shapes), loaded: result.loaded };
}

function unequalPictures(shapes: readonly (Shape | undefined)[]): ReadImage['unequal'] {
  const first = shapes.findIndex((shape) => shape !== undefined);
  const name = formatShape(shapes[first]!);
  const other = shapes.findIndex((shape) => shape && formatShape(shape) !== name);
  const at = (place: number): SizedPicture => ({ place, shape: shapes[place]! });
  return other < 0 ? undefined : [at(first), at(other)];
}

/** The second image of a variant, in `output`, where the file has one: a single picture of the size of the first. */
export function readAgainst(
  image: ReadImage | undefined,
  against: Section<'against'> | undefined,
  kinds: Kinds,
  loads: Loads,
  report: Report,
): { output?: ReadImage } | undefined {
  if (!against?.output) return against && {};
  const second = readImage('against', against.output as { type: string }, kinds, loads, report);
  if (!second) return undefined;
  if (second.kind.pictures) report(['against'], { expected: 'one picture, not a set of them' });
  const [shape, other] = [image, second].map((one) => one && formatShape(one.shape));
  if (shape && shape !== other)
    report(['against'], { expected: `the size of image, ${shape}`, value: other });
  return { output: second };
}
