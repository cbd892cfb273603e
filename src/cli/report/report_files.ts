import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { chooseBackend } from '../../backend/load.ts';
import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { isFailure } from '../../expect/expect.ts';
import { type ExperimentFile, readExperimentFiles } from '../../experiment/disk/files.ts';
import { compareTables } from '../../report/compare_tables.ts';
import type { ReportEntry } from '../../report/entry.ts';
import { markdownReport } from '../../report/markdown.ts';
import { reportPage } from '../../report/page.ts';
import { plotsOf } from '../../report/plots.ts';
import { look, titleOf } from '../../run/look.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress } from '../terminal/progress.ts';
import { svgToPng } from '../terminal/svg_to_png.ts';
import { note, print } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';
import { writeNew } from '../terminal/write_file.ts';
import { otherResults } from './other_results.ts';

export interface ReportArguments {
  files?: string[];
  out?: string;
  format?: string;
  against?: string;
  backend?: string;
  quiet?: boolean;
  'allow-outside'?: boolean;
}

/** Runs experiments and writes a report of them. @returns 1 where an expectation does not hold */
export async function reportFiles(args: ReportArguments): Promise<ExitCode> {
  const { files = [], format = 'html', against, quiet = false } = args;
  if (format !== 'html' && format !== 'md') {
    throw new UserError(
      formatMistake({ place: '--format', ...unknownName('format', format, ['html', 'md']) }),
    );
  }
  const out = args.out ?? `report.${format}`;
  const found = await readExperimentFiles(files.length > 0 ? files : ['experiments'], {
    outside: args['allow-outside'],
  });
  const others = against === undefined ? undefined : await otherResults(against);
  const entries: ReportEntry[] = [];
  const bar = await createProgress(!quiet);
  await interruptible(async (signal) => {
    const computing = await chooseBackend(args.backend ?? 'auto');
    const all = found.reduce((sum, { experiment }) => sum + experiment.variants.length, 0);
    let before = 0;
    try {
      for (const file of found) {
        const { name } = file.experiment;
        const of = file.experiment.variants.length;
        const tell = (done: number) => bar.update({ what: name, done, of, before, all });
        tell(0);
        const seen = await look(file.experiment, {
          ...computing,
          signal,
          maps: MAPS,
          some: 2,
          progress: tell,
        });
        const earlier = await others?.table(name);
        const difference = others && compareTables(seen.result.table, earlier);
        before += of;
        entries.push({ ...(await entryOf(file, seen, format)), difference });
      }
    } finally {
      bar.stop();
    }
  });
  const options = {
    version,
    against,
    onlyThere: (isWhole(files) && others?.others(found.map(({ experiment }) => experiment.name))) || [],
  };
  const text = format === 'md' ? markdownReport(entries, options) : await reportPage(entries, options);
  if (out === '-') print(text);
  else await writeNew(out, text);
  const failed = entries.filter(({ result }) => result.verdicts.some(isFailure));
  if (out !== '-') note(`wrote ${out}`);
  for (const { result } of failed) note(`${result.experiment}: an expectation does not hold`);
  return failed.length > 0 ? 1 : 0;
}

/** Whether all experiments are reported: of some alone, it goes without saying that the other results have more. */
function isWhole(files: readonly string[]): boolean {
  return files.length === 0 || files.some((file) => basename(resolve(file)) === 'experiments');
}

/** How many variants of an experiment have their maps shown. */
const MAPS = 6;

async function entryOf(
  { path, experiment }: ExperimentFile,
  seen: Awaited<ReturnType<typeof look>>,
  format: 'html' | 'md',
): Promise<ReportEntry> {
  const { variants, name } = experiment;
  const { columns, rows } = seen.result.table;
  const shown = format === 'html';
  const plots = shown ? await plotsOf({ experiment: name, columns, rows }) : [];
  return {
    ...seen,
    path,
    source: await readFile(path, 'utf8'),
    variants: variants.length > 1 ? variants.slice(0, MAPS).map((variant) => labelOf(name, variant)) : [],
    count: variants.length,
    plots,
    plotPng: plots[0] ? await svgToPng(plots[0].svg, 1) : EMPTY,
  };
}

// A page of many experiments stays small; `coincide plot` draws larger ones.
const EMPTY = new Uint8Array();

function labelOf(name: string, variant: Parameters<typeof titleOf>[1]): string {
  return titleOf(name, variant).slice(name.length + 2, -1);
}
