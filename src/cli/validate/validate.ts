import { count } from '../../core/error.ts';
import type { Command } from '../arguments/command.ts';
import type { ReadingArguments } from '../arguments/reading.ts';
import { FILES, withOverrides, withReading } from '../arguments/shared_options.ts';
import { print } from '../terminal/terminal.ts';

interface ValidateArguments extends ReadingArguments {
  files?: string[];
}

export const validate: Command<ValidateArguments> = {
  command: 'validate [files..]',
  describe: 'Check experiment files without running them',
  examples: [['coincide validate', 'check experiments/']],
  options: (yargs) => withReading(withOverrides(yargs.positional('files', FILES))),
  async run({ files = [], ...args }) {
    const { pathLabel } = await import('../../experiment/disk/standard_input.ts');
    const { readExperiments } = await import('../arguments/read_experiments.ts');
    const { readingOf } = await import('../arguments/reading.ts');
    for (const { path, experiment } of await readExperiments(files, await readingOf(files, args))) {
      const { variants, expect } = experiment;
      print(
        `${pathLabel(path)}: valid; ${count(variants.length, 'variant')}, ${count(expect.length, 'expectation')}`,
      );
    }
    return 0;
  },
};
