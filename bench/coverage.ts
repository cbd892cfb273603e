/**
 * `npm run bench:coverage`: how often the 95 % interval over the pictures of a set covers the true rate, and how wide it
 * is beside the cluster bootstrap (400 resamples of pictures, percentiles), on the same data.
 *
 * A run draws I pictures, each with a rate of its own from Beta(p(1 - ρ)/ρ, (1 - p)(1 - ρ)/ρ), so that two trials of one
 * picture correlate by ρ; and T trials of each. `-- RUNS` takes another number of runs than 4,000.
 */

import { setInterval } from '../src/measure/statistics/set_interval.ts';

const RUNS = Number(process.argv[2] ?? 4000);
const RESAMPLES = 400;
const PICTURES = [10, 20, 50, 100];
const TRIALS = [6, 81];
const CORRELATIONS = [0.02, 0.1, 0.3, 0.6, 0.9];
const RATES = [0.05, 0.1, 0.2, 0.5, 0.8, 0.95];
interface Cell {
  pictures: number;
  trials: number;
  correlation: number;
  rate: number;
  covers: number;
  width: number;
  bootstrapCovers: number;
  bootstrapWidth: number;
  /** The share of runs in which only one of them covers the rate. */
  onlyInterval: number;
  onlyBootstrap: number;
}

const cells: Cell[] = [];
for (const pictures of PICTURES)
  for (const trials of TRIALS)
    for (const correlation of CORRELATIONS)
      for (const rate of RATES) cells.push(measureCell(pictures, trials, correlation, rate));

console.log('| pictures | trials | correlation | rate | covers | bootstrap | width | of the bootstrap |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const cell of cells) {
  const { pictures, trials, correlation, rate, covers, bootstrapCovers, width } = cell;
  console.log(
    `| ${pictures} | ${trials} | ${correlation} | ${rate} | ${percent(covers)} | ${percent(bootstrapCovers)} | ${width.toFixed(3)} | ${ratio(cell).toFixed(2)} × |`,
  );
}
console.log();
for (const pictures of PICTURES) {
  const some = cells.filter((cell) => cell.pictures === pictures);
  const middle = some.filter(({ rate }) => rate >= 0.2 && rate <= 0.8);
  const outside = some.filter((cell) => !middle.includes(cell));
  const wide = middle.filter(({ bootstrapCovers }) => bootstrapCovers >= 0.93).map(ratio);
  console.log(
    [
      `${pictures} pictures: rates .2 to .8: covers at least ${percent(least(middle.map(({ covers }) => covers)))}`,
      `(bootstrap ${percent(least(middle.map(({ bootstrapCovers }) => bootstrapCovers)))})`,
      `; at most ${Math.max(0, ...wide).toFixed(2)} × as wide where the bootstrap covers 93 %`,
      `; outside: at least ${percent(least(outside.map(({ covers }) => covers)))}`,
      `(bootstrap ${percent(least(outside.map(({ bootstrapCovers }) => bootstrapCovers)))})`,
    ].join(' '),
  );
}
const below = cells.filter(({ covers, bootstrapCovers }) => covers < bootstrapCovers);
const outside = below.filter(({ rate }) => rate < 0.2 || rate > 0.8);
console.log(
  `cells that cover less often than the bootstrap: ${below.length} of ${cells.length}, ${outside.length} of them at rates outside .2 to .8`,
);
for (const cell of below) {
  const { pictures, trials, correlation, rate, covers, bootstrapCovers } = cell;
  const [difference, error] = pairedDifference(cell);
  console.log(
    `  ${pictures} pictures, ${trials} trials, correlation ${correlation}, rate ${rate}: ${percent(covers)}, bootstrap ${percent(bootstrapCovers)}; difference ${points(difference)} ± ${points(error)} (standard error), z = ${(difference / error).toFixed(1)}`,
  );
}

/** The difference of the two coverages, and its standard error: both see the same runs. */
function pairedDifference({ onlyInterval, onlyBootstrap }: Cell): [number, number] {
  const difference = onlyInterval - onlyBootstrap;
  return [difference, Math.sqrt((onlyInterval + onlyBootstrap - difference ** 2) / RUNS)];
}

function measureCell(pictures: number, trials: number, correlation: number, rate: number): Cell {
  const next = mulberry32(1e6 * rate + 1e4 * correlation + 100 * pictures + trials);
  const [a, b] = [(rate * (1 - correlation)) / correlation, ((1 - rate) * (1 - correlation)) / correlation];
  const below = new Float64Array(pictures).fill(trials);
  let [covers, width, bootstrapCovers, bootstrapWidth, onlyInterval, onlyBootstrap] = [0, 0, 0, 0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const above = Float64Array.from({ length: pictures }, () => binomial(trials, beta(a, b, next), next));
    const [low, high] = setInterval({ above, below }, { bounded: true, counts: true })!;
    const [from, to] = bootstrap(above, trials, next);
    const [inInterval, inBootstrap] = [low <= rate && rate <= high, from <= rate && rate <= to];
    covers += Number(inInterval);
    width += high - low;
    bootstrapCovers += Number(inBootstrap);
    bootstrapWidth += to - from;
    onlyInterval += Number(inInterval && !inBootstrap);
    onlyBootstrap += Number(inBootstrap && !inInterval);
  }
  return {
    ...{ pictures, trials, correlation, rate },
    covers: covers / RUNS,
    width: width / RUNS,
    bootstrapCovers: bootstrapCovers / RUNS,
    bootstrapWidth: bootstrapWidth / RUNS,
    onlyInterval: onlyInterval / RUNS,
    onlyBootstrap: onlyBootstrap / RUNS,
  };
}

/** A fast generator of numbers in [0, 1): the streams of experiments are too slow for 10^10 draws. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function bootstrap(above: Float64Array, trials: number, next: () => number): [number, number] {
  const n = above.length;
  const rates = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += above[Math.floor(next() * n)]!;
    rates[r] = sum / (n * trials);
  }
  rates.sort();
  const point = (share: number) => {
    const at = (RESAMPLES - 1) * share;
    const [low, high] = [rates[Math.floor(at)]!, rates[Math.ceil(at)]!];
    return low + (high - low) * (at - Math.floor(at));
  };
  return [point(0.025), point(0.975)];
}

function binomial(n: number, chance: number, next: () => number): number {
  let k = 0;
  for (let i = 0; i < n; i++) k += Number(next() < chance);
  return k;
}

/** By two gamma variates. */
function beta(a: number, b: number, next: () => number): number {
  const [x, y] = [gamma(a, next), gamma(b, next)];
  // Both can underflow where a and b are small: then it is 0 or 1.
  return x + y > 0 ? x / (x + y) : Number(next() < a / (a + b));
}

/** Marsaglia & Tsang 2000, with their boost for shapes below 1. */
function gamma(shape: number, next: () => number): number {
  if (shape < 1) return gamma(shape + 1, next) * next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function ratio({ width, bootstrapWidth }: Cell): number {
  return width / bootstrapWidth;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

/** @example points(-0.0043) // '-0.43 %' */
function points(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
