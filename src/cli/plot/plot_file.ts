import { quoted, UserError } from '../../core/error.ts';
import { isOverShifts } from '../../plot/by_shift.ts';
import { runExperiment } from '../../run/run.ts';
import { readOneExperiment, readWithShifts } from '../arguments/read_experiments.ts';
import { type ReadingArguments, readingOf } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { noteWritten, outputOf, requireDistinct, requireWritable, writeOutput } from '../terminal/output.ts';
import { note } from '../terminal/terminal.ts';
import { type ComputingArguments, withProgress } from '../terminal/with_progress.ts';
import { writePicture } from '../terminal/write_picture.ts';
import { columnMistakes, figureParts, shiftMistakes } from './figure_parts.ts';

export interface PlotArguments extends ReadingArguments, ComputingArguments {
  x?: string;
  y?: string;
  color?: string;
  out?: string;
  width?: string;
  height?: string;
  'font-size'?: string;
  spec?: string;
  fresh?: boolean;
}

/** Runs an experiment, and draws one figure of its table. */
export async function plotFile(args: PlotArguments): Promise<ExitCode> {
  const { file, x, y, color, out, spec: specPath } = args;
  const pictures = outputOf('--out', out, { svg: ['.svg'], png: ['.png'], pdf: ['.pdf'] });
  const specs = outputOf('--spec', specPath, { json: ['.json'] });
  const width = pixelsOf('--width', args.width, [80, 10_000]);
  const height = pixelsOf('--height', args.height, [80, 10_000]);
  const fontSize = pixelsOf('--font-size', args['font-size'], [5, 60]);
  requireDistinct([...pictures, ...specs]);
  const overShifts = isOverShifts({ x, y });
  const reading = await readingOf([file], args);
  const experiment = await (overShifts ? readWithShifts : readOneExperiment)(file, reading);
  const mistakes = [
    ...(overShifts
      ? shiftMistakes(experiment, { x, y, color })
      : columnMistakes(experiment, { x, y, color })),
    pictures.length + specs.length === 0
      ? 'expected --out FILE, a name that ends in .svg, .png or .pdf; write -o figure.svg.'
      : undefined,
  ].filter((message) => message !== undefined);
  if (mistakes.length > 0) throw new UserError(mistakes.map((message) => ({ message })));
  await requireWritable([...pictures, ...specs]);
  const { openUnitCaches } = await import('../threads/unit_caches.ts');
  const use = args.fresh ? 'replace' : undefined;
  const caches = openUnitCaches([{ path: file, experiment }], args.backend ?? 'auto', use);
  const result = await withProgress(args, experiment.name, (settings) =>
    runExperiment(experiment, { ...settings, known: caches.of(0) }),
  ).finally(() => caches.flush());
  const used = caches.used();
  if (used && !args.quiet) note(`${used}.`);
  const { drawFigure } = await import('../../plot/fit.ts');
  const { table, ...columns } = figureParts(experiment, result, { x, y, color });
  const figure = await drawFigure(table, { ...columns, fontSize }, { width, height });
  for (const output of specs) await writeOutput(output, `${JSON.stringify(figure.spec, null, 2)}\n`);
  await writePicture(figure.svg, pictures);
  noteWritten([...pictures, ...specs]);
  for (const [side, asked] of Object.entries({ width, height })) {
    const needed = Math.ceil(figure[side as 'width' | 'height']);
    if (asked !== undefined && needed > asked + 1)
      note(`the figure has a ${side} of ${needed} pixels, not ${asked}: its labels need that.`);
  }
  return 0;
}

/** @throws UserError where the text is no number between the ends */
function pixelsOf(
  option: string,
  text: string | undefined,
  [least, most]: readonly [number, number],
): number | undefined {
  if (text === undefined) return undefined;
  const pixels = Number(text);
  if (text.trim() !== '' && pixels >= least && pixels <= most) return pixels;
  const [, number, unit = ''] = /^([\d.]+) *([a-z]+)$/i.exec(text) ?? [];
  const meant = Math.round(Number(number) * (PIXELS[unit.toLowerCase()] ?? Number.NaN));
  const remedy = meant >= least && meant <= most ? `; write ${option} ${meant}` : '';
  throw new UserError(
    `${option}: expected a number of pixels from ${least} to ${most}, not ${quoted(text)}${remedy}.`,
  );
}

/** Pixels in a unit of length, 96 to the inch. */
const PIXELS: Readonly<Record<string, number>> = {
  px: 1,
  pixels: 1,
  in: 96,
  inch: 96,
  cm: 96 / 2.54,
  mm: 9.6 / 2.54,
  pt: 96 / 72,
};
