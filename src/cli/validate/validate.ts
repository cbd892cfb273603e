import { count } from '../../core/error.ts';
import type { Command } from '../arguments/command.ts';
import type { ReadingArguments } from '../arguments/reading.ts';
import { FILES, flag, QUIET, withOverrides, withReading } from '../arguments/shared_options.ts';
import { print, printFitted } from '../terminal/terminal.ts';

interface ValidateArguments extends ReadingArguments {
  files?: string[];
  resolved?: boolean;
  quiet?: boolean;
}

export const validate: Command<ValidateArguments> = {
  command: 'validate [files..]',
  describe: 'Check experiment files without running them',
  examples: [
    ['coincide validate', 'check experiments/'],
    ['coincide validate circle.yaml --resolved', 'print it with every default filled in'],
  ],
  options: (yargs) =>
    withReading(withOverrides(yargs.positional('files', FILES)))
      .option('resolved', flag('Print each file with every default filled in, as YAML'))
      .option('quiet', { ...QUIET, describe: 'Print only mistakes' }),
  async run({ files = [], resolved = false, quiet = false, ...args }) {
    const { pathLabel } = await import('../../experiment/disk/standard_input.ts');
    const { readExperiments } = await import('../arguments/read_experiments.ts');
    const { readingOf } = await import('../arguments/reading.ts');
    for (const [i, { path, experiment }] of (
      await readExperiments(files, { ...(await readingOf(files, args)), sparing: true })
    ).entries()) {
      const { variants, expect } = experiment;
      if (resolved) {
        const { stringify } = await import('yaml');
        const text = stringify(experiment.resolved, { aliasDuplicateObjects: false });
        print(`${i > 0 ? '---\n' : ''}# ${pathLabel(path)}\n${text.trimEnd()}`);
        continue;
      }
      if (quiet) continue;
      printFitted(
        `${pathLabel(path)}: valid; ${count(variants.length, 'variant')}, ${count(expect.length, 'expectation')}`,
      );
    }
    return 0;
  },
};
