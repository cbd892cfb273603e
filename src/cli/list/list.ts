import type { Command } from '../arguments/command.ts';
import { aligned, print } from '../terminal/terminal.ts';

export const list: Command = {
  command: 'list',
  describe: 'List the kinds of image, layer and measure, and their options',
  examples: [['coincide list', 'what an experiment file can say']],
  options: (yargs) => yargs,
  async run() {
    const { builtinKinds } = await import('../../experiment/schema/kinds.ts');
    const { optionsOf } = await import('../../experiment/schema/describe.ts');
    const { images, layers, comparisons, measures } = builtinKinds;
    for (const [family, kinds] of Object.entries({ images, layers, comparisons })) {
      print(family);
      for (const [name, kind] of Object.entries(kinds)) {
        print(`  ${name}: ${kind.title}`);
        const options = optionsOf(kind.options);
        if (options.length > 0) print(aligned(options.map((o) => [`  ${o.name}`, o.default, o.description])));
      }
      print('');
    }
    print('measures');
    for (const [name, { title, columns }] of Object.entries(measures)) {
      print(`  ${name}: ${title}\n    ${Object.keys(columns).join(', ')}`);
    }
    return 0;
  },
};
