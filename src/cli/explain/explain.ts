import { count } from '../../core/error.ts';
import type { Command } from '../arguments/command.ts';
import type { ReadingArguments } from '../arguments/reading.ts';
import { FILE, flag, withChoice, withReading } from '../arguments/shared_options.ts';
import { print, printFitted } from '../terminal/terminal.ts';

interface ExplainArguments extends ReadingArguments {
  file: string;
  json?: boolean;
}

export const explain: Command<ExplainArguments> = {
  command: 'explain <file>',
  describe: 'Say what is guaranteed of a stack, without running it',
  examples: [['coincide explain experiments/circle.yaml', 'sizes, receptive fields and guarantees']],
  options: (yargs) =>
    withReading(withChoice(yargs.positional('file', FILE)).option('json', flag('As one JSON document'))),
  async run({ file, json = false, ...args }) {
    const { readOneExperiment: readExperiment } = await import('../arguments/read_experiments.ts');
    const { readingOf } = await import('../arguments/reading.ts');
    const { loadBackend } = await import('../../backend/load.ts');
    const { explainVariant } = await import('../../run/explain.ts');
    const { showExplanation } = await import('./show_explanation.ts');
    const { name, variants } = await readExperiment(file, await readingOf([file], args));
    const shown = json ? variants : variants.slice(0, MOST_VARIANTS);
    const explanations = [];
    for (const variant of shown) explanations.push(await explainVariant(variant, () => loadBackend('wasm')));
    if (json) print(JSON.stringify({ version: 1, experiment: name, variants: explanations }, null, 2));
    else print(explanations.map((explanation) => showExplanation(name, explanation)).join('\n'));
    const more = variants.length - shown.length;
    if (more > 0)
      printFitted(
        `… and ${count(more, 'more variant')}; --variant KEY=VALUE chooses, --json prints them all.`,
      );
    return 0;
  },
};

const MOST_VARIANTS = 8;
