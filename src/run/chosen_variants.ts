import { brokenOf, notText } from '../expect/broken.ts';
import { isFailure } from '../expect/expect.ts';
import type { Experiment } from '../experiment/parse.ts';
import type { Cells } from '../experiment/variants/rows.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { Row } from '../results/columns.ts';
import { rowsOfTable } from '../results/packed_rows.ts';
import type { Result } from './run.ts';

/**
 * The variants to picture, at most `most`, and why, as the end of a sentence. First come those that fail, then the
 * first one with trials that match and trials that do not at the last step, then the others in order.
 */
export function chosenVariants(
  { variants }: Experiment,
  result: Result,
  most: number,
): { index: number; why: string }[] {
  const chosen = new Map<number, string>();
  const { table, verdicts } = result;
  const swept = Object.keys(variants[0]!.values);
  const valuesText = (cells: Cells) => JSON.stringify(swept.map((name) => cells[name]));
  const variantOf = new Map(variants.map(({ values }, index) => [valuesText(values), index]));
  const failed = verdicts.flatMap((verdict) =>
    verdict.state === 'failed' ? verdict.violations.map((violation) => ({ verdict, violation })) : [],
  );
  failed.sort((one, other) => Number(isFailure(other.verdict)) - Number(isFailure(one.verdict)));
  for (const { verdict, violation } of failed) {
    const index = variantOf.get(valuesText(violation.row));
    if (index === undefined || chosen.has(index)) continue;
    const broken = brokenOf(violation, verdict.expectation, table.columns);
    const { metric } = verdict.expectation;
    chosen.set(index, `its ${metric} is ${broken.shown} at depth ${violation.row.depth}, ${notText(broken)}`);
    if (chosen.size === most) break;
  }
  const telling = mostTelling(variants, result);
  for (const index of [telling ?? 0, ...variants.keys()]) {
    if (chosen.size >= most) break;
    if (chosen.has(index)) continue;
    const why =
      index === telling
        ? 'some of its trials match at the last step and some do not'
        : 'it is one of the first';
    chosen.set(index, why);
  }
  return [...chosen].map(([index, why]) => ({ index, why }));
}

/** The first variant at whose last step some trials match and some do not. */
function mostTelling(variants: readonly Variant[], { table }: Result): number | undefined {
  let variant = 0;
  let step = 0;
  for (const { matches, trials } of rowsOfTable(table) as Iterable<Row>) {
    if (++step < variants[variant]!.identities.length) continue;
    if (matches! > 1 && matches! < trials!) return variant;
    variant++;
    step = 0;
  }
  return undefined;
}
