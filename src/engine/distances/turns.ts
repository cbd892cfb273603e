/**
 * e^(-2πi k / n) for k from 0 to n - 1, as pairs of doubles [cosine, -sine]. They are computed by + - × ÷ only, so they
 * have the same bits on every machine: `Math.cos` is another function in another version of V8. The error is at most
 * two units in the last place.
 */
export function turnsOf(n: number): Float64Array {
  const known = tablesOfTurns.get(n);
  if (known) return known;
  const table = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    const [cosine, sine] = turnOf(k, n);
    table[2 * k] = cosine;
    table[2 * k + 1] = -sine;
  }
  tablesOfTurns.set(n, table);
  return table;
}

/** By length: a run has a few. */
const tablesOfTurns = new Map<number, Float64Array>();

/** The cosine and the sine of k / n of a turn, from those of at most an eighth of a turn. */
function turnOf(k: number, n: number): [number, number] {
  if (2 * k > n) {
    const [cosine, sine] = turnOf(n - k, n);
    return [cosine, -sine];
  }
  if (4 * k > n) {
    const [cosine, sine] = turnOfQuarter(n - 2 * k, 2 * n);
    return [-cosine, sine];
  }
  return turnOfQuarter(k, n);
}

/** The same for at most a quarter of a turn. */
function turnOfQuarter(k: number, n: number): [number, number] {
  if (8 * k > n) {
    const [cosine, sine] = turnOfQuarter(n - 4 * k, 4 * n);
    return [sine, cosine];
  }
  const angle = (TURN * k) / n;
  return [series(angle, 0), angle * series(angle, 1)];
}

/** 2π */
const TURN = 6.283185307179586;

/** Σ (-x²)^i / (2i + first)!: the cosine of x, or its sine divided by x. */
function series(x: number, first: 0 | 1): number {
  const square = x * x;
  let sum = 1;
  for (let i = 20 + first; i > 1; i -= 2) sum = 1 - (square / (i * (i - 1))) * sum;
  return sum;
}

/** The least even number 2^a · 3^b that is not below a length. */
export function transformLength(least: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let threes = 1; threes < 2 * least; threes *= 3) {
    let length = 2 * threes;
    while (length < least) length *= 2;
    best = Math.min(best, length);
  }
  return best;
}
