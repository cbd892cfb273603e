import { statSync } from 'node:fs';
import { UserError } from '../../core/error.ts';
import { formatMistake } from '../../core/mistake.ts';
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
    requireProjectFolder(dir);
    const { beginProject } = await import('./project.ts');
    const { packageFile } = await import('../terminal/package_file.ts');
    for (const { path, state } of await beginProject(dir, packageFile)) print(`${state.padEnd(8)} ${path}`);
    print(`\nNext: ${dir === '.' ? '' : `cd ${shellWord(dir)} && `}npx coincide run`);
    return 0;
  },
};

/** @throws UserError where the project is named as an experiment file is, and no folder of this name is there */
function requireProjectFolder(dir: string): void {
  if (!/\.(?:ya?ml|json)$/i.test(dir) || statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new UserError(
    formatMistake({
      place: `init ${dir}`,
      expected: 'the folder of a new project',
      remedy: 'coincide init alone writes experiments/circle.yaml, a file to begin with',
    }),
  );
}
