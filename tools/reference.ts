import { type DescribedOption, optionsOf } from '../src/experiment/describe.ts';
import { builtinKinds } from '../src/experiment/kinds.ts';
import { limits } from '../src/experiment/limits.ts';
import { experimentEntries } from '../src/experiment/schema.ts';
import { type AnySchema, options } from '../src/options.ts';
import { type Column, shiftsColumns, summaryColumns } from '../src/results/columns.ts';
import { shiftOptions } from '../src/shift/options.ts';

/** `docs/reference.md`: every kind, option, default and column, from the schema and the registries. */
export function reference(): string {
  const { images, layers, comparisons, measures } = builtinKinds;
  const entries = experimentEntries(builtinKinds);
  const expectation = (entries.expect as any).pipe[0].wrapped.item;
  return `${[
    '# Reference',
    'This page is made from the schema and the registries by `npm run generate`; a test fails when it is stale.',
    '## The experiment file',
    'YAML 1.2 or JSON. A kind is its name, or an object with `type` and its options: `image: circle` is `image: { type: circle }`.',
    optionTable(optionsOf(options(entries))),
    '`sweep` takes paths into the file, each with a list of values, or with an object that names values of any sort. Every combination is one variant; the last key runs fastest. A swept key that is also a column of the table gets `sweep.` in front.',
    '### shift',
    optionTable(optionsOf(shiftOptions)),
    '### expect',
    optionTable(optionsOf(expectation)),
    '## Images',
    ...Object.entries(images).map(([name, kind]) => kindSection(name, kind.title, kind.options)),
    '## Layers',
    '`repeat: { times, layers }` in the list of layers stands for its layers, so many times.',
    ...Object.entries(layers).map(([name, kind]) => {
      const facts = [
        kind.pools ? 'counts as a depth' : 'does not count as a depth',
        kind.local ? 'local' : 'not local',
        kind.tolerance === 0
          ? 'exact: the same bits on every backend'
          : `backends agree within ${kind.tolerance} of the largest value`,
      ];
      return kindSection(name, `${kind.title} (${facts.join('; ')})`, kind.options);
    }),
    '## Comparisons',
    ...Object.entries(comparisons).map(([name, kind]) => kindSection(name, kind.title, kind.options)),
    '## Columns of NAME.csv',
    'One row per variant and measured step. n_c: trials in class c; m_s: trials that drew shift s; N: trials; x: an output, r: the reference.',
    columnTable(summaryColumns([], Object.values(measures))),
    '## Columns of NAME.shifts.csv',
    'One row per variant, measured step and distinct drawn shift, sorted by dy, then dx.',
    columnTable(shiftsColumns([])),
    '## Limits',
    'Checked before anything is computed.',
    table(
      ['what', 'at most'],
      [
        ['values of an image', limits.imageValues],
        ['trials (`all` counts its shifts)', limits.trials],
        ['distinct shifts × measured steps of a variant', limits.measurements],
        ['variants', limits.variants],
        ['layers', limits.layers],
        ['bytes of a file', limits.fileBytes],
        ['whole numbers', '2^53'],
        ['memory for the batches of a stack without a shared pass', '256 MiB'],
      ],
    ),
  ].join('\n\n')}\n`;
}

function kindSection(name: string, title: string, schema: AnySchema): string {
  const described = optionsOf(schema);
  const head = `### ${name}\n\n${cellText(title)}`;
  return described.length === 0 ? head : `${head}\n\n${optionTable(described)}`;
}

function optionTable(described: readonly DescribedOption[]): string {
  return table(
    ['key', 'default', 'meaning'],
    described.map(({ name, default: value, description }) => [
      `\`${name}\``,
      value && (value === 'required' ? value : `\`${value}\``),
      description,
    ]),
  );
}

function columnTable(columns: readonly Column[]): string {
  return table(
    ['column', 'type', 'unit', 'meaning', 'formula', 'source'],
    columns.map(({ name, type, unit, description, formula, source }) => [
      `\`${name}\``,
      type,
      unit ?? '',
      description,
      formula ? `\`${formula}\`` : '',
      source ?? '',
    ]),
  );
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => cellText(String(cell))).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellText(text: string): string {
  return text.replaceAll('|', '\\|');
}
