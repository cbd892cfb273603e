import { ours } from '../coincide.ts';
import { compare, type Measured } from '../compare.ts';
import { materialOf } from '../material.ts';
import { type Workload, workloads } from '../workloads.ts';
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
