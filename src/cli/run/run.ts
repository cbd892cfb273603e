import type { Command } from '../arguments/command.ts';
import {
  BACKEND,
  FILES,
  FRESH,
  flag,
  QUEUE,
  QUIET,
  SHARD,
  STORE,
  single,
  WORKERS,
  withChoice,
  withReading,
} from '../arguments/shared_options.ts';
import type { RunArguments } from './run_files.ts';

export const run: Command<RunArguments> = {
  command: 'run [files..]',
  describe: 'Run experiments, print their tables, write results/',
  examples: [
    ['coincide run', 'every file in experiments/'],
    ['coincide run circle.yaml --set shift.max=5', 'another range; writes nothing'],
    ['coincide run circle.yaml -o - > circle.csv', 'the table alone'],
  ],
  options: (yargs) =>
    withReading(
      withChoice(
        yargs.positional('files', FILES).option('out', {
          ...single('Folder of the results; - for one table on stdout', 'results'),
          alias: 'o',
        }),
      )
        .option('json', flag('All tables as one JSON document on stdout'))
        .option('combine', single('Write all rows to this .csv file too; - for stdout'))
        .option('latex', single('Write chosen columns to this .tex file too; - for stdout'))
        .option('columns', single('Those columns, with commas', 'depth, layer, match_rate'))
        .option('backend', BACKEND)
        .option('workers', WORKERS)
        .option('watch', flag('Run again whenever a file changes, until Ctrl-C'))
        .option('verify', flag('Compute everything on wasm too, and compare'))
        .option('fresh', FRESH)
        .option('shard', SHARD)
        .option('queue', QUEUE)
        .option('store', STORE)
        .option('quiet', { ...QUIET, describe: 'Print only failures' })
        .option('verbose', flag('Print the backend and why; print stack traces')),
    ),
  run: async (args) => (await import('./run_files.ts')).runFiles(args),
};
