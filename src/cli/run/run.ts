import type { Command } from '../arguments/command.ts';
import { BACKEND, FILES, OUTSIDE, SET, WORKERS } from '../arguments/shared_options.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import type { RunArguments } from './run_files.ts';

export const run: Command<RunArguments> = {
  command: 'run [files..]',
  describe: 'Run experiments, print their tables, write results/',
  examples: [
    ['coincide run', 'every file in experiments/'],
    ['coincide run circle.yaml --set shift.max=5 --trials all', 'another range, all of it; writes nothing'],
    ['coincide run circle.yaml -o - > circle.csv', 'the table alone'],
  ],
  options: (yargs) =>
    yargs
      .positional('files', FILES)
      .option('out', {
        alias: 'o',
        describe: 'Folder of the results; - for one table on stdout',
        type: 'string',
        requiresArg: true,
        defaultDescription: 'results',
      })
      .option('json', { describe: 'All tables as one JSON document on stdout', type: 'boolean' })
      .option('set', SET)
      .option('seed', { describe: 'Another seed', type: 'string', requiresArg: true })
      .option('trials', { describe: 'Another number of trials, or all', type: 'string', requiresArg: true })
      .option('backend', BACKEND)
      .option('workers', WORKERS)
      .option('watch', { describe: 'Run again whenever a file changes, until Ctrl-C', type: 'boolean' })
      .option('verify', { describe: 'Compute all of it on wasm as well, and compare', type: 'boolean' })
      .option('allow-outside', OUTSIDE)
      .option('quiet', { describe: 'Print only what failed', type: 'boolean', alias: 'q' })
      .option('verbose', {
        describe: 'Say which backend and why; stack traces of failures',
        type: 'boolean',
      }),
  async run(args): Promise<ExitCode> {
    const { runFiles } = await import('./run_files.ts');
    return runFiles(args);
  },
};
