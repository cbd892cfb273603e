import { grouped } from '../../core/error.ts';
import { countPictures } from '../../image/selection.ts';
import { tableKind } from '../../results/tables/registry.ts';
import { limits } from '../schema/limits.ts';
import type { Problems } from '../text/problems.ts';
import { formatPath, type Path, type Source } from '../text/source.ts';
import { distinctShifts } from './bounds.ts';
import { picturesOf } from './sets.ts';
import type { TableSettings } from './settings.ts';
import type { Variant } from './variant.ts';

/** Reports tables that all variants together give more rows than memory has room for. */
export function requireFewRows(
  variants: readonly Variant[],
  { tables }: Pick<TableSettings, 'tables'>,
  source: Source,
  problems: Problems,
): void {
  const pictures = new Map(variants.map(({ image }) => [image, countOf(image)]));
  for (const [i, table] of tables.entries()) {
    if (table === 'summary') continue;
    const { perShift, perLabel, ofSet } = tableKind(table);
    const rows = variants.reduce((sum, { image, measured, trials, shift }) => {
      const count = pictures.get(image)!;
      // Pictures share the shifts that there are.
      if (ofSet)
        return sum + measured.size * distinctShifts(trials === 'all' ? trials : count * trials, shift);
      const most = perLabel ? (picturesOf(image)?.classes?.length ?? 0) : count;
      return sum + most * measured.size * (perShift ? distinctShifts(trials, shift) : 1);
    }, 0);
    if (rows <= limits.tableRows) continue;
    const path: Path = ['tables', i];
    const problem = `${table} has up to ${grouped(rows)} rows, more than the ${grouped(limits.tableRows)} allowed for all variants together`;
    problems.report({ place: formatPath(path), problem }, source.locate(path));
  }
}

function countOf(image: Variant['image']): number {
  const set = picturesOf(image);
  return set ? countPictures(set) : 1;
}
