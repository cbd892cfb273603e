import { count } from '../../core/error.ts';
import type { Command } from '../arguments/command.ts';
import { FILES, OUTSIDE } from '../arguments/shared_options.ts';
import { print } from '../terminal/terminal.ts';

export const validate: Command<{ files?: string[]; 'allow-outside'?: boolean }> = {
  command: 'validate [files..]',
  describe: 'Check experiment files without running them',
  examples: [['coincide validate', 'check experiments/']],
  options: (yargs) => yargs.positional('files', FILES).option('allow-outside', OUTSIDE),
  async run({ files = [], 'allow-outside': outside }) {
    const { readExperimentFiles } = await import('../../experiment/disk/files.ts');
    const found = await readExperimentFiles(files.length > 0 ? files : ['experiments'], { outside });
    for (const { path, experiment } of found) {
      const { variants, expect } = experiment;
      print(`${path}: valid; ${count(variants.length, 'variant')}, ${count(expect.length, 'expectation')}`);
    }
    return 0;
  },
};
