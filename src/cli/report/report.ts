import type { Command } from '../arguments/command.ts';
import { BACKEND, FILES, OUTSIDE } from '../arguments/shared_options.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import type { ReportArguments } from './report_files.ts';

export const report: Command<ReportArguments> = {
  command: 'report [files..]',
  describe: 'Run experiments, write a page with pictures, plots and tables',
  examples: [
    ['coincide report', 'every file in experiments/, to report.html'],
    ['coincide report --against ../main/results', 'and what differs from other results'],
    ['coincide report --format md -o -', 'for a comment on a pull request'],
  ],
  options: (yargs) =>
    yargs
      .positional('files', FILES)
      .option('out', {
        alias: 'o',
        describe: 'File to write; - for stdout',
        type: 'string',
        requiresArg: true,
        defaultDescription: 'report.html, report.md',
      })
      .option('format', {
        describe: 'html, or md: Markdown without pictures, under 65,000 characters',
        type: 'string',
        requiresArg: true,
        defaultDescription: 'html',
      })
      .option('against', { describe: 'Folder of results to compare with', type: 'string', requiresArg: true })
      .option('backend', BACKEND)
      .option('quiet', { describe: 'Show no progress', type: 'boolean', alias: 'q' })
      .option('allow-outside', OUTSIDE),
  async run(args): Promise<ExitCode> {
    const { reportFiles } = await import('./report_files.ts');
    return reportFiles(args);
  },
};
