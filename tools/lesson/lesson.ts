import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

/**
 * The lesson, made from the experiments: a text with places for numbers, in the languages below. A place is one of
 *
 *     {{circle-exact depth=4 matches}}           the cell of this column, in the row of results/circle-exact.csv
 *                                                whose columns have these values
 *     {{condense layer=relu height*width}}       a product of cells
 *     {{circle depth=0 match_rate %}}            the same as a percentage
 *     {{$ run experiments/circle.yaml}}          this command and all that it prints
 *
 * A picture is made by the command `npx coincide show … --png PATH` that the text names above it.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The page of each template, and the language that its numbers are written in. */
const pages = { lesson: 'en', ders: 'tr' } as const;
type Language = (typeof pages)[keyof typeof pages];

type Row = Record<string, string>;
const tables = new Map<string, Row[]>();

/** The rows of a committed table. */
function rowsOf(name: string): Row[] {
  const rows =
    tables.get(name) ?? (parse(readFileSync(join(root, `results/${name}.csv`)), { columns: true }) as Row[]);
  tables.set(name, rows);
  return rows;
}

/** The number that a place asks for. Throws unless exactly one row has the values. */
function numberAt(place: string): number {
  const [name, ...words] = place.split(' ');
  const conditions = words
    .filter((word) => word.includes('='))
    .map((word) => word.split('=') as [string, string]);
  const product = words.find((word) => !word.includes('='))!;
  const rows = rowsOf(name!).filter((row) => conditions.every(([key, value]) => row[key] === value));
  if (rows.length !== 1)
    throw new Error(`{{${place}}}: ${rows.length} rows of results/${name}.csv have these values.`);
  const factors = product.split('*').map((column) => {
    const cell = rows[0]![column];
    if (!cell) throw new Error(`{{${place}}}: results/${name}.csv has no value of ${column} there.`);
    return Number(cell);
  });
  return factors.reduce((left, right) => left * right);
}

/** A share as people write it: 0.018 is 1.8% in English and %1,8 in Turkish. Only 0 and 1 have no decimals. */
function percent(share: number, language: Language): string {
  const digits = share === 0 || share === 1 ? 0 : 1;
  return new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

const outputs = new Map<string, string>();

/** What a command prints, below the command, as in a terminal in the project's folder. The pages share commands. */
function printed(command: string, cli: string): string {
  const known = outputs.get(command);
  if (known !== undefined) return known;
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...command.split(' ')], {
    cwd: root,
    encoding: 'utf8',
  });
  const text = `$ npx coincide ${command}\n${(stdout + stderr).trimEnd()}`;
  outputs.set(command, text);
  return text;
}

function filled(place: string, language: Language, cli: string): string {
  if (place.startsWith('$ ')) return printed(place.slice(2), cli);
  if (place.endsWith(' %')) return percent(numberAt(place.slice(0, -2)), language);
  return new Intl.NumberFormat(language).format(Math.round(numberAt(place)));
}

/** A template with its places. */
export const templateOf = (page: string): string =>
  readFileSync(join(root, `tools/lesson/${page}.md`), 'utf8');

/** The pages, by path. `cli` is the built command line, `dist/cli.js`. */
export function lessonPages(cli: string): Record<string, string> {
  const rendered = Object.entries(pages).map(([page, language]) => [
    `docs/${page}.md`,
    templateOf(page).replace(/\{\{(.*?)\}\}/g, (_, place: string) => filled(place, language, cli)),
  ]);
  return Object.fromEntries(rendered);
}

/** The PNG files that the English page shows, by path. */
export function lessonPictures(cli: string): Record<string, Buffer> {
  const commands = templateOf('lesson').matchAll(/^npx coincide (show .*) --png (\S+)$/gm);
  return Object.fromEntries(
    Array.from(commands, ([, command, path]) => [
      path!,
      execFileSync(process.execPath, [cli, ...command!.split(' '), '--png', '-'], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ]),
  );
}
