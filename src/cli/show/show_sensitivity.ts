import { printable } from '../../expect/printable.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { HEAT_COLOURS, ramp } from '../../picture/colour.ts';
import { mapEndsText } from '../../picture/film_strip.ts';
import { background, type Palette } from '../../picture/terminal.ts';
import { shiftTable } from '../../plot/by_shift.ts';
import { rowInWords, stepLabel } from '../../report/row_in_words.ts';
import type { Row } from '../../results/columns.ts';
import { runExperiment } from '../../run/run.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { noteWritten, type Output } from '../terminal/output.ts';
import { colours, paletteOf, print, sentence, widthOf } from '../terminal/terminal.ts';
import { type ComputingArguments, withProgress } from '../terminal/with_progress.ts';
import { writePicture } from '../terminal/write_picture.ts';

/** What is shown of a set, and how. */
interface SensitivityOptions extends ComputingArguments {
  title: string;
  depths: ReadonlySet<number>;
  /** A line about other variants; empty if there are none. */
  more: string;
}

/**
 * Shows the map of a set of pictures: for each drawn shift, the share of pictures whose output it does not change.
 *
 * @param experiment with one variant and the table `shifts`
 */
export async function showSensitivity(
  experiment: Experiment,
  { title, depths, more, ...options }: SensitivityOptions,
  outputs: readonly Output<'svg' | 'png'>[],
): Promise<ExitCode> {
  const { table, shifts } = await withProgress(options, experiment.name, (settings) =>
    runExperiment(experiment, settings),
  );
  const { columns, rows } = shifts!;
  const shown = (rows as readonly Row[]).filter(({ depth }) => depths.has(depth));
  if (outputs.length > 0) {
    const { drawFigure } = await import('../../plot/fit.ts');
    const axes = { x: 'dx', y: 'dy' };
    const ofShifts = shiftTable({ experiment: title, columns, rows: shown }, axes);
    const { svg } = await drawFigure(ofShifts, { ...axes, color: 'match_rate' });
    await writePicture(svg, outputs);
    noteWritten(outputs);
    return 0;
  }
  const steps = [...new Set(shown.map(({ step }) => step))];
  const maps = steps.map((step) => shown.filter((row) => row.step === step));
  print(
    [
      colours.bold(printable(title)),
      '',
      ...maps.flatMap((map) => [...mapOfStep(map, paletteOf(), widthOf()), '']),
      ...legendLines(maps[0]!, paletteOf()),
      '',
      ...table.rows
        .filter(({ depth }) => depths.has(depth))
        .map((row) => sentence(`${stepLabel(row)}: ${rowInWords(row)}`)),
      ...(more === '' ? [] : [more]),
    ].join('\n'),
  );
  return 0;
}

/** The map of one step, three characters to a shift: its share in percent. */
function mapOfStep(rows: readonly Row[], palette: Palette, width: number): string[] {
  const [downs, acrosses] = [ascendingCells(rows, 'dy'), ascendingCells(rows, 'dx')];
  const heading = `  ${stepLabel(rows[0]!)}`;
  if (CELL_WIDTH * acrosses.length + 2 > width)
    return [heading, '  The map is wider than the terminal; --map --png FILE writes it as a picture.'];
  const rateAt = new Map(rows.map((row) => [`${row.dy},${row.dx}`, Number(row.match_rate)]));
  const line = (dy: number) =>
    acrosses
      .map((dx) => rateCell(rateAt.get(`${dy},${dx}`), palette))
      .join('')
      .trimEnd();
  return [heading, ...downs.map((dy) => `  ${line(dy)}`)];
}

const CELL_WIDTH = 4;

const colourOfRate = ramp(HEAT_COLOURS);

function rateCell(rate: number | undefined, palette: Palette): string {
  if (rate === undefined) return ' '.repeat(CELL_WIDTH);
  const percent = rate < 1 ? Math.min(99, Math.round(rate * 100)) : 100;
  const text = String(percent).padStart(CELL_WIDTH);
  if (palette === 'plain') return text;
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colourOfRate(rate).slice(at, at + 2), 16));
  const ink = rate > 0.45 ? '97' : '30';
  return `\u001b[${ink};${background([red!, green!, blue!, 255], palette)}m${text}\u001b[0m`;
}

function legendLines(rows: readonly Row[], palette: Palette): string[] {
  return [
    `percent of the trials with a shift that match${palette === 'plain' ? '' : '; darker is more'}; 100 is all of them`,
    mapEndsText(ascendingCells(rows, 'dy'), ascendingCells(rows, 'dx')),
    '--picture NAME shows which shifts give the same output of one picture',
  ].map((line) => sentence(line));
}

function ascendingCells(rows: readonly Row[], name: 'dy' | 'dx'): number[] {
  return [...new Set(rows.map((row) => Number(row[name])))].sort((a, b) => a - b);
}
