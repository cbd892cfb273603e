import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { isFailure } from '../../expect/expect.ts';
import { markdownReport } from '../../report/markdown.ts';
import { reportPage } from '../../report/page.ts';
import { formatWord } from '../arguments/format_words.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import { readingOf } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { formatOf, noteWritten, type Output, requireWritable, writeOutput } from '../terminal/output.ts';
import { note } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';
import { makeEntries } from './make_entries.ts';
import { onlyThere, otherResults } from './other_results.ts';
import { type ReportArguments, stripsOf } from './report_arguments.ts';

/** Runs experiments and writes a report of them. @returns 1 where an expectation does not hold */
export async function reportFiles(args: ReportArguments): Promise<ExitCode> {
  const { files = [], against = [], quiet, backend, fresh, port } = args;
  if (port !== undefined) throw new UserError('--port: expected with --serve only.');
  const output = reportOutput(args);
  const strips = stripsOf(args);
  const { format } = output;
  const reading = await readingOf(files, args);
  const found = await readExperiments(files, reading);
  await requireWritable([output]);
  const others = await Promise.all(against.map(otherResults));
  const pictures = format === 'html';
  const entries = await interruptible((signal) =>
    makeEntries(found, { reading, pictures, strips, others, backend, fresh, quiet, signal }),
  );
  const names = found.map(({ experiment }) => experiment.name);
  const options = { version, against, onlyThere: onlyThere(files, others, names) };
  const text = format === 'md' ? markdownReport(entries, options) : await reportPage(entries, options);
  await writeOutput(output, text);
  const failed = entries.filter(({ result }) => result.verdicts.some(isFailure));
  noteWritten([output]);
  if (text.length > LARGE_PAGE)
    note(`the page has ${Math.round(text.length / 1e6)} MB; fewer --strips make it smaller.`);
  for (const { result } of failed) note(`${result.experiment}: an expectation does not hold`);
  return failed.length > 0 ? 1 : 0;
}

/** Characters; a larger page takes long to open. */
const LARGE_PAGE = 30e6;

const FORMATS = { html: ['.html', '.htm'], md: ['.md', '.markdown'] } as const;
/** Endings that promise what a report is not. */
const OTHER_FORMAT = /\.(?:pdf|png|jpe?g|svg|docx?|csv|json|tex)$/i;
type ReportFormat = keyof typeof FORMATS;

/** The file of the report and its format: that of `--format`, else of the name's ending, else HTML. @throws UserError */
export function reportOutput({ out, format }: Pick<ReportArguments, 'out' | 'format'>): Output<ReportFormat> {
  if (format !== undefined && !(format in FORMATS)) {
    throw new UserError(
      formatMistake({
        place: '--format',
        ...unknownName('format', format, Object.keys(FORMATS)),
        remedy: formatWord('--format', format, 'report'),
      }),
    );
  }
  const asked = format as ReportFormat | undefined;
  const path = out ?? `report.${asked ?? 'html'}`;
  const named = formatOf(path, FORMATS);
  if (named === undefined && asked === undefined && OTHER_FORMAT.test(path))
    throw new UserError(
      `--out ${path}: expected a name that ends in .html or .md, or - for stdout; a browser prints the page as PDF.`,
    );
  return { option: '--out', path, format: asked ?? named ?? 'html' };
}
