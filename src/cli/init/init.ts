import { shellWord } from '../../core/shell_word.ts';
import type { Command } from '../arguments/command.ts';
import { print } from '../terminal/terminal.ts';

export const init: Command<{ dir?: string }> = {
  command: 'init [dir]',
  describe: 'Write two experiments to begin with',
  examples: [['coincide init && coincide run', 'a first table']],
  options: (yargs) =>
    yargs.positional('dir', { describe: 'The project', type: 'string', defaultDescription: 'this folder' }),
  async run({ dir = '.' }) {
    const { beginProject } = await import('./project.ts');
    const { packageFile } = await import('../terminal/package_file.ts');
    for (const { path, state } of await beginProject(dir, packageFile)) print(`${state.padEnd(8)} ${path}`);
    print(`\nNext: ${dir === '.' ? '' : `cd ${shellWord(dir)} && `}npx coincide run`);
    return 0;
  },
};
