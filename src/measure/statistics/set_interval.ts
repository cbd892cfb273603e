import { studentT } from './student_t.ts';
import { wilson } from './wilson.ts';

/**
 * A statistic of a set that is one sum over another: of picture i, `above[i]` and `below[i]`, by default 1. A picture
 * without one of them, NaN, does not count.
 */
export interface Ratio {
  above: Float64Array;
  below?: Float64Array | undefined;
}

/** Fewer pictures than this have no interval: their spread says too little. */
export const LEAST_PICTURES = 5;

/**
 * The 95 % interval of R = Σ a_i / Σ b_i over the pictures of a set. The shifts of one picture are not independent, so
 * the spread between pictures decides:
 *
 *     SE² = I/(I - 1) · Σ_i (e_i / (1 - b_i/B))² / B²,   e_i = a_i - R b_i,   B = Σ b_i,   I = #{i : b_i > 0}
 *
 * that is, each picture's residual from what the other pictures say. A rate has Wilson's interval for as many
 * independent trials as have that standard error, n = min(R(1 - R) / SE², B), with Student's t of I - 1 degrees in place
 * of z. Where no two pictures differ, n = I. Any other number has R ± t · SE.
 *
 * `npm run bench:coverage` measures how often it covers.
 *
 * @param bounded whether R is a rate, in [0, 1]
 * @param counts whether `below` counts trials: then there are no more independent trials than these
 * @returns [low, high]; undefined for fewer than 5 pictures
 * @example
 * setInterval({ above: Float64Array.of(1, 3, 2, 4, 0), below: Float64Array.of(4, 4, 4, 4, 4) }, { bounded: true, counts: true });
 * Source: Bell & McCaffrey 2002, "Bias reduction in standard errors for linear regression with multi-stage samples"
 * (the residuals); Dean & Pagano 2015, "Evaluating confidence interval methods for binomial proportions in clustered
 * surveys" (the effective number); Wilson 1927.
 */
export function setInterval(
  of: Ratio,
  { bounded, counts }: { bounded: boolean; counts: boolean },
): [number, number] | undefined {
  const { above: sumAbove, below: sumBelow, pictures } = sumsOfRatio(of);
  if (pictures < LEAST_PICTURES) return undefined;
  const ratio = sumAbove / sumBelow;
  let squares = 0;
  visitPictures(of, (a, b) => {
    if (b === 0) return;
    const residual = (a - ratio * b) / (1 - b / sumBelow);
    squares += residual * residual;
  });
  const error2 = ((pictures / (pictures - 1)) * squares) / sumBelow / sumBelow;
  const t = studentT(pictures - 1);
  if (!bounded) {
    const half = t * Math.sqrt(error2);
    return [ratio - half, ratio + half];
  }
  const differ = error2 > ZERO_VARIANCE && ratio > 0 && ratio < 1;
  const independent = (ratio * (1 - ratio)) / error2;
  const n = !differ ? pictures : counts ? Math.min(independent, sumBelow) : independent;
  return wilson(ratio * n, n, t);
}

/** A squared standard error below it is rounding: no two pictures differ. */
const ZERO_VARIANCE = 1e-24;

/** Both sums of a ratio, and over how many pictures the lower one is. */
export function sumsOfRatio(ratio: Ratio): { above: number; below: number; pictures: number } {
  const sums = { above: 0, below: 0, pictures: 0 };
  visitPictures(ratio, (a, b) => {
    sums.above += a;
    sums.below += b;
    if (b > 0) sums.pictures++;
  });
  return sums;
}

function visitPictures({ above, below }: Ratio, visit: (above: number, below: number) => void): void {
  for (let i = 0; i < above.length; i++) {
    const [a, b] = [above[i]!, below ? below[i]! : 1];
    if (!Number.isNaN(a + b)) visit(a, b);
  }
}
