import type { Command } from '../arguments/command.ts';
import { flag, QUEUE, STORE, single } from '../arguments/shared_options.ts';
import type { WorkArguments } from './work.ts';

export const queueWorker: Command<WorkArguments> = {
  command: 'worker',
  describe: 'Compute units that run --queue puts into a queue, until Ctrl-C',
  examples: [
    ['coincide worker --queue redis://queue:6379 --store /shared/units', 'with results in a shared folder'],
    ['COINCIDE_QUEUE=rediss://me:secret@queue coincide worker --queue auto', 'by TLS, with a password'],
  ],
  options: (yargs) =>
    yargs
      .option('queue', { ...QUEUE, demandOption: true })
      .option('store', STORE)
      .option('threads', single('How many units are computed at once', 'the cores'))
      .option('quiet', { ...flag('Print only what goes wrong'), alias: 'q' }),
  run: async (args) => (await import('./work.ts')).workOnQueue(args),
};
