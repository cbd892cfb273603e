import { UserError } from '../core/error.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { classes } from '../measure/classes.ts';
import { matches } from '../measure/matches.ts';
import { isKey } from '../results/columns.ts';
import type { WrittenTable } from '../results/parse_csv.ts';
import type { StoredFile } from '../results/stored.ts';
import { runExperiment } from '../run/run.ts';
import { pairRows } from './baseline/pair_rows.ts';
import { classesBefore, tellingShifts } from './baseline/shift_verdicts.ts';
import { rowKey } from './baseline/significant.ts';
import type { CheckContext } from './context.ts';
import type { Difference, Finding } from './findings/finding.ts';

/** Adds to differences the shifts that explain them. The variants of such rows are run once more. */
export async function withShifts(findings: readonly Finding[], context: CheckContext): Promise<Finding[]> {
  const { experiment, settings, result, stored } = context;
  if (findings.every(({ differences }) => differences.length === 0)) return [...findings];
  const key = result.table.columns.filter(isKey);
  const committed = await writtenTable(stored.shifts);
  const fell = committed ? undefined : await fewerMatches(context);
  const wanted = new Map<string, Difference[]>();
  for (const { about, differences } of findings) {
    for (const difference of differences.slice(0, MAX_ROWS_WITH_SHIFTS)) {
      if (difference.metric === undefined) continue;
      // Without committed shifts, those that do not match now explain a drop of matches, and nothing else.
      const tells =
        about === 'expectation' ? MATCHING.has(difference.metric) : fell?.has(rowKey(difference.row, key));
      if (!committed && !tells) continue;
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
  const explained = new Map<Difference, Difference>();
  await runExperiment(
    { ...experiment, variants, tables: ['summary'], expect: [] },
    {
      ...settings,
      progress: undefined,
      measured: (variant, at, measured) => {
        const id = idOf(variant, at);
        for (const difference of wanted.get(id) ?? []) {
          const before = committed && classesBefore(committed, key, JSON.parse(id));
          explained.set(difference, { ...difference, shifts: tellingShifts(measured, before) });
        }
      },
    },
  );
  return findings.map((finding) => ({
    ...finding,
    differences: finding.differences.map((one) => explained.get(one) ?? one),
  }));
}

/** Rows per claim that get their shifts. */
const MAX_ROWS_WITH_SHIFTS = 5;

/** Metrics that depend on which shifts match. */
const MATCHING: ReadonlySet<string> = new Set(Object.keys({ ...matches.columns, ...classes.columns }));

/** Tables print six digits. */
const ROUNDED = 1e-6;

/** The keys of the rows in which fewer trials match than in the committed table. */
async function fewerMatches({ result: { table }, stored }: CheckContext): Promise<Set<string>> {
  const committed = await writtenTable(stored.table);
  if (!committed) return new Set();
  const key = table.columns.filter(isKey);
  const fell = pairRows(table, committed, key).rows.filter(({ now, committed }) =>
    Object.keys(matches.columns).some((name) => Number(now[name]) < Number(committed[name]) - ROUNDED),
  );
  return new Set(fell.map(({ now }) => rowKey(now, key)));
}

async function writtenTable(file: StoredFile | undefined): Promise<WrittenTable | undefined> {
  if (!file) return undefined;
  const { parseCsv } = await import('../results/parse_csv.ts');
  try {
    return parseCsv(file.text, file.path);
  } catch (error) {
    // The baseline finding reports the damage.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
