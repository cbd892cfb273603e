import type { Command } from '../arguments/command.ts';
import { print } from '../terminal/terminal.ts';

/** The command that prints a completion script for the given commands and itself. */
export function completionOf(commands: readonly Command[]): Command {
  const completion: Command = {
    command: 'completion',
    describe: 'Print a script that completes commands and options in bash and zsh',
    examples: [['coincide completion >> ~/.bashrc', 'or ~/.zshrc; works in new shells']],
    options: (yargs) => yargs,
    async run() {
      const { completionScript } = await import('./completion_script.ts');
      print(completionScript([...commands, completion]));
      return 0;
    },
  };
  return completion;
}
