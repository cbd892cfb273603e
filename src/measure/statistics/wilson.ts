/** The 97.5 % point of the standard normal distribution: two-sided, 95 %. */
export const Z = 1.959963984540054;

/**
 * Wilson's 95 % score interval of a rate, exactly 0 at no match and 1 at all.
 *
 * @param quantile of the statistic's distribution: that of the normal one, or of Student's t
 * @returns [low, high]
 * @example
 * wilson(5, 10); // [0.2366, 0.7634]
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
 */
export function wilson(matches: number, trials: number, quantile = Z): [number, number] {
  const rate = matches / trials;
  const share = (quantile * quantile) / trials;
  const middle = (rate + share / 2) / (1 + share);
  const half = (quantile / (1 + share)) * Math.sqrt((rate * (1 - rate)) / trials + share / trials / 4);
  return [matches === 0 ? 0 : middle - half, matches === trials ? 1 : middle + half];
}

/**
 * The interval of a rate of trials: Wilson's for drawn trials, the rate itself where all shifts are taken once (there is no
 * sampling error then), NaN without trials.
 *
 * @example
 * interval(5, { total: 10, all: true }); // [0.5, 0.5]
 */
export function interval(matches: number, { total, all }: { total: number; all: boolean }): [number, number] {
  if (total === 0) return [Number.NaN, Number.NaN];
  return all ? [matches / total, matches / total] : wilson(matches, total);
}

/** The ends of an `interval` and their formulas, for `intervalColumns`. */
export function wilsonEnds(low: string, high: string) {
  const rest = 'end of the 95 % Wilson interval; the rate itself for `trials: all`.';
  return {
    low: { description: `Lower ${rest}`, formula: low },
    high: { description: `Upper ${rest}`, formula: high },
    source: 'Wilson 1927',
  };
}
