import type { Finding } from './check/findings/finding.ts';
import { severity } from './check/findings/finding.ts';
import { rowText } from './check/findings/format_finding.ts';
import { formatFindings } from './check/reporters/text.ts';
import { selectRows } from './expect/expect.ts';
import type { Cell } from './results/columns.ts';

type ReceivedRows = readonly Readonly<Record<string, Cell | undefined>>[];

/** Which rows: values of identity columns. Default: the last row. */
export type RowSelection = Readonly<Record<string, string | number | boolean>>;

/** What a matcher tells a test runner. */
interface MatcherResult {
  pass: boolean;
  message(): string;
}

/**
 * Matchers for `expect` of Vitest and Jest: `expect.extend(matchers)`. Importing `coincide/vitest` does that by itself
 * where it finds an `expect`.
 */
export const matchers = {
  /**
   * Every selected row is invariant: every trial matched. Takes the rows of a table or of `measure`.
   *
   * @example expect(rows).toBeInvariant({ depth: 4 });
   */
  toBeInvariant(received: unknown, at?: RowSelection): MatcherResult {
    const rows = rowsOf(received);
    const selected =
      at === undefined ? rows.slice(-1) : selectRows(rows as readonly Record<string, Cell>[], at);
    if (selected.length === 0) return failed(`no row is selected by ${JSON.stringify(at ?? {})}`);
    const moved = selected.filter(({ matches, trials }) => !(Number(trials) > 0 && matches === trials));
    const lines = (moved.length > 0 ? moved : selected).map((row) => {
      return `  ${rowText(identity(row))}${row.matches} of ${row.trials} trials match`;
    });
    const negated = moved.length > 0 ? '' : 'not ';
    return {
      pass: moved.length === 0,
      message: () => [`expected rows ${negated}to be invariant:`, ...lines].join('\n'),
    };
  },

  /**
   * An experiment file holds all that it claims: its expectations, and its committed results in the folder `results`
   * beside `experiments` (without such a folder: in the current one).
   *
   * @example await expect('experiments/circle.yaml').toHoldClaims();
   */
  async toHoldClaims(received: unknown): Promise<MatcherResult> {
    if (typeof received !== 'string') return failed('expected the path of an experiment file');
    const { checkFile } = await import('./check/check_file.ts');
    const findings = await checkFile(received);
    const broken = findings.filter((finding: Finding) => severity(finding) > 0);
    const text = formatFindings(broken.length > 0 ? broken : findings);
    const negated = broken.length > 0 ? '' : 'not ';
    return {
      pass: broken.length === 0,
      message: () => `expected ${received} ${negated}to hold its claims:\n${text}`,
    };
  },
};

/** What the matchers add to `expect(…)`. */
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

/** A failure whatever was expected: `not` would make a success of what was never looked at. */
function failed(why: string): never {
  throw new TypeError(why);
}

function rowsOf(received: unknown): ReceivedRows {
  const rows = (received as { table?: { rows?: ReceivedRows } })?.table?.rows ?? received;
  if (Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null)) return rows;
  return failed('expected the rows of a table, or the result of a run');
}

function identity(row: Readonly<Record<string, Cell | undefined>>): Record<string, Cell> {
  const { depth, step } = row;
  return Object.fromEntries(
    Object.entries({ depth, step }).filter(([, cell]) => cell !== undefined),
  ) as Record<string, Cell>;
}

type Extendable = { extend?(added: typeof matchers): void };

/** Jest's, or that of Vitest with globals; else Vitest's own. Outside of a test there is none. */
async function runningExpect(): Promise<Extendable | undefined> {
  const found = (globalThis as { expect?: Extendable }).expect;
  if (found?.extend) return found;
  return import('vitest').then(({ expect }) => expect as Extendable).catch(() => undefined);
}

(await runningExpect())?.extend?.(matchers);
