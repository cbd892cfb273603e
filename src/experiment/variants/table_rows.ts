import { grouped } from '../../core/error.ts';
import { tableKind } from '../../results/tables/registry.ts';
import { limits } from '../schema/limits.ts';
import type { ReportAt } from '../text/problems.ts';
import { distinctShifts } from './bounds.ts';
import { pictureCount, picturesOf } from './sets.ts';
import type { TableSettings } from './settings.ts';
import type { Variant } from './variant.ts';

/** Reports tables that all variants together give more rows than memory has room for. */
export function requireFewRows(
  variants: readonly Variant[],
  { tables }: Pick<TableSettings, 'tables'>,
  report: ReportAt,
): void {
  const pictures = new Map(variants.map(({ image }) => [image, pictureCount(image)]));
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
    const problem = `${table} has up to ${grouped(rows)} rows, more than the ${grouped(limits.tableRows)} allowed for all variants together`;
    report(['tables', i], { problem });
  }
}
