import { type AnySchema, options } from '../src/core/options.ts';
import { type DescribedOption, optionsOf } from '../src/experiment/schema/describe.ts';
import { builtinKinds } from '../src/experiment/schema/kinds.ts';
import { limits } from '../src/experiment/schema/limits.ts';
import { experimentEntries } from '../src/experiment/schema/schema.ts';
import type { MeasureKind } from '../src/measure/kind.ts';
import { type Column, overText } from '../src/results/columns.ts';
import { furtherTables, ownColumns, tableKind, tables } from '../src/results/tables/registry.ts';
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
    '`repeat: { times, layers }` in the list of layers repeats its layers `times` times.',
    ...Object.entries(layers).map(([name, kind]) => {
      const facts = [
        kind.pools ? 'counts as a depth' : 'does not count as a depth',
        kind.window ? 'local' : 'not local',
        kind.tolerance === 0
          ? 'exact: the same bits on every backend'
          : `backends agree within ${kind.tolerance} of the largest value`,
      ];
      return kindSection(name, `${kind.title} (${facts.join('; ')})`, kind.options);
    }),
    '## Comparisons',
    ...Object.entries(comparisons).map(([name, kind]) => kindSection(name, kind.title, kind.options)),
    '## Measures with options',
    'In `measures`, an object with `type` takes the place of a name: `measures: [{ type: psnr, peak: 2 }]`. A name alone has the defaults.',
    ...Object.entries<MeasureKind>(measures).flatMap(([name, { title, options }]) =>
      options ? [kindSection(name, title, options)] : [],
    ),
    '## Columns of NAME.csv',
    'One row per variant and measured step. n_c: trials in class c; m_s: trials that drew shift s; N: trials; x: an output, r: the reference. Columns are in this order; `added by` names the measure that adds one, and without it a column is in every table. Swept keys come after `experiment`. Rules for rows, cells and numbers: [recompute.md](recompute.md#columns-and-rows).',
    summaryTable(measures),
    '### Columns of a set',
    'The table of a set of pictures has two more columns, `images` and `skipped`, after `compare`. Each column is put together from the values of the pictures where it is not empty:',
    setTable(Object.values(measures)),
    'Each picture has its own draws, those of the seed `SEED image NAME`. The interval of a rate R = Σ a_i / Σ b_i over pictures i is Wilson\u2019s for n = min(R(1 - R) / SE², B) independent trials, with the 97.5 % point of Student\u2019s t of I - 1 degrees in place of z, where SE² = I/(I - 1) · Σ_i (e_i / (1 - b_i/B))² / B², e_i = a_i - R b_i, B = Σ b_i, and I counts the pictures with b_i > 0; a column that is a mean has b_i = 1 and no limit B. Where SE² is 0, n = I. Fewer than five pictures have no interval. How often it covers: [pictures.md](pictures.md#intervals).',
    ...furtherTables.flatMap(tableSection),
    '## Limits',
    'Checked before anything is computed.',
    table(
      ['what', 'at most'],
      [
        ['values of an image', limits.imageValues],
        ['trials (`all` counts its shifts)', limits.trials],
        ['distinct shifts × measured steps of a variant', limits.measurements],
        ['pictures of a set × measured steps', limits.measurements],
        ['rows of a table beside the summary, in all variants', limits.tableRows],
        ['variants', limits.variants],
        ['layers', limits.layers],
        ['bytes of an experiment file', limits.fileBytes],
        ['bytes of a file that it names', '1 GiB'],
        ['whole numbers', '2^53'],
        ['memory for the batches of a stack without a shared pass', '256 MiB'],
      ],
    ),
  ].join('\n\n')}\n`;
}

/** A table beside the summary: its own columns, without those that identify a row and those of measures. */
function tableSection(name: (typeof furtherTables)[number]): string[] {
  const { title, description = title } = tableKind(name);
  return [
    `## Columns of NAME.${name}.csv`,
    `${description} Behind the columns that say which variant and step a row is of:`,
    columnTable(ownColumns(name, true)),
  ];
}

/** The columns of the summary, with the measure that adds each. */
function summaryTable(measures: Record<string, MeasureKind>): string {
  const kinds = Object.entries(measures).filter(([, { when }]) => when !== 'set');
  const columns = tables.summary.columns({ swept: [], measures: kinds.map(([, kind]) => kind), set: false });
  return columnTable(columns, (column) => {
    const [name, kind] = kinds.find(([, { columns }]) => Object.hasOwn(columns, column)) ?? [];
    if (kind?.when === 'against') return '`against`';
    return kind?.when === 'asked' ? `\`${name}\`` : '';
  });
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

/** @param addedBy what adds a column to the table. Default: there is no such column in the docs */
function columnTable(columns: readonly Column[], addedBy?: (column: string) => string): string {
  return table(
    ['column', ...(addedBy ? ['added by'] : []), 'type', 'unit', 'meaning', 'formula', 'source'],
    columns.map(({ name, type, unit, description, formula, source }) => [
      `\`${name}\``,
      ...(addedBy ? [addedBy(name)] : []),
      type,
      unit ?? '',
      description,
      formula ? `\`${formula}\`` : '',
      source ?? '',
    ]),
  );
}

/** The columns of the table of a set, and how each follows from its pictures. */
function setTable(kinds: readonly MeasureKind[]): string {
  const columns = kinds.flatMap(({ when, columns }) =>
    Object.entries(columns)
      .filter(([, { hidden, ofPicture, classNumber }]) => !hidden && !ofPicture && !classNumber)
      .map(([name, column]) => ({ name, column, isNew: when === 'set' })),
  );
  return table(
    ['column', 'of a set of pictures'],
    columns.map(({ name, column: { description, over }, isNew }) => [
      `\`${name}\``,
      isNew ? `${description} (${overText(over)})` : overText(over),
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
