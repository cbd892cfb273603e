import { grouped, quoted } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import type { Shifts } from '../../core/tensor.ts';
import type { Pictures } from '../../image/kind.ts';
import { countPictures, requirePictures } from '../../image/selection.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import { FORMULA } from '../../results/formula.ts';
import { tableKind } from '../../results/tables/registry.ts';
import { drawShifts } from '../../shift/draw.ts';
import { shiftRange } from '../../shift/range.ts';
import type { Kinds } from '../schema/kinds.ts';
import { limits } from '../schema/limits.ts';
import { typeOf } from '../schema/measure_list.ts';
import type { ReportAt } from '../text/problems.ts';
import type { Path } from '../text/source.ts';
import { distinctShifts } from './bounds.ts';
import type { ChosenImage } from './chosen.ts';
import { labelMistake, outputsOf } from './class_numbers.ts';
import type { TableSettings } from './settings.ts';
import type { SweptKey } from './sweep.ts';
import type { Variant } from './variant.ts';

/** Whether a variant shifts a set of pictures. */
export function isSet({ image }: Pick<Variant, 'image'>): boolean {
  return image.kind.pictures !== undefined;
}

/** Whether the sweep puts sets of pictures in the place of the image. */
export function sweepsSets(keys: readonly SweptKey[], { images }: Pick<Kinds, 'images'>): boolean {
  const values = keys.filter(({ key }) => key === 'image').flatMap((swept) => swept.values);
  return values.some(({ value }) => {
    const type = isObject(value) ? value.type : value;
    return typeof type === 'string' && Object.hasOwn(images, type) && images[type]!.pictures !== undefined;
  });
}

/** The pictures of a set; undefined for one image. */
export function picturesOf({ name, kind, options, loaded, only }: ChosenImage): Pictures | undefined {
  if (!kind.pictures) return undefined;
  let known = setsByOptions.get(options);
  if (!known || known.kind !== kind || known.loaded !== loaded) {
    known = { kind, loaded, set: kind.pictures(options, loaded) };
    requirePictures(name, known.set);
    setsByOptions.set(options, known);
  }
  return only ? { ...known.set, only } : known.set;
}

/** The last set of the same options: it is asked for by each of its pictures, and a list of them may be long. */
const setsByOptions = new WeakMap<object, Pick<ChosenImage, 'kind' | 'loaded'> & { set: Pictures }>();

/** How many pictures of a set are measured; 1 for any other image. */
export function pictureCount(image: ChosenImage): number {
  const set = picturesOf(image);
  return set ? countPictures(set) : 1;
}

/** The names of the classes by number, as far as an image says them. */
export function classNamesOf(image: ChosenImage): readonly (string | undefined)[] | undefined {
  const { kind, options, loaded } = image;
  return picturesOf(image)?.classes ?? kind.classNames?.(options, loaded);
}

/** Reports the measures and tables that need a set of pictures, labels, or one image alone, and do not have it. */
export function requireSets(
  variants: readonly Variant[],
  { measures, tables }: Pick<TableSettings, 'measures' | 'tables'>,
  kinds: Kinds,
  reportAt: ReportAt,
): void {
  const sets = new Map(variants.map(({ image }) => [image, picturesOf(image)]));
  const all = [...sets.values()];
  const report = (path: Path, problem: string) => reportAt(path, { problem });
  for (const [i, name] of measures.map(typeOf).entries()) {
    const mistake = measureMistake(kinds.measures[name]!, variants, all);
    if (mistake) report(['measures', i], `${name} ${mistake}`);
    const { intervalOf } = kinds.measures[name]!;
    if (intervalOf && !measures.some((one) => typeOf(one) === intervalOf))
      report(['measures', i], `${name} is the interval of ${intervalOf}; write ${intervalOf}, ${name}`);
  }
  for (const [i, table] of tables.entries()) {
    const { needs, needsLabels } = tableKind(table);
    if (needsLabels && all.every((set) => set) && !all.every((set) => set!.classes))
      report(['tables', i], `${table} needs a set of pictures with labels`);
    if (needs === 'set' && all.includes(undefined)) report(['tables', i], `${table} ${NEEDS_SET}`);
  }
  if (all.includes(undefined) && all.some((set) => set))
    report(['image'], 'one image and a set of pictures cannot share a table');
  // Only these tables name pictures.
  if (tables.some((table) => tableKind(table).namesPictures))
    for (const set of all) {
      const text = set && formulaOf(set);
      if (text !== undefined)
        report(['image'], `the name ${quoted(text)} begins as a formula of a spreadsheet; rename it`);
    }
  const compares = measures.map(typeOf).some((name) => kinds.measures[name]!.comparesLabels);
  for (const { image, measured, steps } of variants) {
    const set = sets.get(image);
    const outputs = outputsOf(steps);
    const wrong = compares && set && labelMistake(set, outputs);
    if (wrong) report(['image'], wrong);
    const rows = set ? countPictures(set) * measured.size : 0;
    if (rows <= limits.measurements) continue;
    const most = grouped(limits.measurements);
    report(['image'], `pictures × measured steps are ${grouped(rows)}, more than the ${most} allowed`);
  }
}

/** What is wrong with one image where pictures are compared. */
export const NEEDS_SET = 'needs a set of pictures; write image: { type: folder, path: pictures }';

/** What a measure needs of the pictures and their shifts, and does not have. */
function measureMistake(
  { when, needs, labels, everyShift, shiftsMistake, mostPictures = Number.POSITIVE_INFINITY }: MeasureKind,
  variants: readonly Variant[],
  sets: readonly (Pictures | undefined)[],
): string | undefined {
  if (labels && !sets.every((set) => set?.classes)) return 'needs a set of pictures with labels';
  if ((when === 'set' || needs === 'set') && sets.includes(undefined)) return NEEDS_SET;
  if (everyShift && variants.some(({ trials }) => trials !== 'all'))
    return 'needs every picture to have the same shifts; write trials: all';
  const wrong =
    shiftsMistake &&
    shiftsOf(variants)
      .map(shiftsMistake)
      .find((mistake) => mistake !== undefined);
  if (wrong !== undefined) return wrong;
  const most = Math.max(...sets.map((set) => (set ? countPictures(set) : 1)));
  if (most <= mostPictures) return undefined;
  return `compares pictures with each other, and takes ${grouped(mostPictures)} at most, not ${grouped(most)}; write limit: ${mostPictures} in image`;
}

/** The most shifts that are drawn in order to look at them. */
const MOST_SEEN = 100_000;

/** The shifts that variants draw, where they are not too many. Of a set, those of no picture in particular. */
function shiftsOf(variants: readonly Variant[]): Shifts[] {
  const drawn = new Map<string, Shifts>();
  for (const { seed, trials, shift } of variants) {
    const key = JSON.stringify([shift, trials, trials === 'all' || seed]);
    if (drawn.has(key) || distinctShifts(trials, shift) > MOST_SEEN) continue;
    const work = drawShifts(seed, shiftRange(shift), shift.distribution, trials);
    let next = work.next();
    while (!next.done) next = work.next();
    drawn.set(key, next.value);
  }
  return [...drawn.values()];
}

/** The first name of a picture or a class that a spreadsheet would take for a formula. */
function formulaOf({ list, classes = [] }: Pictures): string | undefined {
  return [...list.map(({ name }) => name), ...classes].find((name) => FORMULA.test(name ?? ''));
}
