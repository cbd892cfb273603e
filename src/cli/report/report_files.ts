import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { chooseBackend } from '../../backend/load.ts';
import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { isFailure } from '../../expect/expect.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { pathLabel, STDIN } from '../../experiment/disk/standard_input.ts';
import { compareTables } from '../../report/compare_tables.ts';
import type { ReportEntry } from '../../report/entry.ts';
import { markdownReport } from '../../report/markdown.ts';
import { reportPage } from '../../report/page.ts';
import { plotsOf } from '../../report/plots.ts';
import { capture, titleOf } from '../../run/capture.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import { type Reading, type ReadingArguments, readingOf } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import {
  formatOf,
  isFormless,
  noteWritten,
  type Output,
  requireWritable,
  writeOutput,
} from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';
import { svgToPng } from '../terminal/svg_to_png.ts';
import { note } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';
import { otherResults } from './other_results.ts';

export interface ReportArguments extends ReadingArguments {
  files?: string[];
  out?: string;
  format?: string;
  against?: string;
  backend?: string;
  fresh?: boolean;
  quiet?: boolean;
}

/** Runs experiments and writes a report of them. @returns 1 where an expectation does not hold */
export async function reportFiles(args: ReportArguments): Promise<ExitCode> {
  const { files = [], against, quiet = false } = args;
  const output = reportOutput(args);
  const { format } = output;
  const reading = await readingOf(files, args);
  const found = await readExperiments(files, reading);
  await requireWritable([output]);
  const others = against === undefined ? undefined : await otherResults(against);
  const entries: ReportEntry[] = [];
  const bar = await createProgress(!quiet);
  const { openUnitCaches } = await import('../threads/unit_caches.ts');
  const backend = args.backend ?? 'auto';
  const caches = openUnitCaches(found, backend, args.fresh ? 'replace' : undefined);
  await interruptible(async (signal) => {
    const computing = await chooseBackend(backend);
    const all = found.reduce((sum, { experiment }) => sum + experiment.variants.length, 0);
    let before = 0;
    try {
      for (const [at, file] of found.entries()) {
        const { name } = file.experiment;
        const of = file.experiment.variants.length;
        const tell = (done: number) => bar.update({ what: name, done, of, before, all });
        tell(0);
        const snapshot = await capture(file.experiment, {
          ...computing,
          signal,
          known: caches.of(at),
          maps: MAPS,
          some: 2,
          progress: tell,
        });
        const earlier = await others?.table(name);
        const difference = others && compareTables(snapshot.result.table, earlier);
        before += of;
        entries.push({ ...(await entryOf(file, snapshot, format, reading)), difference });
      }
    } finally {
      caches.flush();
      bar.stop();
    }
  });
  const used = caches.used();
  if (used && !quiet) note(`${used}.`);
  const options = {
    version,
    against,
    onlyThere:
      (coversAllExperiments(files) && others?.others(found.map(({ experiment }) => experiment.name))) || [],
  };
  const text = format === 'md' ? markdownReport(entries, options) : await reportPage(entries, options);
  await writeOutput(output, text);
  const failed = entries.filter(({ result }) => result.verdicts.some(isFailure));
  noteWritten([output]);
  for (const { result } of failed) note(`${result.experiment}: an expectation does not hold`);
  return failed.length > 0 ? 1 : 0;
}

const FORMATS = { html: ['.html', '.htm'], md: ['.md', '.markdown'] } as const;
type ReportFormat = keyof typeof FORMATS;

/** The file of the report and its format: that of `--format`, else of the name's ending, else HTML. @throws UserError */
export function reportOutput({ out, format }: Pick<ReportArguments, 'out' | 'format'>): Output<ReportFormat> {
  if (format !== undefined && !(format in FORMATS)) {
    throw new UserError(
      formatMistake({ place: '--format', ...unknownName('format', format, Object.keys(FORMATS)) }),
    );
  }
  const asked = format as ReportFormat | undefined;
  const path = out ?? `report.${asked ?? 'html'}`;
  const named = isFormless(path) ? undefined : formatOf(path, FORMATS);
  return { option: '--out', path, format: asked ?? named ?? 'html' };
}

/** Whether all experiments are reported. If only some are, the other results are not named as missing. */
function coversAllExperiments(files: readonly string[]): boolean {
  return files.length === 0 || files.some((file) => basename(resolve(file)) === 'experiments');
}

/** Number of variants of an experiment whose maps are shown. */
const MAPS = 6;

async function entryOf(
  { path, experiment }: ExperimentFile,
  snapshot: Awaited<ReturnType<typeof capture>>,
  format: ReportFormat,
  reading: Reading,
): Promise<ReportEntry> {
  const { variants, name } = experiment;
  const { columns, rows } = snapshot.result.table;
  const shown = format === 'html';
  const plots = shown ? await plotsOf({ experiment: name, columns, rows }) : [];
  return {
    ...snapshot,
    path: pathLabel(path),
    source: path === STDIN ? Buffer.from(reading.stdin!.bytes).toString() : await readFile(path, 'utf8'),
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
