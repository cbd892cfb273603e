import type { Image, Pair } from '../core/tensor.ts';
import { coincides, type EngineOptions, type Measured } from '../engine/engine.ts';
import { classNamesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { ClassMapStep, FilmStrip, FilmStripStep, ShiftClasses } from '../picture/film_strip.ts';
import { pickShifts } from '../picture/pick_shifts.ts';
import { type Channel, usualChannel, valueRange } from '../picture/render_output.ts';
import { detectionMarks } from './detection_marks.ts';
import type { FirstPicture } from './first_picture.ts';
import { numberedClass } from './numbered_class.ts';
import { outputsAt } from './outputs_at.ts';
import { drawnClasses } from './row_classes.ts';

/** What a picture needs of each measured step of a variant. */
export interface DrawnStep {
  classes: ShiftClasses;
  decides: boolean;
  detects: Measured['detects'];
  agrees: readonly boolean[] | undefined;
  dy: ArrayLike<number>;
  dx: ArrayLike<number>;
}

/** What a picture needs of a measured step, which is valid until the next one only. */
export function drawnStep(measured: Measured): DrawnStep {
  const { agrees, decides = false, detects, shifts } = measured;
  return {
    classes: drawnClasses(measured),
    decides,
    detects,
    agrees: agrees && [...agrees],
    dy: shifts.dy,
    dx: shifts.dx,
  };
}

/** Which shifts and channel a strip shows. */
export interface StripOptions {
  /** How many of the drawn shifts it shows. Default 3. */
  some?: number;
  /** Its shifts, (dy, dx) each, instead of drawn ones. */
  shifts?: readonly Pair[] | undefined;
  channel?: Channel | undefined;
}

/** The film strip of a variant: the image and each measured step, for the unshifted image and some shifts. */
export async function stripOf(
  { variant, picture }: FirstPicture,
  drawn: readonly DrawnStep[],
  title: string,
  { some = 3, shifts: asked, channel }: StripOptions,
  options: EngineOptions,
): Promise<FilmStrip> {
  const shifts: Pair[] = [[0, 0], ...(asked ?? pickShifts(drawn[0]!.classes, some))];
  const outputs = await outputsAt(variant, shifts, options);
  const { against } = variant;
  const second =
    against && (await outputsAt({ ...variant, image: against, against: undefined }, shifts, options));
  const strides = variant.steps
    .filter(({ index }) => variant.measured.has(index))
    .map(({ stride }) => stride);
  const classOfUndrawn = (step: number, shift: Pair, output: Image) => {
    const [reference] = outputs[step]!;
    const { classes } = drawn[step]!;
    const same = coincides(variant.compare, {
      reference: reference!,
      output,
      shift,
      stride: strides[step],
      drawn: classes,
    });
    return same === undefined ? undefined : same ? 0 : -1;
  };
  const classesOf = (mapped: ClassMapStep, step: number, images: readonly Image[]) => [
    ...shifts.map(
      (shift, s) => classOf(mapped.shiftClasses, shift) ?? classOfUndrawn(step, shift, images[s]!),
    ),
    ...(second ? shifts.map((shift) => agreesAt(drawn[step]!, shift)) : []),
  ];
  const names = classNamesOf(variant.image);
  const steps = mappedSteps(variant, drawn).map((mapped, i): FilmStripStep => {
    const images = [...outputs[i]!, ...(second?.[i] ?? [])];
    const channels = images[0]!.shape[2];
    const isThere = typeof channel === 'number' && channel < channels;
    const own =
      channels === 1 ? undefined : isThere ? channel : (usualChannel(images) ?? (channel && 'mean'));
    const { decides, detects } = drawn[i]!;
    if (detects && variant.measured.has(0)) {
      // Boxes and points are drawn on the image, which is step 0.
      const pictures = [...outputs[0]!, ...(second?.[0] ?? [])];
      const marks = images.map((image, row) =>
        detectionMarks(detects, image, row < shifts.length ? images[0]! : undefined, shifts[row] ?? [0, 0]),
      );
      return {
        ...mapped,
        outputs: pictures,
        classes: classesOf(mapped, i, images),
        marks,
        channel: undefined,
        range: valueRange(pictures, undefined),
      };
    }
    return {
      ...mapped,
      outputs: images,
      classes: classesOf(mapped, i, images),
      decisions: decides ? images.map((image) => decisionText(image, names)) : undefined,
      channel: own,
      range: valueRange(images, own),
    };
  });
  return {
    title,
    picture,
    shifts: second ? [...shifts, ...shifts] : shifts,
    second: second ? shifts.length : 0,
    steps,
  };
}

/** The measured steps of a variant, with the classes of the drawn shifts. */
export function mappedSteps({ steps, measured }: Variant, drawn: readonly DrawnStep[]): ClassMapStep[] {
  return steps
    .filter(({ index }) => measured.has(index))
    .map(({ index, name, depth }, i) => ({
      step: index,
      layer: name,
      depth,
      shiftClasses: drawn[i]!.classes,
    }));
}

/** The class that an output is the number of; undefined for an output of several cells. */
function decisionText(
  { shape, data }: Image,
  names: readonly (string | undefined)[] = [],
): string | undefined {
  if (shape[0] * shape[1] * shape[2] !== 1) return undefined;
  return numberedClass(data[0]!, names[data[0]!]);
}

function classOf({ dy, dx, classOf }: ShiftClasses, [down, right]: Pair): number | undefined {
  if (down === 0 && right === 0) return 0;
  for (let s = 0; s < dy.length; s++) if (dy[s] === down && dx[s] === right) return classOf[s]!;
  return undefined;
}

/** 0 if the second image, shifted alike, gives the same output, −1 if not; undefined if that shift was not drawn. */
function agreesAt({ agrees, dy, dx }: DrawnStep, [down, right]: Pair): number | undefined {
  for (let s = 0; s < dy.length; s++)
    if (dy[s] === down && dx[s] === right) return agrees?.[s] === undefined ? undefined : agrees[s] ? 0 : -1;
  return undefined;
}
