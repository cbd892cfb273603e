import { chooseBackend } from '../../backend/load.ts';
import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { defaultY } from '../../plot/default_y.ts';
import { plotSpec } from '../../plot/spec.ts';
import { type Result, runExperiment } from '../../run/run.ts';
import { readOneExperiment } from '../arguments/read_experiments.ts';
import { type ReadingArguments, readingOf } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { noteWritten, outputOf, requireDistinct, requireWritable, writeOutput } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';
import { writePicture } from '../terminal/write_picture.ts';

export interface PlotArguments extends ReadingArguments {
  file: string;
  x?: string;
  y?: string;
  color?: string;
  out?: string;
  spec?: string;
  backend?: string;
  quiet?: boolean;
}

/** Runs an experiment, and draws one figure of its table. */
export async function plotFile(args: PlotArguments): Promise<ExitCode> {
  const { file, x, y, color, out, spec: specPath } = args;
  const pictures = outputOf('--out', out, { svg: ['.svg'], png: ['.png'] });
  const specs = outputOf('--spec', specPath, { json: ['.json'] });
  requireDistinct([...pictures, ...specs]);
  const experiment = await readOneExperiment(file, await readingOf([file], args));
  const mistakes = [
    ...Object.entries({ x, y, color }).map(([option, name]) =>
      columnMistake(option, name, experiment.columns),
    ),
    pictures.length + specs.length === 0
      ? 'expected --out FILE, a name that ends in .svg or .png.'
      : undefined,
  ].filter((message) => message !== undefined);
  if (mistakes.length > 0) throw new UserError(mistakes.map((message) => ({ message })));
  await requireWritable([...pictures, ...specs]);
  const bar = await createProgress(!args.quiet);
  const result = await interruptible(async (signal): Promise<Result> => {
    try {
      return await runExperiment(experiment, {
        ...(await chooseBackend(args.backend ?? 'auto')),
        signal,
        progress: (done, of) => bar.update({ what: experiment.name, done, of }),
      });
    } finally {
      bar.stop();
    }
  });
  const table = { experiment: experiment.name, ...result.table };
  const expected = experiment.expect.map(({ metric }) => metric);
  const spec = plotSpec(table, { x, y: y ?? defaultY(table, expected), color });
  for (const output of specs) await writeOutput(output, `${JSON.stringify(spec, null, 2)}\n`);
  if (pictures.length > 0) {
    const { renderPlot } = await import('../../plot/render.ts');
    await writePicture(await renderPlot(spec), pictures);
  }
  noteWritten([...pictures, ...specs]);
  return 0;
}

/** The mistake in an option that names a column; undefined if it names one that can be drawn. */
function columnMistake(
  option: string,
  name: string | undefined,
  columns: Result['table']['columns'],
): string | undefined {
  if (name === undefined) return undefined;
  const column = columns.find((one) => one.name === name);
  if (!column) {
    const names = columns.filter((one) => one.name !== 'experiment').map((one) => one.name);
    return formatMistake({ place: `--${option} ${name}`, ...unknownName('column', name, names) });
  }
  if (option !== 'y' || (column.type !== 'string' && column.type !== 'boolean')) return undefined;
  return `--y ${name}: expected a column of numbers, such as match_rate.`;
}
