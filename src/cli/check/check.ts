import type { Command } from '../arguments/command.ts';
import { BACKEND, FILES, OUTSIDE, WORKERS } from '../arguments/shared_options.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
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
    yargs
      .positional('files', FILES)
      .option('reporter', {
        describe: 'text, json, junit, github or markdown, or NAME:FILE; repeatable',
        type: 'string',
        array: true,
        nargs: 1,
        defaultDescription: 'text',
      })
      .option('changed-since', {
        describe: 'Only experiments that differ from this commit, by git',
        type: 'string',
        requiresArg: true,
      })
      .option('all', { describe: 'All experiments, in spite of --changed-since', type: 'boolean' })
      .option('backend', BACKEND)
      .option('workers', WORKERS)
      .option('verbose', {
        describe: 'Say which backend and why; stack traces of failures',
        type: 'boolean',
      })
      .option('allow-outside', OUTSIDE),
  async run(args): Promise<ExitCode> {
    const { checkFiles } = await import('./check_files.ts');
    return checkFiles(args);
  },
};
