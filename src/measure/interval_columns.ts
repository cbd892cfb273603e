import type { MeasureColumn } from './kind.ts';

/** How the two ends of an interval are described. */
interface Ends {
  low: { description: string; formula: string };
  high: { description: string; formula: string };
  source?: string;
}

/**
 * The two columns that hold the 95 % interval of a column. Of a set it is the interval over pictures (`setInterval`).
 *
 * @param prefix of their names
 * @param of the column whose interval it is
 * @param ends how they are described. Default: an interval that only a set has
 * @example
 * intervalColumns('match', 'match_rate'); // { match_low: { … }, match_high: { … } }
 */
export function intervalColumns<const P extends string>(
  prefix: P,
  of: string,
  { low, high, source }: Ends = overPictures,
): { [Name in `${P}_low` | `${P}_high`]: MeasureColumn } {
  const shared = { type: 'rate', unit: '1', ...(source && { source }) } as const;
  const columns: Record<string, MeasureColumn> = {
    [`${prefix}_low`]: { ...shared, ...low, over: { low: of } },
    [`${prefix}_high`]: { ...shared, ...high, over: { high: of } },
  };
  return columns as { [Name in `${P}_low` | `${P}_high`]: MeasureColumn };
}

/** The formula of the interval over the pictures of a set, as docs and data packages give it. */
const OVER_PICTURES =
  'as match_low with n = min(R(1 - R) / SE², B) for N and t of I - 1 degrees for z; SE² = I/(I - 1) Σ_i (e_i / (1 - b_i/B))² / B², e_i = a_i - R b_i, R = Σ a_i / B, B = Σ b_i';

const overPictures: Ends = {
  low: {
    description: 'Lower end of the 95 % interval over pictures; empty for fewer than 5.',
    formula: OVER_PICTURES,
  },
  high: { description: 'Upper end, likewise.', formula: OVER_PICTURES.replace('match_low', 'match_high') },
  source: 'Wilson 1927; Bell & McCaffrey 2002; Dean & Pagano 2015',
};
