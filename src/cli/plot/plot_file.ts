import { chooseBackend } from '../../backend/load.ts';
import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { readExperimentFiles } from '../../experiment/disk/files.ts';
import { defaultY } from '../../plot/default_y.ts';
import { plotSpec } from '../../plot/spec.ts';
import { type Result, runExperiment } from '../../run/run.ts';
import { type OverrideArguments, overridesOf } from '../arguments/overrides.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress } from '../terminal/progress.ts';
import { note, print } from '../terminal/terminal.ts';
import { writeNew } from '../terminal/write_file.ts';

export interface PlotArguments extends OverrideArguments {
  file: string;
  x?: string;
  y?: string;
  color?: string;
  out?: string;
  spec?: string;
  backend?: string;
  'allow-outside'?: boolean;
}

/** Runs an experiment, and draws one figure of its table. */
export async function plotFile(args: PlotArguments): Promise<ExitCode> {
  const { file, x, y, color, out, spec: specPath } = args;
  const [found] = await readExperimentFiles([file], {
    overrides: overridesOf(args),
    outside: args['allow-outside'],
  });
  const { experiment } = found!;
  const mistakes = [
    ...Object.entries({ x, y, color }).map(([option, name]) =>
      columnMistake(option, name, experiment.columns),
    ),
    outputMistake(out, specPath),
  ].filter((message) => message !== undefined);
  if (mistakes.length > 0) throw new UserError(mistakes.map((message) => ({ message })));
  const bar = await createProgress(true);
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
  if (specPath !== undefined) await writeNew(specPath, `${JSON.stringify(spec, null, 2)}\n`);
  if (out === undefined) return wrote([specPath]);
  const { renderPlot } = await import('../../plot/render.ts');
  const svg = await renderPlot(spec);
  if (out === '-') {
    print(svg);
    return 0;
  }
  if (out.toLowerCase().endsWith('.svg')) await writeNew(out, `${svg}\n`);
  else {
    const { svgToPng } = await import('../terminal/svg_to_png.ts');
    await writeNew(out, await svgToPng(svg));
  }
  return wrote([out, specPath]);
}

function wrote(paths: readonly (string | undefined)[]): ExitCode {
  note(`wrote ${paths.filter((path) => path !== undefined).join(' and ')}`);
  return 0;
}

function outputMistake(out: string | undefined, spec: string | undefined): string | undefined {
  if (out === undefined)
    return spec === undefined ? 'expected --out FILE, a name that ends in .svg or .png.' : undefined;
  if (out === '-' || /\.(svg|png)$/i.test(out)) return undefined;
  return `--out ${out}: expected a name that ends in .svg or .png, or - for SVG on stdout.`;
}

/** Says where there is no such column, or it cannot be drawn so. */
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
