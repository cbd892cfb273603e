import type { MeasureColumn } from '../kind.ts';

/** How the two ends of an interval are described. Default: as an interval that only a set has. */
interface Ends {
  low?: { description: string; formula: string };
  high?: { description: string; formula: string };
  source?: string;
  /** That of the column whose interval it is. Default: rate. */
  type?: 'rate' | 'number';
}

/**
 * The two columns that hold the 95 % interval of a column. Of a set it is the interval over pictures (`setInterval`).
 *
 * @param prefix of their names
 * @param of the column whose interval it is
 * @example
 * intervalColumns('match', 'match_rate'); // { match_low: { … }, match_high: { … } }
 */
export function intervalColumns<const P extends string>(
  prefix: P,
  of: string,
  { type = 'rate', ...ends }: Ends = {},
): { [Name in `${P}_low` | `${P}_high`]: MeasureColumn } {
  const { low, high, source } = { ...(type === 'rate' ? ratesOverPictures : numbersOverPictures), ...ends };
  const shared = { type, unit: '1', ...(source && { source }) } as const;
  const columns: Record<string, MeasureColumn> = {
    [`${prefix}_low`]: { ...shared, ...low, over: { low: of } },
    [`${prefix}_high`]: { ...shared, ...high, over: { high: of } },
  };
  return columns as { [Name in `${P}_low` | `${P}_high`]: MeasureColumn };
}

/**
 * A column without a unit, and the two that hold its interval over pictures.
 *
 * @param column a rate, unless it says its type
 * @param prefix of the names of the two
 */
export function withInterval<const N extends string, const P extends string = N>(
  name: N,
  { type = 'rate', ...column }: Omit<MeasureColumn, 'type' | 'unit' | 'interval'> & Pick<Ends, 'type'>,
  prefix = name as string as P,
) {
  const interval = [`${prefix}_low`, `${prefix}_high`] as const;
  const own = { [name]: { type, unit: '1', ...column, interval } } as { [Name in N]: MeasureColumn };
  return { ...own, ...intervalColumns(prefix, name, { type }) };
}

/** The formulas of the interval over the pictures of a set, as docs and data packages give them. */
const STANDARD_ERROR =
  'SE² = I/(I - 1) Σ_i (e_i / (1 - b_i/B))² / B², e_i = a_i - R b_i, R = Σ a_i / B, B = Σ b_i';
const OVER_PICTURES = `as match_low with n = min(R(1 - R) / SE², B) for N and t of I - 1 degrees for z; ${STANDARD_ERROR}`;
const LOW = 'Lower end of the 95 % interval over pictures; empty for fewer than 5.';
const HIGH = 'Upper end, likewise.';

const ratesOverPictures = {
  low: { description: LOW, formula: OVER_PICTURES },
  high: { description: HIGH, formula: OVER_PICTURES.replace('match_low', 'match_high') },
  source: 'Wilson 1927; Bell & McCaffrey 2002; Dean & Pagano 2015',
};

const numbersOverPictures = {
  low: { description: LOW, formula: `R - t · SE with t of I - 1 degrees; ${STANDARD_ERROR}` },
  high: { description: HIGH, formula: `R + t · SE with t of I - 1 degrees; ${STANDARD_ERROR}` },
  source: 'Bell & McCaffrey 2002',
};
