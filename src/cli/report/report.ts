import type { Command } from '../arguments/command.ts';
import { flag, single } from '../arguments/shared_options.ts';
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
          ...single('File to write, .html or .md; - for stdout', 'report.html, report.md'),
          alias: 'o',
        })
        .option(
          'format',
          single('html, or md: Markdown without pictures, under 65,000 characters', 'by the name of --out'),
        )
        .option('serve', flag('Serve the page on the loopback, as coincide serve does'))
        .option('port', single('Port of --serve', 'a free one')),
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
