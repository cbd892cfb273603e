import { quoted } from '../../core/error.ts';
import type { Mistake } from '../../core/mistake.ts';
import type { Pair, Shape } from '../../core/tensor.ts';
import { frameReach } from '../../shift/frame_reach.ts';
import { type Interpolation, interpolations } from '../../shift/interpolation.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import { shiftRange } from '../../shift/range.ts';
import type { Path } from '../text/source.ts';
import type { ReadImage } from './image.ts';

/**
 * Why an image cannot be seen as the shifts ask: a picture does not fill the frame at every shift, or the pictures of a
 * set differ in size without a frame that gives them one. Undefined if nothing is wrong.
 */
export function frameMistake(
  image: ReadImage,
  shift: ShiftOptions,
): { path: Path; mistake: Mistake } | undefined {
  const { frame } = shift;
  const room = roomFor(shift, frame ?? [1, 1]);
  const smaller = largestFrame(image.shape, shift, room);
  if (!frame) {
    return image.unequal && { path: ['image'], mistake: unequalMistake(image, image.unequal, smaller) };
  }
  const axis = ([0, 1] as const).find((axis) => image.shape[axis] < frame[axis] + room[axis]);
  if (axis === undefined) return undefined;
  const [what, needed] = [axis === 0 ? 'height' : 'width', frame[axis] + room[axis]];
  const which = smallestPicture(image, axis);
  const given = `${image.shape[axis]}${which === undefined ? '' : ` as ${quoted(which)} has`}`;
  const remedy = smaller ? `a smaller frame, frame: [${smaller.join(', ')}]` : 'a smaller frame';
  const problem = `these shifts need an image of ${what} ${needed}, not ${given}, or ${remedy}`;
  return { path: ['shift', 'frame'], mistake: { problem } };
}

/** The pixels that an image needs on each axis, [y, x], beyond those of a frame in its middle. */
function roomFor(shift: ShiftOptions, frame: Pair): Pair {
  const [rows, columns] = frameReach(shiftRange(shift), interpolations[shift.interpolation], frame);
  // The frame is in the middle of the image; of an odd rest, the larger half comes after it.
  const room = ([before, after]: Pair) => Math.max(2 * before, 2 * after - 1, 0);
  return [room(rows), room(columns)];
}

/** The largest frame that an image fills at every shift; undefined if there is none. */
function largestFrame([height, width]: Shape, { interpolation }: ShiftOptions, room: Pair): Pair | undefined {
  const frame: Pair = [height - room[0], width - room[1]];
  const { periodic }: Interpolation = interpolations[interpolation];
  return !periodic && Math.min(...frame) > 0 ? frame : undefined;
}

/** The name of the first picture of a set that is smallest on an axis; undefined if all have one size. */
function smallestPicture(
  { kind, options, loaded, unequal, shape }: ReadImage,
  axis: 0 | 1,
): string | undefined {
  if (!unequal) return undefined;
  const place = kind.shapes!(options, loaded).findIndex((one) => one?.[axis] === shape[axis]);
  return kind.pictures!(options, loaded).list[place]!.name;
}

function unequalMistake(
  { kind, options, loaded, shape }: ReadImage,
  unequal: NonNullable<ReadImage['unequal']>,
  frame: Pair | undefined,
): Mistake {
  const { list } = kind.pictures!(options, loaded);
  const [first, other] = unequal.map(
    ({ place, shape: [height, width] }) => `${quoted(list[place]!.name)} gives ${height}×${width}`,
  );
  const size = `[${shape[0]}, ${shape[1]}]`;
  const remedies = [
    `crop: ${size} in image cuts them`,
    `resize: { size: ${size} } in image stretches them`,
    ...(frame
      ? [`frame: [${frame.join(', ')}] in shift shows their middle, and content enters and leaves`]
      : []),
  ];
  return { problem: `${other}, but ${first}`, remedy: `give them one size: ${remedies.join(', or ')}` };
}
