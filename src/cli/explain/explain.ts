import type { Command } from '../arguments/command.ts';
import type { OverrideArguments } from '../arguments/overrides.ts';
import { OUTSIDE, SET } from '../arguments/shared_options.ts';
import { print } from '../terminal/terminal.ts';

interface ExplainArguments extends OverrideArguments {
  file: string;
  json?: boolean;
  'allow-outside'?: boolean;
}

export const explain: Command<ExplainArguments> = {
  command: 'explain <file>',
  describe: 'Say what is certain of a stack before it is run',
  examples: [['coincide explain experiments/circle.yaml', 'what its cells see, and what must hold']],
  options: (yargs) =>
    yargs
      .positional('file', { describe: 'An experiment file', type: 'string', demandOption: true })
      .option('json', { describe: 'As one JSON document', type: 'boolean' })
      .option('set', SET)
      .option('allow-outside', OUTSIDE),
  async run({ file, json = false, 'allow-outside': outside, ...overrides }) {
    const { overridesOf } = await import('../arguments/overrides.ts');
    const { readExperimentFiles } = await import('../../experiment/disk/files.ts');
    const { loadBackend } = await import('../../backend/load.ts');
    const { explainVariant } = await import('../../run/explain.ts');
    const { showExplanation } = await import('./show_explanation.ts');
    const [found] = await readExperimentFiles([file], { overrides: overridesOf(overrides), outside });
    const { name, variants } = found!.experiment;
    const shown = json ? variants : variants.slice(0, MOST_VARIANTS);
    const explanations = [];
    for (const variant of shown) explanations.push(await explainVariant(variant, () => loadBackend('wasm')));
    if (json) print(JSON.stringify({ version: 1, experiment: name, variants: explanations }, null, 2));
    else print(explanations.map((explanation) => showExplanation(name, explanation)).join('\n'));
    const more = variants.length - shown.length;
    if (more > 0) print(`… and ${more} more variants; --json has them all, --set chooses.`);
    return 0;
  },
};

const MOST_VARIANTS = 8;
