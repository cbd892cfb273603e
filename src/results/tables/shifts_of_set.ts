import { runWork } from '../../core/scheduler.ts';
import { drawnInOrder } from '../../core/tensor.ts';
import { defineMeasure, type Part } from '../../measure/kind.ts';
import { decisionOf } from '../../measure/outputs/decision.ts';
import type { ColumnDefinition } from '../columns.ts';
import type { TableRow } from '../csv.ts';

/** The columns of a row for a shift of a set, behind dy and dx. */
export const setShiftColumns = {
  trials: {
    type: 'integer',
    unit: 'trials',
    description: 'Draws of this shift, over all pictures.',
    formula: 'Σ_i m_is',
  },
  matches: {
    type: 'integer',
    unit: 'trials',
    description: 'Trials whose output coincides with the reference of its picture.',
    formula: 'Σ_i m_is [class(s) of i = 0]',
    better: 'higher',
  },
  match_rate: {
    type: 'rate',
    unit: '1',
    description: 'Share of them.',
    formula: 'matches / trials',
    better: 'higher',
  },
  accuracy: {
    type: 'rate',
    unit: '1',
    description:
      'Share of trials whose output decides for the class of the picture. Empty without labels, and at steps that decide nothing.',
    formula: 'Σ_i m_is [argmax x_is = label_i] / trials',
    better: 'higher',
  },
  cosine: {
    type: 'number',
    unit: '1',
    description:
      'Mean cosine similarity to the reference. Trials with a norm of 0 do not count. Empty for class numbers.',
    formula: 'mean_i x_is·r_i / (‖x_is‖ ‖r_i‖)',
    better: 'higher',
  },
  relative_l2: {
    type: 'number',
    unit: '1',
    description:
      'Mean distance from the reference relative to its norm. Trials whose reference has norm 0 do not count. Empty for class numbers.',
    formula: 'mean_i ‖x_is - r_i‖ / ‖r_i‖',
    better: 'lower',
  },
  max_abs: {
    type: 'number',
    unit: 'value',
    description: 'Largest absolute difference from a reference. Empty for class numbers.',
    formula: 'max_i max |x_is - r_i|',
    better: 'lower',
  },
} as const satisfies Record<string, ColumnDefinition>;

const SUMS = [
  'trials',
  'matches',
  'decided',
  'right',
  'cosine',
  'cosines',
  'relative_l2',
  'distances',
] as const;

/** Sums over pictures, by shift in the order dy, then dx. `cosines` and `distances` count those that are defined. */
type SumsByShift = Record<'dy' | 'dx' | 'max_abs' | (typeof SUMS)[number], Float64Array>;

/** Gathers the sums of pictures, whose shifts may differ. */
export const shiftsOfSet = defineMeasure({
  title: 'Sums over pictures, by shift.',
  when: 'asked',
  distances: true,
  columns: {},
  measure: () => ({}),
  gather: {
    async part(step, scheduler): Promise<SumsByShift> {
      const { shifts, classOf, leader, distanceArrays, classNumbers, label, decides, output } = step;
      const { dy, dx, trials } = shifts;
      const drawn = [...drawnInOrder(shifts)];
      const distances = classNumbers ? undefined : distanceArrays;
      const maxAbs = distances && (await runWork(distances.maxAbs(), scheduler));
      const decisions = new Map<number, number | undefined>();
      if (label !== undefined) {
        for (const s of drawn) {
          const first = leader[s]!;
          if (!decisions.has(first)) decisions.set(first, decisionOf(await output(first), decides));
          if (scheduler.due()) await scheduler.yieldNow();
        }
      }
      const decision = (s: number) => decisions.get(leader[s]!);
      const weighted = (of: (s: number) => number) => Float64Array.from(drawn, (s) => trials[s]! * of(s));
      const defined = (value: number | undefined) => value !== undefined && !Number.isNaN(value);
      return {
        dy: Float64Array.from(drawn, (s) => dy[s]!),
        dx: Float64Array.from(drawn, (s) => dx[s]!),
        trials: weighted(() => 1),
        matches: weighted((s) => Number(classOf[s] === 0)),
        decided: weighted((s) => Number(decision(s) !== undefined)),
        right: weighted((s) => Number(label !== undefined && decision(s) === label)),
        cosine: weighted((s) => (defined(distances?.cosine[s]) ? distances!.cosine[s]! : 0)),
        cosines: weighted((s) => Number(defined(distances?.cosine[s]))),
        relative_l2: weighted((s) => (defined(distances?.relativeL2[s]) ? distances!.relativeL2[s]! : 0)),
        distances: weighted((s) => Number(defined(distances?.relativeL2[s]))),
        max_abs: Float64Array.from(drawn, (s) => (maxAbs ? maxAbs[s]! : Number.NaN)),
      };
    },
    join: joinSums,
    values: () => ({}),
  },
});

/** The rows of the shifts of a set, in the order dy, then dx. */
export function* setShiftRows(identity: TableRow, part: Part): Generator<TableRow> {
  const sums = part as SumsByShift;
  const ratio = (above: number, below: number) => (below > 0 ? above / below : null);
  for (let s = 0; s < sums.dy.length; s++) {
    yield {
      ...identity,
      dy: sums.dy[s]!,
      dx: sums.dx[s]!,
      trials: sums.trials[s]!,
      matches: sums.matches[s]!,
      match_rate: sums.matches[s]! / sums.trials[s]!,
      accuracy: ratio(sums.right[s]!, sums.decided[s]!),
      cosine: ratio(sums.cosine[s]!, sums.cosines[s]!),
      relative_l2: ratio(sums.relative_l2[s]!, sums.distances[s]!),
      max_abs: Number.isNaN(sums.max_abs[s]!) ? null : sums.max_abs[s]!,
    };
  }
}

/** The sums of both, by every shift that one of them has. */
function joinSums(part: SumsByShift, next: SumsByShift): SumsByShift {
  /** The places of each shift in both, -1 where it is not. */
  const places: [number, number][] = [];
  for (let i = 0, j = 0; i < part.dy.length || j < next.dy.length; ) {
    const order =
      i === part.dy.length
        ? 1
        : j === next.dy.length
          ? -1
          : part.dy[i]! - next.dy[j]! || part.dx[i]! - next.dx[j]!;
    places.push([order <= 0 ? i++ : -1, order >= 0 ? j++ : -1]);
  }
  const value = (name: keyof SumsByShift, [i, j]: [number, number]) =>
    [i < 0 ? undefined : part[name][i]!, j < 0 ? undefined : next[name][j]!] as const;
  const joined = {} as SumsByShift;
  for (const name of SUMS)
    joined[name] = Float64Array.from(places, (place) => {
      const [one = 0, other = 0] = value(name, place);
      return one + other;
    });
  for (const name of ['dy', 'dx'] as const)
    joined[name] = Float64Array.from(places, (place) => {
      const [one, other] = value(name, place);
      return (one ?? other)!;
    });
  joined.max_abs = Float64Array.from(places, (place) => {
    const [one = Number.NaN, other = Number.NaN] = value('max_abs', place);
    return Number.isNaN(one) ? other : Number.isNaN(other) ? one : Math.max(one, other);
  });
  return joined;
}
