import { reporterNames } from '../../check/reporters/names.ts';
import { either } from '../../core/error.ts';
import type { Command } from '../arguments/command.ts';
import {
  BACKEND,
  FILES,
  flag,
  QUIET,
  repeated,
  SHARD,
  single,
  WORKERS,
  withReading,
} from '../arguments/shared_options.ts';
import type { CheckArguments } from './check_files.ts';

export const check: Command<CheckArguments> = {
  command: 'check [files..]',
  describe: 'Run experiments, compare with expectations and committed results/',
  examples: [
    ['coincide check', 'every file in experiments/; writes nothing'],
    ['coincide check --reporter text --reporter junit:junit.xml', 'and a file that a CI reads'],
    ['coincide check --changed-since origin/main', 'only what a branch has changed'],
  ],
  options: (yargs) =>
    withReading(
      yargs
        .positional('files', FILES)
        .option('results', single('Folder of the committed results', 'results'))
        .option('reporter', {
          ...repeated(`${either(reporterNames)}, or NAME:FILE; repeatable`),
          defaultDescription: 'text',
        })
        .option('changed-since', single('Only experiments that differ from this commit, by git'))
        .option('all', flag('All experiments, in spite of --changed-since'))
        .option('cached', flag('Take from the unit cache what is there'))
        .option('shard', SHARD)
        .option('out', { ...single('Folder of the shard'), alias: 'o' })
        .option('merge', repeated('Folder of shards whose units are taken, none is computed; repeatable'))
        .option('backend', BACKEND)
        .option('workers', WORKERS)
        .option('quiet', QUIET)
        .option('verbose', flag('Print the backend and why; print stack traces')),
    ),
  run: async (args) => (await import('./check_files.ts')).checkFiles(args),
};
