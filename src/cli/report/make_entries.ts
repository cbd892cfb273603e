import { dirname } from 'node:path';
import { chooseBackend } from '../../backend/load.ts';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { pathLabel, STDIN } from '../../experiment/disk/standard_input.ts';
import { readObject } from '../../experiment/read.ts';
import type { FilmStrip } from '../../picture/film_strip.ts';
import type { ReportEntry } from '../../report/entry.ts';
import { plotsOf } from '../../report/plots.ts';
import { readWhole } from '../../results/read_whole.ts';
import { capture } from '../../run/capture.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { Reading } from '../arguments/reading.ts';
import { withPath } from '../terminal/failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { svgToPng } from '../terminal/svg_to_png.ts';
import { note } from '../terminal/terminal.ts';
import { compareResults } from './compare_results.ts';
import type { OtherResults } from './other_results.ts';

/** How many of the drawn shifts a strip shows. */
const STRIP_SHIFTS = 2;

/** How the entries of a report are made. */
export interface EntryOptions {
  reading: Reading;
  /** Whether they have pictures and plots, as on a page. */
  pictures: boolean;
  /** How many variants of an experiment have strips and maps. */
  strips: number;
  /** Other results to compare with. */
  others: readonly OtherResults[];
  backend: string | undefined;
  /** Whether what was computed before is computed again. */
  fresh: boolean | undefined;
  quiet: boolean | undefined;
  signal: AbortSignal;
}

/** Runs experiments, and makes what a report shows of each. */
export async function makeEntries(
  found: readonly ExperimentFile[],
  { reading, pictures, strips, others, backend = 'auto', fresh, quiet, signal }: EntryOptions,
): Promise<ReportEntry[]> {
  const bar = await createProgress(!quiet);
  const entries: ReportEntry[] = [];
  const { openUnitCaches } = await import('../threads/unit_caches.ts');
  const caches = openUnitCaches(found, backend, fresh ? 'replace' : undefined);
  const computing = await chooseBackend(backend);
  const all = found.reduce((sum, { experiment }) => sum + experiment.variants.length, 0);
  let before = 0;
  try {
    for (const [at, file] of found.entries()) {
      const { name: what, variants } = file.experiment;
      const of = variants.length;
      const tell = (done: number) => bar.update({ what, done, of, before, all });
      tell(0);
      const settings = { ...computing, signal };
      const snapshot = await capture(
        file.experiment,
        { ...settings, known: caches.of(at), progress: tell },
        { most: pictures ? strips : 1, some: STRIP_SHIFTS },
      ).catch((error) => {
        throw withPath(error, file.path);
      });
      before += of;
      const { columns, rows } = snapshot.result.table;
      const plots = pictures ? await plotsOf({ experiment: what, columns, rows }) : [];
      const comparisons = [];
      for (const one of others) {
        const comparison = await compareResults(snapshot.result, one, pictures);
        const changed = pictures && comparison.changes.length > 0;
        comparisons.push({
          ...comparison,
          strip: changed ? await earlierStrip(file, one, settings) : undefined,
        });
      }
      entries.push({
        ...snapshot,
        path: pathLabel(file.path),
        source: await fileText(file, reading),
        count: of,
        plots,
        // A page of many experiments stays small; `coincide plot` draws larger ones.
        plotPng: plots[0] ? await svgToPng(plots[0].svg, 1) : new Uint8Array(),
        comparisons,
      });
    }
  } finally {
    caches.flush();
    bar.stop();
  }
  const used = caches.used();
  if (used && !quiet) note(`${used}.`);
  return entries;
}

async function fileText({ path }: ExperimentFile, { stdin }: Reading): Promise<string> {
  return path === STDIN ? Buffer.from(stdin!.bytes).toString() : (await readWhole(path)).toString();
}

/** The film strip of the experiment that other results are of; undefined if this version cannot run it. */
async function earlierStrip(
  { path, experiment: { name } }: ExperimentFile,
  others: OtherResults,
  settings: RunSettings,
): Promise<FilmStrip | undefined> {
  const written = await others.package(name);
  if (!written) return undefined;
  try {
    const earlier = await readObject(written.experiment, dirname(path), { name, kinds: {} });
    const one = {
      ...earlier,
      variants: earlier.variants.slice(0, 1),
      expect: [],
      tables: ['summary' as const],
    };
    const { pictured } = await capture(one, settings, { some: STRIP_SHIFTS });
    return pictured[0]!.strip;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
