import { grouped } from '../../core/error.ts';
import type { Pictures } from '../../image/kind.ts';
import { countPictures } from '../../image/selection.ts';
import { tableKind } from '../../results/tables/registry.ts';
import type { Kinds } from '../schema/kinds.ts';
import { limits } from '../schema/limits.ts';
import type { Problems } from '../text/problems.ts';
import type { Source } from '../text/source.ts';
import type { Whole } from './table_settings.ts';
import type { ChosenImage, Variant } from './variant.ts';

/** Whether what a variant shifts is a set of pictures. */
export function isSet({ image }: Pick<Variant, 'image'>): boolean {
  return image.kind.pictures !== undefined;
}

/** The pictures of a set; none where it is one image. */
export function picturesOf({ kind, options, loaded }: ChosenImage): Pictures | undefined {
  return kind.pictures?.(options, loaded);
}

/** What needs a set of pictures, or pictures with classes, or one image alone, has it. */
export function requireSets(
  variants: readonly Variant[],
  { measures, tables }: Pick<Whole, 'measures' | 'tables'>,
  kinds: Kinds,
  source: Source,
  problems: Problems,
): void {
  const sets = new Map(variants.map(({ image }) => [image, picturesOf(image)]));
  const all = [...sets.values()];
  for (const [i, name] of measures.entries()) {
    const { when, labels } = kinds.measures[name]!;
    const at = source.locate(['measures', i]);
    if (when === 'set' && all.includes(undefined))
      problems.add(`measures.${i}: ${name} needs a set of pictures`, at);
    if (labels && !all.every((set) => set?.classes)) {
      problems.add(`measures.${i}: ${name} needs a set of pictures with labels`, at);
    }
  }
  for (const [i, table] of tables.entries()) {
    const at = source.locate(['tables', i]);
    const { needs } = tableKind(table);
    if (needs === 'set' && all.includes(undefined))
      problems.add(`tables.${i}: ${table} needs a set of pictures`, at);
    if (needs === 'image' && all.some((set) => set)) {
      problems.add(`tables.${i}: ${table} needs one image; of a set, images has a row for each`, at);
    }
  }
  const mixed = all.includes(undefined) && all.some((set) => set);
  if (mixed)
    problems.add('image: one image and a set of pictures cannot share a table', source.locate(['image']));
  for (const { image, measured } of variants) {
    const set = sets.get(image);
    const rows = set ? countPictures(set) * measured.size : 0;
    if (rows <= limits.measurements) continue;
    const most = grouped(limits.measurements);
    problems.add(
      `image: pictures × measured steps are ${grouped(rows)}, more than the ${most} allowed`,
      source.locate(['image']),
    );
  }
}
