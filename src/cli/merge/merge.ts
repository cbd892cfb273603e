import type { Command } from '../arguments/command.ts';
import { flag, QUIET, single } from '../arguments/shared_options.ts';
import type { MergeArguments } from './merge_folders.ts';

export const mergeShards: Command<MergeArguments> = {
  command: 'merge <folders..>',
  describe: 'Put shards together: the tables of the whole run',
  examples: [
    ['coincide merge shards', 'all shards of a folder, into results/'],
    ['coincide merge shard-1 shard-2 -o out', 'a folder for each shard'],
  ],
  options: (yargs) =>
    yargs
      .positional('folders', {
        describe: 'Folders that run --shard wrote',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('out', { ...single('Folder of the results; - for one table on stdout', 'results'), alias: 'o' })
      .option('allow-partial', flag('Write tables without what is missing; such tables fail check'))
      .option('json', flag('All tables as one JSON document on stdout'))
      .option('quiet', { ...QUIET, describe: 'Print only failures' }),
  run: async (args) => (await import('./merge_folders.ts')).mergeFolders(args),
};
