import type { Measured } from './compare.ts';

/** Lines that were measured together. */
export interface Section {
  title: string;
  unit: 'ms' | 'MB';
  /** What the ratios are ratios to. */
  against: 'the first' | 'the one above';
  lines: readonly Measured[];
}

/** For a terminal. */
export function print({ title, unit, against, lines }: Section): void {
  console.log(`\n${title} (× ${against})`);
  for (const { name, median, rounds, ratio } of withRatios(lines, against)) {
    const value = `${median.toFixed(unit === 'MB' ? 0 : 2).padStart(10)} ${unit}`;
    const few = rounds < 7 ? `  (of ${rounds})` : '';
    console.log(`  ${name.padEnd(46)} ${value} ${ratio.toFixed(2).padStart(8)} ×${few}`);
  }
}

/** For a page. */
export function markdown({ title, unit, against, lines }: Section): string {
  const rows = withRatios(lines, against).map(
    ({ name, median, rounds, ratio }) =>
      `| ${name} | ${short(median)}${rounds < 7 ? ` (of ${rounds})` : ''} | ${short(ratio)} |`,
  );
  return [`### ${title}`, '', `| | ${unit} | × ${against} |`, '| --- | ---: | ---: |', ...rows].join('\n');
}

/** Three digits, or all of a whole number. */
export function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function withRatios(lines: readonly Measured[], against: Section['against']) {
  return lines.map((line, i) => {
    const other = against === 'the first' ? lines[0]! : lines[Math.max(0, i - 1)]!;
    return { ...line, ratio: line.median / other.median };
  });
}
