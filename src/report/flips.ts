import { escaped } from '../picture/svg.ts';
import type { Cell } from '../results/columns.ts';

type ImagesRow = Readonly<Record<string, Cell | undefined>>;

/** Most pictures in the list. */
const MAX_FLIPS = 10;

/** The pictures whose decision changes most often, as a list; empty without the measure `decisions` or without a change. */
export function flipsList(rows: readonly ImagesRow[]): string {
  const flips = mostFrequentFlips(rows);
  if (flips.length === 0) return '';
  const items = flips.map((row) => `<li>${escaped(flipInWords(row))}</li>`);
  return `<h3>Most frequent changes of the decision</h3><ul class="flips">${items.join('')}</ul>`;
}

/** The rows with the highest `other_rate`, each picture once, at the last step that decides. */
export function mostFrequentFlips(rows: readonly ImagesRow[]): ImagesRow[] {
  const changed = rows.filter(({ other_rate }) => typeof other_rate === 'number' && other_rate > 0);
  const last = Math.max(...changed.map(({ step }) => Number(step)));
  return changed
    .filter(({ step }) => step === last)
    .sort((a, b) => Number(b.other_rate) - Number(a.other_rate))
    .slice(0, MAX_FLIPS);
}

/** @returns for example `boot/1.png: sandal (5) becomes boot (9) in 40 % of trials` */
export function flipInWords({
  image,
  decision,
  decision_name,
  other,
  other_name,
  other_rate,
}: ImagesRow): string {
  const named = (number: unknown, name: unknown) =>
    name === null || name === undefined || name === String(number)
      ? `class ${number}`
      : `${name} (${number})`;
  const percent = Number((100 * Number(other_rate)).toPrecision(3));
  return `${image}: ${named(decision, decision_name)} becomes ${named(other, other_name)} in ${percent} % of trials`;
}
