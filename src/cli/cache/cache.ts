import type { Command } from '../arguments/command.ts';
import { single } from '../arguments/shared_options.ts';
import type { CacheArguments } from './show_cache.ts';

export const cache: Command<CacheArguments> = {
  command: 'cache [action]',
  describe: 'Show, verify or prune .coincide/units/, what was computed before',
  examples: [
    ['coincide cache', 'how much is kept, by experiment'],
    ['coincide cache verify', 'read every file; exit 4 if one is damaged'],
    ['coincide cache prune --max-size 100MB', 'remove what was not used for longest'],
  ],
  options: (yargs) =>
    yargs
      .positional('action', {
        describe: 'show, verify or prune',
        type: 'string',
        default: 'show',
        defaultDescription: 'show',
      })
      .option(
        'max-size',
        single('Keep at most so much: bytes, or a number with kB, MB, GB, KiB, MiB or GiB', '1GiB'),
      )
      .option('max-age', single('Keep what was used within so many days: 30, or 30d; 12h for hours')),
  run: async (args) => (await import('./show_cache.ts')).cacheAction(args),
};
