import { ours } from './coincide.ts';
import { type Contestant, measure } from './compare.ts';
import type { Section } from './report.ts';
import { type Workload, workload } from './workloads.ts';

/** What more shifts, a larger image and more layers cost: a line for each doubling. */
export async function growth(contestant: (work: Workload) => Contestant = counts): Promise<Section[]> {
  const [w2, w3] = [workload('W2'), workload('W3')];
  // Up to the range of each, and once more.
  const reaches = (work: Workload, of: readonly number[]) =>
    of.map((reach) => ({ ...work, reach, name: `±${reach}` }));
  const sizes = [128, 256, 512, 1024].map((size) => ({
    ...w2,
    size,
    radius: (size * 7) / 16,
    name: `${size}²`,
  }));
  const depths = [1, 2, 4, 8].map((depth) => ({ ...w3, depth, name: `depth ${depth}` }));
  const section = async (title: string, works: readonly Workload[]): Promise<Section> => {
    const lines = await measure(works.map(contestant));
    return { title, unit: 'ms', against: 'the one above', lines };
  };
  return [
    await section('Range of shifts: 256², depth 5', reaches(w2, [4, 8, 16, 32])),
    await section('Range of shifts: 512², depth 6', reaches(w3, [4, 8, 16, 32, 64])),
    await section('Size: ±16, depth 5', sizes),
    await section('Depth: 512², ±32', depths),
  ];
}

function counts(work: Workload): Contestant {
  return ours(work.name, work);
}
