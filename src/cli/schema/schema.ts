import type { Command } from '../arguments/command.ts';
import { print } from '../terminal/terminal.ts';

export const schema: Command = {
  command: 'schema',
  describe: 'Print the JSON schema of experiment files',
  examples: [['coincide schema > coincide.schema.json', 'for an editor without the package']],
  options: (yargs) => yargs,
  async run() {
    const { readFile } = await import('node:fs/promises');
    const { packageFile } = await import('../terminal/package_file.ts');
    print(await readFile(packageFile('schema.json'), 'utf8'));
    return 0;
  },
};
