import type { Command } from '../arguments/command.ts';
import { single } from '../arguments/shared_options.ts';
import type { ReportArguments } from '../report/report_arguments.ts';
import { withReportOptions } from '../report/report_options.ts';

export const serve: Command<ReportArguments> = {
  command: 'serve [files..]',
  describe: 'Show the report in a browser, loaded again as files change',
  examples: [
    ['coincide serve', 'every file in experiments/, until Ctrl-C'],
    ['coincide serve circle.yaml --port 8080', 'one file, at http://127.0.0.1:8080/'],
  ],
  options: (yargs) => withReportOptions(yargs.option('port', single('Port on 127.0.0.1', 'a free one'))),
  run: async (args) => (await import('./serve_report.ts')).serveReport(args),
};
