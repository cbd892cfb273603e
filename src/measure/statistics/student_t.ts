import { Z } from './wilson.ts';

/**
 * The 97.5 % point of Student's t distribution.
 *
 * A table up to 30 degrees of freedom; above it the expansion of Abramowitz & Stegun 1972 (26.7.5), which is then within
 * 4e-8. Both use only + - × ÷, so that the bits are the same on every machine.
 *
 * @param degrees of freedom: a whole number of at least 4
 * @example
 * studentT(9); // 2.262157162798
 */
export function studentT(degrees: number): number {
  return table[degrees - FIRST] ?? expansion(degrees);
}

const FIRST = 4;

/** Degrees 4 to 30, by SciPy 1.x: `scipy.stats.t.ppf(0.975, degrees)`. */
const table = [
  2.776445105198, 2.570581835636, 2.446911851145, 2.364624251593, 2.306004135204, 2.262157162798,
  2.228138851986, 2.200985160092, 2.178812829667, 2.160368656463, 2.144786687918, 2.13144954556,
  2.119905299221, 2.109815577833, 2.100922040241, 2.093024054408, 2.085963447266, 2.079613844728,
  2.073873067904, 2.068657610419, 2.063898561628, 2.059538552753, 2.055529438643, 2.05183051648,
  2.048407141795, 2.045229642133, 2.042272456301,
];

function expansion(n: number): number {
  const z2 = Z * Z;
  const terms = [
    (Z * (z2 + 1)) / 4,
    (Z * ((5 * z2 + 16) * z2 + 3)) / 96,
    (Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384,
    (Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945)) / 92160,
  ];
  return terms.reduceRight((sum, term) => (sum + term) / n, 0) + Z;
}
