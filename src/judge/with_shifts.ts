import { isKey } from '../check/baseline.ts';
import type { Difference, Finding } from '../check/finding.ts';
import { classesBefore, tellingShifts } from '../check/shift_verdicts.ts';
import { rowKey } from '../check/significant.ts';
import { UserError } from '../error.ts';
import type { Variant } from '../experiment/variant.ts';
import type { WrittenTable } from '../results/parse_csv.ts';
import type { Stored } from '../results/stored.ts';
import { runExperiment } from '../run.ts';
import type { Judged } from './judged.ts';

/** Adds the shifts that say why rows do not hold; only the variants of such rows run once more. */
export async function withShifts(findings: readonly Finding[], context: Judged): Promise<Finding[]> {
  const { experiment, settings, result, stored } = context;
  const key = result.table.columns.filter(isKey);
  const wanted = new Map<string, Difference[]>();
  for (const { differences } of findings) {
    for (const difference of differences.slice(0, MOST_TOLD)) {
      if (difference.metric === undefined) continue;
      const id = rowKey(difference.row, key);
      wanted.set(id, [...(wanted.get(id) ?? []), difference]);
    }
  }
  if (wanted.size === 0) return [...findings];
  const idOf = (variant: Variant, at: number) =>
    rowKey({ experiment: experiment.name, ...variant.rows[at]! }, key);
  const variants = experiment.variants.filter((variant) =>
    variant.rows.some((_, at) => wanted.has(idOf(variant, at))),
  );
  const committed = await committedShifts(stored);
  const told = new Map<Difference, Difference>();
  await runExperiment(
    { ...experiment, variants, tables: ['summary'], expect: [] },
    {
      ...settings,
      progress: undefined,
      measured: (variant, at, measured) => {
        const id = idOf(variant, at);
        for (const difference of wanted.get(id) ?? []) {
          const before = committed && classesBefore(committed, key, JSON.parse(id));
          told.set(difference, { ...difference, shifts: tellingShifts(measured, before) });
        }
      },
    },
  );
  return findings.map((finding) => ({
    ...finding,
    differences: finding.differences.map((one) => told.get(one) ?? one),
  }));
}

/** Of so many rows of a claim it is said for which shifts. */
const MOST_TOLD = 5;

async function committedShifts({ shifts }: Stored): Promise<WrittenTable | undefined> {
  if (!shifts) return undefined;
  const { parseCsv } = await import('../results/parse_csv.ts');
  try {
    return parseCsv(shifts.text, shifts.path);
  } catch (error) {
    // That it is damaged is told where it is compared.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
