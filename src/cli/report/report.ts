import type { Command } from '../arguments/command.ts';
import { single } from '../arguments/shared_options.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import type { ReportArguments } from './report_arguments.ts';
import { withReportOptions } from './report_options.ts';

export const report: Command<ReportArguments> = {
  command: 'report [files..]',
  describe: 'Run experiments, write a page with pictures, plots and tables',
  examples: [
    ['coincide report', 'every file in experiments/, to report.html'],
    ['coincide report --against ../main/results', 'and what differs from other results'],
    ['coincide report --serve', 'the page in a browser, loaded again as files change'],
    ['coincide report --format md -o -', 'for a comment on a pull request'],
  ],
  options: (yargs) =>
    withReportOptions(
      yargs
        .option('out', {
          ...single('File to write, .html or .md; - for stdout'),
          alias: 'o',
          defaultDescription: 'report.html, report.md',
        })
        .option('format', {
          ...single('html, or md: Markdown without pictures, under 65,000 characters'),
          defaultDescription: 'by the name of --out',
        })
        .option('serve', {
          describe: 'Serve the page on the loopback, as coincide serve does',
          type: 'boolean',
        })
        .option('port', { ...single('Port of --serve'), defaultDescription: 'a free one' }),
    ),
  async run(args): Promise<ExitCode> {
    if (args.serve) {
      const { serveReport } = await import('../serve/serve_report.ts');
      return serveReport(args);
    }
    const { reportFiles } = await import('./report_files.ts');
    return reportFiles(args);
  },
};
