import { UserError } from '../../core/error.ts';
import { formatMistake, nearest } from '../../core/mistake.ts';
import type { Command } from '../arguments/command.ts';
import { print } from '../terminal/terminal.ts';

export const list: Command<{ kind?: string }> = {
  command: 'list [kind]',
  describe: 'List kinds of image, layer, comparison and measure',
  examples: [
    ['coincide list', 'everything that an experiment file can say'],
    ['coincide list max_pool', 'one kind; or a family, such as layers'],
  ],
  options: (yargs) =>
    yargs.positional('kind', { describe: 'A kind, a family of kinds, or a column', type: 'string' }),
  async run({ kind }) {
    const { describeKinds } = await import('./describe_kinds.ts');
    const sections = describeKinds();
    const chosen = sections.flatMap((section) => {
      if (kind === undefined || section.family === kind) return [section];
      const entries = section.entries.filter(({ names }) => names.includes(kind));
      return entries.length > 0 ? [{ ...section, entries }] : [];
    });
    if (chosen.length === 0) {
      const known = sections.flatMap(({ family, entries }) => [
        family,
        ...entries.flatMap(({ names }) => names),
      ]);
      const { aliasOf } = await import('../../experiment/remedies/words/alias_of.ts');
      const { aliases } = await import('../../experiment/remedies/words/aliases.ts');
      // A word of another library says more than a name that looks like it.
      const families = [aliases.layer, aliases.image, aliases.comparison, aliases.measure, aliases.metric];
      const word =
        FAMILIES[kind!.toLowerCase()] ??
        families.map((family) => aliasOf(kind!, family, known)).find((name) => known.includes(name ?? ''));
      const problem = `there is no kind "${kind}"`;
      throw new UserError(
        formatMistake(
          SETTINGS.test(kind!)
            ? { problem: `${kind} is no kind: it has options`, remedy: 'coincide schema prints them' }
            : { problem, meant: word ?? nearest(kind!, known), remedy: 'see coincide list' },
        ),
      );
    }
    const texts = chosen.map(({ family, entries }) =>
      [family, ...entries.map(({ text }) => text)].join('\n'),
    );
    print(texts.join('\n\n'));
    return 0;
  },
};

/** What else a family of kinds is called. */
const FAMILIES: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  pools: 'layers',
  layer: 'layers',
  image: 'images',
  pictures: 'images',
  metric: 'measures',
  metrics: 'measures',
  measure: 'measures',
  compare: 'comparisons',
  comparison: 'comparisons',
});

/** Sections of a file that have options but no kinds. */
const SETTINGS = /^(shift|sweep|expect|baseline|preprocess)(\.\w+)?$/;
