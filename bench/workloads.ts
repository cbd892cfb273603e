import type { Experiment } from '../src/experiment/parse.ts';
import { parseExperiment } from '../src/experiment/read.ts';
import type { ExperimentInput } from '../src/experiment/schema/input.ts';

/** One image, moved, through a stack; what is asked for is how many outputs there are at each depth, and how many are the unshifted one. */
export interface Workload {
  name: string;
  /** What it is, in a few words. */
  title: string;
  /** Noise instead of a circle's outline. */
  noise?: true;
  /** Height and width of the image, in pixels. */
  size: number;
  radius: number;
  /** Shifts go from -reach to reach, on both axes. */
  reach: number;
  /** How many pools there are. */
  depth: number;
  /** A blur reads padding only where it reflects. */
  pool: 'max' | 'avg' | 'blur' | 'reflecting blur';
  /** Before each pool: a 3×3 convolution to so many channels with random kernels, and a ReLU; none: pools only. */
  conv?: { filters: number; padding: 'same' | 'valid' };
  /** So many draws instead of every shift once. */
  draws?: number;
  /** Distinct outputs / trials that give the unshifted one, by depth: known from before, and from contestants that share no code. */
  answer: string;
}

const w2 = { size: 256, radius: 112, reach: 16, depth: 5, pool: 'max' } as const;
const allDiffer = (shifts: number, depth: number) =>
  Array(depth + 1)
    .fill(`${shifts}/1`)
    .join(' ');

/** Those of the issue "Close to the limit". */
export const workloads: readonly Workload[] = [
  {
    name: 'W1',
    title: '64², ±3, depth 4',
    ...{ size: 64, radius: 28, reach: 3, depth: 4, pool: 'max' },
    answer: '49/1 49/1 49/1 45/5 1/49',
  },
  {
    name: 'W1r',
    title: 'W1, 1,000 draws, by the peers one by one',
    ...{ size: 64, radius: 28, reach: 3, depth: 4, pool: 'max', draws: 1000 },
    // The README's table; 49 distinct shifts were drawn, the reference 18 times.
    answer: '49/18 49/18 49/18 45/94 1/1000',
  },
  {
    name: 'W2',
    title: '256², ±16, depth 5',
    ...w2,
    answer: '1089/1 1089/1 1089/1 1089/1 873/1 309/49',
  },
  {
    name: 'W3',
    title: '512², ±32, depth 6',
    ...{ size: 512, radius: 224, reach: 32, depth: 6, pool: 'max' },
    answer: '4225/1 4225/1 4225/1 4225/1 4225/1 2361/1 373/173',
  },
  { name: 'W4', title: 'W2 with average pooling', ...w2, pool: 'avg', answer: allDiffer(1089, 5) },
  ...(['same', 'valid'] as const).map(
    (padding): Workload => ({
      name: `W5 ${padding}`,
      title: `8-channel conv 3×3 ${padding} – relu – max 2, ×3`,
      ...{ ...w2, depth: 3, conv: { filters: 8, padding } },
      answer: allDiffer(1089, 3),
    }),
  ),
];

/** 16,641 shifts of a million pixels, of which time and memory are told. */
export const large: Workload = {
  name: '1024², ±64, depth 7',
  title: '16,641 shifts of a million pixels',
  ...{ size: 1024, radius: 448, reach: 64, depth: 7, pool: 'max' },
  answer: '16641/1 16641/1 16641/1 16641/1 16641/1 14881/1 4097/1 413/681',
};

/** Other stacks of the size of W2, for `npm run bench`: the peers do not know them. */
export const others: readonly Workload[] = [
  {
    name: 'W5 noise',
    title: 'W5 valid over noise, of which no value is 0',
    ...{ ...w2, noise: true, depth: 3, conv: { filters: 8, padding: 'valid' } },
    answer: allDiffer(1089, 3),
  },
  {
    name: 'blur',
    title: 'W2 with blur pooling, no padding',
    ...w2,
    pool: 'blur',
    answer: allDiffer(1089, 5),
  },
  {
    name: 'reflecting blur',
    title: 'W2 with blur pooling that reflects at the border',
    ...{ ...w2, pool: 'reflecting blur', answer: allDiffer(1089, 5) },
  },
];

export function workload(name: string): Workload {
  return workloads.find((one) => one.name === name)!;
}

/** The experiment that a workload is. */
export function experimentOf({
  noise,
  size,
  radius,
  reach,
  depth,
  pool,
  conv,
  draws,
}: Workload): ExperimentInput {
  const block = conv
    ? [{ type: 'conv2d', kernel: 'random', ...conv } as const, 'relu' as const, pooling(pool, true)]
    : [pooling(pool, false)];
  return {
    image: noise ? { type: 'noise', size } : { type: 'circle', size, radius },
    shift: { max: reach },
    trials: draws ?? 'all',
    // As all other contestants compare.
    compare: 'exact',
    layers: [{ repeat: { times: depth, layers: block } }],
  };
}

/** After an odd number of rows `same` would pad; 2 × 2 pools of the others read the same either way. */
function pooling(pool: Workload['pool'], odd: boolean) {
  if (pool === 'blur') return { type: 'blur_pool', padding: 'valid' } as const;
  if (pool === 'reflecting blur') return { type: 'blur_pool' } as const;
  return { type: `${pool}_pool`, padding: odd ? 'valid' : 'same' } as const;
}

/** The experiment with a table of classes and matches only, as the peers count them: no distances. */
export function countsOnly(work: Workload): Experiment {
  return withCountsOnly(parseExperiment(experimentOf(work)));
}

export function withCountsOnly(experiment: Experiment): Experiment {
  const measures = experiment.measures.filter(({ columns }) => 'classes' in columns || 'matches' in columns);
  return { ...experiment, measures };
}
