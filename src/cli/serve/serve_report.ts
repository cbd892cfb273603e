import { resolve } from 'node:path';
import { UserError } from '../../core/error.ts';
import { STDIN } from '../../experiment/disk/standard_input.ts';
import type { ReportEntry } from '../../report/entry.ts';
import { reportPage } from '../../report/page.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import { readingOf } from '../arguments/reading.ts';
import { MOST_PORT, wholeNumber } from '../arguments/whole_number.ts';
import { servePages } from '../loopback_server.ts';
import { makeEntries } from '../report/make_entries.ts';
import { onlyThere, otherResults } from '../report/other_results.ts';
import { type ReportArguments, stripsOf } from '../report/report_arguments.ts';
import { watching } from '../run/watch.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { Interrupted } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { note } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';

/**
 * Serves the report on the loopback until Ctrl-C. When a file changes, the experiments that it concerns run again, and
 * open pages load themselves again.
 */
export async function serveReport(args: ReportArguments): Promise<ExitCode> {
  const { files = [], against = [], backend, fresh, quiet } = args;
  const wrong = args.out !== undefined ? '--out' : args.format !== undefined ? '--format' : undefined;
  if (wrong) throw new UserError(`${wrong}: with --serve nothing is written; leave one of the two out.`);
  const port = wholeNumber('--port', args.port, MOST_PORT);
  const strips = stripsOf(args);
  const paths = files.length > 0 ? files : ['experiments'];
  if (paths.includes(STDIN))
    throw new UserError('expected files; standard input (-) cannot be read again when it changes.');
  const reading = await readingOf(paths, args);
  await readExperiments(paths, reading);
  await Promise.all(against.map(otherResults));
  const entries = new Map<string, ReportEntry>();
  /** Makes the last report, and says why there is no newer one. */
  let make: ((outdated?: string) => Promise<string>) | undefined;
  let page = waitingPage('The experiments are running.');
  return interruptible(async (signal) => {
    const pages = (path: string) =>
      path === '/' ? { type: 'text/html; charset=utf-8', body: page } : undefined;
    const server = await servePages({ pages, port, signal });
    note(server.url);
    const work = async (changed: readonly string[]) => {
      const found = await readExperiments(paths, reading);
      const others = await Promise.all(against.map(otherResults));
      const touched = new Set(changed.map((path) => resolve(path)));
      const known = ({ path }: { path: string }) => entries.has(path) && !touched.has(resolve(path));
      // Where something else than an experiment changed, all of them run again.
      const every = !found.some(({ path }) => touched.has(resolve(path)));
      const again = found.filter((file) => every || !known(file));
      const made = await makeEntries(again, {
        reading,
        pictures: true,
        strips,
        others,
        backend,
        fresh,
        quiet,
        signal,
      });
      for (const [i, { path }] of again.entries()) entries.set(path, made[i]!);
      const names = found.map(({ experiment }) => experiment.name);
      const there = onlyThere(files, others, names);
      const shown = found.map(({ path }) => entries.get(path)!);
      make = (outdated) => reportPage(shown, { version, against, onlyThere: there, live: true, outdated });
      page = await make();
      server.reload();
    };
    const reported = async (changed: readonly string[]) => {
      try {
        await work(changed);
      } catch (error) {
        if (!make) page = waitingPage('There is no report: the terminal says why.');
        else if (!(error instanceof Interrupted)) {
          page = await make(error instanceof UserError ? error.message : 'The terminal says why.');
          server.reload();
        }
        throw error;
      }
    };
    return Promise.race([server.ended, watching(paths, reading, reported, against)]);
  });
}

/** A page in place of the first report, which asks for itself again. */
function waitingPage(words: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>coincide</title><p>${words}</p></html>\n`;
}
