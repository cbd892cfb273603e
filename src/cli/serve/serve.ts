import type { Command } from '../arguments/command.ts';
import {
  BACKEND,
  FILES,
  FRESH,
  PICTURE,
  QUIET,
  repeated,
  single,
  VARIANT,
  withOverrides,
  withReading,
} from '../arguments/shared_options.ts';
import type { ReportArguments } from '../report/report_arguments.ts';
import type { ExitCode } from '../terminal/exit_code.ts';

export const serve: Command<ReportArguments> = {
  command: 'serve [files..]',
  describe: 'Show the report in a browser, loaded again as files change',
  examples: [
    ['coincide serve', 'every file in experiments/, until Ctrl-C'],
    ['coincide serve circle.yaml --port 8080', 'one file, at http://127.0.0.1:8080/'],
  ],
  options: (yargs) =>
    withReading(
      withOverrides(
        yargs
          .positional('files', FILES)
          .option('port', { ...single('Port on 127.0.0.1'), defaultDescription: 'a free one' }),
      )
        .option('variant', VARIANT)
        .option('against', repeated('Folder of results to compare with; repeatable, for a trend'))
        .option('picture', PICTURE)
        .option('backend', BACKEND)
        .option('fresh', FRESH)
        .option('quiet', QUIET),
    ),
  async run(args): Promise<ExitCode> {
    const { serveReport } = await import('./serve_report.ts');
    return serveReport(args);
  },
};
