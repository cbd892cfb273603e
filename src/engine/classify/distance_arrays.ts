import type { Distance, DistanceArrays } from '../measured.ts';

/** Arrays for the distances of that number of shifts. */
export function createDistances(shifts: number) {
  const [cosine, relativeL2, maxAbs] = [0, 0, 0].map(() => new Float64Array(shifts)) as [
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
  ];
  const largest = (trials: Float64Array) =>
    maxAbs.reduce((most, value, shift) => (trials[shift]! > 0 ? Math.max(most, value) : most), 0);
  return { cosine, relativeL2, maxAbs: () => maxAbs, largest } satisfies DistanceArrays;
}

/** The same shift by shift. */
export function listDistances({ cosine, relativeL2, maxAbs }: DistanceArrays): Distance[] {
  const largest = maxAbs();
  return Array.from(cosine, (similarity, shift) => ({
    cosine: similarity,
    relativeL2: relativeL2[shift]!,
    maxAbs: largest[shift]!,
  }));
}
