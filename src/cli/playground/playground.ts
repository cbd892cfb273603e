import type { Command } from '../arguments/command.ts';
import { single } from '../arguments/shared_options.ts';

export const playground: Command<{ port?: string }> = {
  command: 'playground',
  describe: 'Serve a page to drag an image and watch every depth',
  examples: [
    ['coincide playground', 'then open the address that it prints'],
    ['coincide playground --port 8080', 'at a fixed port'],
  ],
  options: (yargs) => yargs.option('port', single('Port to listen at; default: a free one')),
  run: async ({ port }) => (await import('./serve_playground.ts')).servePlayground(port),
};
