import { compare } from '../compare.ts';
import type { Section } from '../report.ts';
import { materialOfSet, oursOfSet, type PictureSet, sets } from '../sets.ts';
import { nearlySame, OURS } from './contest.ts';
import { startPeer } from './python.ts';
import type { Tools } from './setup.ts';

const peers = {
  'NumPy, slices': { file: 'numpy_set', takes: ({ filters }: PictureSet) => filters === undefined },
  'PyTorch, batched': { file: 'torch_set', takes: () => true },
} as const;

/** Whole tables of sets of small pictures, all in one thread. */
export async function setContest({ python }: Pick<Tools, 'python'>): Promise<Section[]> {
  const sections: Section[] = [];
  for (const set of sets) {
    const material = await materialOfSet(set);
    const taking = Object.entries(peers).filter(([, { takes }]) => takes(set));
    const started = taking.map(([name, { file }]) => startPeer(python, name, file));
    try {
      const contestants = [oursOfSet(OURS, set)];
      for (const peer of started) contestants.push(await peer.loadSet(set, material));
      const lines = await compare(contestants, { same: nearlySame });
      sections.push({ title: `${set.name}: ${set.title}`, unit: 'ms', against: 'the first', lines });
    } finally {
      for (const peer of started) peer.end();
    }
  }
  return sections;
}
