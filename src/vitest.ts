import type { Finding } from './check/findings/finding.ts';
import { severity } from './check/findings/finding.ts';
import { formatFindings } from './check/reporters/text.ts';
import { selectRows } from './expect/expect.ts';
import { rowText } from './expect/row_text.ts';
import { classGrid } from './picture/class_grid.ts';
import { mapEnds } from './picture/film_strip.ts';
import { mapLines } from './picture/map_terminal.ts';
import type { Cell } from './results/columns.ts';
import { classesOf } from './run/row_classes.ts';

type ReceivedRows = readonly Readonly<Record<string, Cell | undefined>>[];

/** Selects rows by the values of identity columns. Default: the last row. */
export type RowSelection = Readonly<Record<string, string | number | boolean>>;

/** The result that a test runner expects of a matcher. */
interface MatcherResult {
  pass: boolean;
  message(): string;
}

/**
 * Matchers for `expect` of Vitest and Jest. Importing `coincide/vitest` registers them if there is a global `expect` or
 * Vitest is installed; elsewhere call `expect.extend(matchers)`.
 */
export const matchers = {
  /**
   * Passes if every trial matched in every selected row, and there was at least one trial. Takes rows, or the result of
   * a run. Selecting no row is an error, also under `not`.
   *
   * @example expect(rows).toBeInvariant({ depth: 4 });
   */
  toBeInvariant(received: unknown, at?: RowSelection): MatcherResult {
    const rows = receivedRows(received);
    const selected =
      at === undefined ? rows.slice(-1) : selectRows(rows as readonly Record<string, Cell>[], at);
    if (selected.length === 0) return failed(`no row is selected by ${JSON.stringify(at ?? {})}`);
    const moved = selected.filter(({ matches, trials }) => !(Number(trials) > 0 && matches === trials));
    const lines = (moved.length > 0 ? moved : selected).map((row) => {
      return `  ${rowText(identityCells(row))}${row.matches} of ${row.trials} trials match${mapText(row)}`;
    });
    const negated = moved.length > 0 ? '' : 'not ';
    return {
      pass: moved.length === 0,
      message: () => [`expected rows ${negated}to be invariant:`, ...lines].join('\n'),
    };
  },

  /**
   * Passes if an experiment file meets its expectations and reproduces its committed results. These are read from the
   * folder `results` beside `experiments`, or else in the current folder.
   *
   * @example await expect('experiments/circle.yaml').toHoldClaims();
   */
  async toHoldClaims(received: unknown): Promise<MatcherResult> {
    if (typeof received !== 'string') return failed('expected the path of an experiment file');
    const { checkFile } = await import('./check/check_file.ts');
    const findings = await checkFile(received);
    const broken = findings.filter((finding: Finding) => severity(finding) > 0);
    const text = [formatFindings(broken.length > 0 ? broken : findings), ...mapsOfFindings(broken)].join(
      '\n',
    );
    const negated = broken.length > 0 ? '' : 'not ';
    return {
      pass: broken.length === 0,
      message: () => `expected ${received} ${negated}to hold its claims:\n${text}`,
    };
  },
};

/** The methods that the matchers add to `expect(…)`. */
export interface CoincideMatchers<R = unknown> {
  toBeInvariant(at?: RowSelection): R;
  toHoldClaims(): Promise<R>;
}

declare module 'vitest' {
  interface Matchers<T = any> extends CoincideMatchers<T> {}
}

declare global {
  namespace jest {
    interface Matchers<R> extends CoincideMatchers<R> {}
  }
}

/** Throws instead of failing: under `not` a failure would pass, although nothing was checked. */
function failed(why: string): never {
  throw new TypeError(why);
}

function receivedRows(received: unknown): ReceivedRows {
  const rows = (received as { table?: { rows?: ReceivedRows } })?.table?.rows ?? received;
  if (Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null)) return rows;
  return failed('expected the rows of a table, or the result of a run');
}

/** The maps of the rows that do not hold, each once: those whose claim is about matching, or whose matches have changed. */
function mapsOfFindings(broken: readonly Finding[]): string[] {
  const maps = broken
    .flatMap(({ differences }) => differences)
    .filter(({ row }) => Array.from(classesOf(row)?.classOf ?? []).some((found) => found !== 0))
    .map(({ row }) => `  ${rowText(row)}which shifts match${mapText(row)}`);
  return [...new Set(maps)].slice(0, MAX_MAPS);
}

const MAX_MAPS = 5;

/** The class of each shift as a small map, below the row; empty for rows that hold none, as those of a file. */
function mapText(row: object): string {
  const classes = classesOf(row);
  const grid = classes && classGrid(classes);
  const lines = grid && mapLines(grid, 'plain', MAP_WIDTH);
  if (!lines) return '';
  const legend = `@ unshifted, # the same, letters and dots differ; ${mapEnds(grid.rows, grid.columns).join(', ')}`;
  return [':', ...lines.map((line) => `   ${line}`), `    ${legend}`].join('\n');
}

const MAP_WIDTH = 66;

function identityCells(row: Readonly<Record<string, Cell | undefined>>): Record<string, Cell> {
  const { depth, step } = row;
  return Object.fromEntries(
    Object.entries({ depth, step }).filter(([, cell]) => cell !== undefined),
  ) as Record<string, Cell>;
}

type Extendable = { extend?(added: typeof matchers): void };

/** The global `expect` (Jest, or Vitest with globals), else Vitest's; undefined outside tests. */
async function runningExpect(): Promise<Extendable | undefined> {
  const found = (globalThis as { expect?: Extendable }).expect;
  if (found?.extend) return found;
  return import('vitest').then(({ expect }) => expect as Extendable).catch(() => undefined);
}

(await runningExpect())?.extend?.(matchers);
