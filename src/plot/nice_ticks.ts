/**
 * Round numbers at even distances that reach from `low` or below to `high` or above: multiples of 1, 2 or 5 times a power of
 * ten, the smallest such step with at most `most` numbers.
 *
 * @param most at least 2; below and above 0 there are three at least, since 0 is among them
 * @example niceTicks(0, 1.37, 6) // [0, 0.5, 1, 1.5]
 */
export function niceTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) return [low];
  const limit = Math.max(low < 0 && high > 0 ? 3 : 2, most);
  for (let power = Math.floor(Math.log10((high - low) / most)); ; power++) {
    for (const digit of [1, 2, 5]) {
      const [first, last] = [low, high].map((end, i) => {
        const steps = power < 0 ? (end * 10 ** -power) / digit : end / (digit * 10 ** power);
        // Sums of decimals miss a whole number by a few last bits.
        return i === 0 ? Math.floor(steps + 1e-9) : Math.ceil(steps - 1e-9);
      }) as [number, number];
      if (last - first + 1 > limit) continue;
      return Array.from({ length: last - first + 1 }, (_, i) => {
        const multiple = (first + i) * digit;
        return power < 0 ? multiple / 10 ** -power : multiple * 10 ** power;
      });
    }
  }
}
