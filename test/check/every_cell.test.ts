import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check, readBaseline, readExperiment, run } from '../../src/index.ts';
import { project } from '../support/files.ts';
import { scaled } from '../support/time.ts';

/** Another cell than that: the next digit, another letter, or something where nothing was. */
function otherThan(cell: string): string {
  if (cell === '') return '0';
  const last = cell.at(-1)!;
  return `${cell.slice(0, -1)}${/\d/.test(last) ? (Number(last) + 1) % 10 : last === 'x' ? 'y' : 'x'}`;
}

test.each(['circle', 'one-pixel-moves', 'odd-sizes'])(
  'each single cell of results/%s.csv that is edited is found, the header among them',
  async (name) => {
    const experiment = await readExperiment(join(project, 'experiments', `${name}.yaml`));
    const stored = await readBaseline(name, join(project, 'results'));
    const text = readFileSync(join(project, 'results', `${name}.csv`), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    await run(experiment);
    let cells = 0;
    const missed: string[] = [];
    for (const [y, line] of lines.entries()) {
      for (const [x, cell] of line.entries()) {
        // Of an average, numbers may differ in what backends round otherwise: there a digit in front is changed.
        const number = Number(cell);
        const inexact = stored.package!.text.includes('"backend"') && cell !== '' && Number.isFinite(number);
        const edited = inexact ? String(number + 1) : otherThan(cell);
        const table = lines
          .with(y, line.with(x, edited))
          .map((one) => `${one.join(',')}\n`)
          .join('');
        const findings = await check(experiment, { ...stored, table: { path: 'x.csv', text: table } });
        cells++;
        if (findings.every(({ state }) => state === 'held'))
          missed.push(`${y + 1}, ${lines[0]![x]}: ${cell} → ${edited}`);
      }
    }
    expect(missed).toEqual([]);
    expect(cells).toBe(lines.length * lines[0]!.length);
  },
  scaled(240),
);
