import { grouped } from '../../core/error.ts';
import { FileProblem } from '../../core/files.ts';
import type { Shape } from '../../core/tensor.ts';
import { embeddedShape, requireFit } from './embed.ts';
import { channelsOf, type PreprocessOptions } from './options.ts';
import { resizedSize } from './target_size.ts';

/** Most pixels of a resized picture, before it is cropped. */
const MAX_PIXELS = 16_000_000;

/**
 * The shape of what `preprocess` makes of a picture with this height and width.
 *
 * @throws FileProblem, about `path`, if the picture is smaller than its crop, larger than its canvas, or too large
 */
export function preprocessedShape(
  path: string,
  { height, width }: { height: number; width: number },
  options: PreprocessOptions,
): Shape {
  const { crop, embed } = options;
  const resized = resizedSize([height, width], options.resize ?? (options.size && { size: options.size }));
  const name = resized.join('×');
  if (resized[0] * resized[1] > MAX_PIXELS) {
    const pixels = `${name} it has ${grouped(resized[0] * resized[1])} pixels`;
    throw new FileProblem(
      path,
      `"${path}": resized to ${pixels}, more than the ${grouped(MAX_PIXELS)} allowed`,
    );
  }
  if (crop && (crop[0] > resized[0] || crop[1] > resized[1])) {
    const message = `"${path}": a picture of ${name} is smaller than its crop of ${crop.join('×')}`;
    const remedy = `write crop: ${Math.min(resized[0], resized[1])}, or a larger resize before it`;
    throw new FileProblem(path, { problem: message, remedy });
  }
  const [rows, columns] = crop ?? resized;
  const picture: Shape = [rows, columns, channelsOf(options)];
  requireFit(path, picture, embed);
  return embeddedShape(picture, embed);
}
