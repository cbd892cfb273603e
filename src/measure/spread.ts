/** How trials are spread over shifts, or over classes. */
export interface Spread {
  /** Of how many some trial is. */
  taken: number;
  /** Entropy, Σ (n / N) log2(N / n): bits, null without trials. */
  bits: number | null;
}

/**
 * Looked at once: all steps of a run share the trials of its shifts, and so of outputs that all differ.
 *
 * @param counts trials in each
 * @param total their sum
 */
export function spreadOf(counts: Float64Array, total: number): Spread {
  const spread = known.get(counts) ?? look(counts, total);
  known.set(counts, spread);
  return spread;
}

const known = new WeakMap<Float64Array, Spread>();

function look(counts: Float64Array, total: number): Spread {
  let [taken, sum, last, bits] = [0, 0, 0, 0];
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i]!;
    if (n === 0) continue;
    taken++;
    // Mostly all counts are alike, and a logarithm takes long.
    if (n !== last) bits = (n / total) * Math.log2(total / n);
    last = n;
    sum += bits;
  }
  return { taken, bits: total === 0 ? null : sum };
}
