import { windowImage } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';

/** Sums over the outputs of some pictures with the same shifts, by shift and value. */
type Moments = {
  pictures: Float64Array;
  /** By shift, then value: the mean over pictures. */
  means: Float64Array;
  /** The sum of squared differences from it. */
  squares: Float64Array;
  /** By value, the sum over pictures of the standard deviation over shifts. */
  deviations: Float64Array;
};

export const normalizedVariance = defineMeasure({
  title: 'How much outputs vary over shifts, in units of how much they vary over pictures.',
  when: 'asked',
  needs: 'set',
  everyShift: true,
  quantities: true,
  keeps: ({ shifts, values }) => shifts * values,
  columns: {
    normalized_variance: {
      type: 'number',
      unit: '1',
      better: 'lower',
      description:
        'For each value of the output: the mean over pictures of its standard deviation over shifts, over the mean over shifts of its standard deviation over pictures; the mean of it over the values whose denominator is not 0. Empty if there are none, for class numbers, and where shifts × values are more than 8,388,608.',
      formula: 'mean_u (mean_i sd_s x_isu / mean_s sd_i x_isu), sd with n - 1',
      source: 'Quiroga et al. 2020, "Measuring (in)variances in convolutional networks"',
      over: 'gathered',
    },
  },
  measure: () => ({ normalized_variance: null }),
  gather: {
    async part({ shifts: { trials }, output }, scheduler): Promise<Moments> {
      const drawn = [...trials.keys()].filter((s) => trials[s]! > 0);
      let means = new Float64Array();
      for (const [i, s] of drawn.entries()) {
        const { data } = windowImage(await output(s));
        if (i === 0) means = new Float64Array(drawn.length * data.length);
        means.set(data, i * data.length);
        if (scheduler.due()) await scheduler.yieldNow();
      }
      const deviations = deviationsOverShifts(means, drawn.length);
      return { pictures: Float64Array.of(1), means, squares: new Float64Array(means.length), deviations };
    },
    join: joinMoments,
    values({ pictures: [pictures], squares, deviations }: Moments) {
      const values = deviations.length;
      const shifts = values === 0 ? 0 : squares.length / values;
      if (pictures! < 2 || shifts < 2) return {};
      let [sum, count] = [0, 0];
      for (let u = 0; u < values; u++) {
        let between = 0;
        for (let s = 0; s < shifts; s++) between += Math.sqrt(squares[s * values + u]! / (pictures! - 1));
        if (between === 0) continue;
        sum += deviations[u]! / pictures! / (between / shifts);
        count++;
      }
      return { normalized_variance: count === 0 ? null : sum / count };
    },
  },
});

/** By value, the standard deviation over shifts; 0 for one shift. @param outputs by shift, then value */
function deviationsOverShifts(outputs: Float64Array, shifts: number): Float64Array {
  const values = shifts === 0 ? 0 : outputs.length / shifts;
  return Float64Array.from({ length: values }, (_, u) => {
    let [mean, squares] = [0, 0];
    for (let s = 0; s < shifts; s++) {
      const difference = outputs[s * values + u]! - mean;
      mean += difference / (s + 1);
      squares += difference * (outputs[s * values + u]! - mean);
    }
    return shifts < 2 ? 0 : Math.sqrt(squares / (shifts - 1));
  });
}

/**
 * The moments of both together. Values that are equal everywhere keep a sum of squares of exactly 0.
 *
 * Source: Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances".
 */
function joinMoments(part: Moments, next: Moments): Moments {
  const [before, added] = [part.pictures[0]!, next.pictures[0]!];
  const { means, squares, deviations } = part;
  for (let i = 0; i < means.length; i++) {
    const difference = next.means[i]! - means[i]!;
    means[i]! += (difference * added) / (before + added);
    squares[i]! += next.squares[i]! + (difference * difference * before * added) / (before + added);
  }
  for (let u = 0; u < deviations.length; u++) deviations[u]! += next.deviations[u]!;
  part.pictures[0] = before + added;
  return part;
}
