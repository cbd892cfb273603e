import { ours } from '../coincide.ts';
import { compare, type Measured } from '../compare.ts';
import { materialOf } from '../material.ts';
import { type Workload, workload, workloads } from '../workloads.ts';
import { onePass } from './one_pass.ts';
import { type Peer, startPeer } from './python.ts';
import type { Tools } from './setup.ts';

export const OURS = 'coincide';

/** The Python contestants: those that compute every shifted copy, and one that does not. */
const peers = {
  'NumPy, slices': { file: 'numpy_slices', takes: () => true },
  'JAX, slices, jit': { file: 'jax_slices', takes: () => true },
  'PyTorch, batched': { file: 'torch_pools', takes: () => true },
  'TensorFlow, batched': { file: 'tensorflow_pools', takes: () => true },
  // It has no convolution, and W3 would take it 17 seconds.
  'scikit-image, batched': { file: 'scikit_image_blocks', takes: (work) => !work.conv && work.size <= 256 },
  'NumPy, one pass': { file: 'numpy_hashes', takes: (work) => !work.conv && !work.draws },
} as const satisfies Record<string, { file: string; takes(work: Workload): boolean }>;

/** Those that a user would write today: what coincide has to beat. */
const COPYING = (Object.keys(peers) as (keyof typeof peers)[]).filter((name) => name !== 'NumPy, one pass');

/** What was measured of one workload. */
export interface Heat {
  work: Workload;
  lines: readonly Measured[];
}

/** Runs each workload with all contestants in turn, and tells when one is done. */
export async function contest(
  { python, onePass: program }: Tools,
  which: readonly Workload[],
  told: (heat: Heat) => void,
): Promise<Heat[]> {
  const compiled = onePass(program);
  const started: Peer[] = [];
  try {
    for (const [name, { file }] of Object.entries(peers)) started.push(startPeer(python, name, file));
    const heats: Heat[] = [];
    for (const work of which) {
      const material = await materialOf(work);
      const contestants = [ours(OURS, work)];
      for (const peer of started) {
        if (peers[peer.name as keyof typeof peers].takes(work))
          contestants.push(await peer.load(work, material));
      }
      if (compiled.takes(work)) contestants.push(compiled.load(work, material));
      const heat = { work, lines: await compare(contestants, { answer: work.answer }) };
      told(heat);
      heats.push(heat);
    }
    return heats;
  } finally {
    for (const peer of started) peer.end();
    compiled.end();
  }
}

/** Default tables with distances: coincide counts classes besides, the NumPy program does not. */
export async function tableContest({ python }: Tools, told: (heat: Heat) => void): Promise<Heat[]> {
  const w3 = workload('W3');
  const works = [
    ...['W1', 'W2', 'W3', 'W4'].map(workload),
    { ...w3, name: 'W3 on noise', noise: true as const },
  ];
  const peer = startPeer(python, NUMPY_TABLE, 'numpy_distances');
  const heats: Heat[] = [];
  try {
    for (const work of works) {
      // Whether a fifth digit is rounded up may depend on the order of sums.
      const four = (value: unknown) => Number((value as number).toPrecision(4));
      const answer: NonNullable<Parameters<typeof ours>[2]>['answer'] = ({ cosine, relative_l2, max_abs }) =>
        [cosine, relative_l2, max_abs].map(four).join('/');
      const contestants = [
        ours(OURS, work, { table: 'whole', answer }),
        await peer.load(work, await materialOf(work)),
      ];
      const heat = { work, lines: await compare(contestants, { same: nearlySame }) };
      told(heat);
      heats.push(heat);
    }
    return heats;
  } finally {
    peer.end();
  }
}

export const NUMPY_TABLE = 'NumPy, one pass, distances';

/** Whether two lists of numbers differ by at most a thousandth: in the program of NumPy equal outputs are not quite. */
export function nearlySame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((answer) => answer.split(/[ /]/).map(Number));
  return one!.length === other!.length && one!.every((value, i) => Math.abs(value - other![i]!) <= 1e-3);
}

/** Milliseconds of a contestant; none where it did not take part. */
export function timeOf({ lines }: Heat, contestant: string): number | undefined {
  return lines.find(({ name }) => name === contestant)?.median;
}

/** The fastest of those that compute every copy. */
export function bestPeer(heat: Heat): Measured {
  return heat.lines
    .filter(({ name }) => (COPYING as readonly string[]).includes(name))
    .reduce((best, line) => (line.median < best.median ? line : best));
}

export function namedWorkloads(names: readonly string[]): readonly Workload[] {
  for (const name of names) {
    if (!workloads.some((work) => work.name === name))
      throw new Error(
        `There is no workload ${name}; there are ${workloads.map(({ name }) => name).join(', ')}.`,
      );
  }
  return workloads.filter(({ name }) => names.length === 0 || names.includes(name));
}
