import { ours } from './coincide.ts';
import { type Contestant, measure } from './compare.ts';
import type { Section } from './report.ts';
import { type Workload, workload } from './workloads.ts';

type Make = (work: Workload) => Contestant | Promise<Contestant>;

/**
 * What more shifts, a larger image and more layers cost: a line for each doubling.
 *
 * @param others by name, of whom it is told as well what more shifts cost them
 * @returns the sections of coincide, then those of others
 */
export async function growth(others: Record<string, Make> = {}): Promise<Section[]> {
  const [w2, w3] = [workload('W2'), workload('W3')];
  // Up to the range of each, and once more.
  const small = await ranges('256², depth 5', w2, [4, 8, 16, 32], others);
  const wide = await ranges('512², depth 6', w3, [4, 8, 16, 32, 64], others);
  const sizes = [128, 256, 512, 1024].map((size) => ({
    ...w2,
    size,
    radius: (size * 7) / 16,
    name: `${size}²`,
  }));
  const depths = [1, 2, 4, 8].map((depth) => ({ ...w3, depth, name: `depth ${depth}` }));
  const tables = [16, 32].map((reach) => ({ ...w2, reach, name: `±${reach}` }));
  const whole = (work: Workload) => ours(work.name, work, { table: 'whole', answer: () => '' });
  const section = async (title: string, works: readonly Workload[]) =>
    sectionOf(title, await measure(works.map(counts)));
  return [
    small[0]!,
    wide[0]!,
    await section('Size: ±16, depth 5', sizes),
    await section('Depth: 512², ±32', depths),
    ...small.slice(1),
    ...wide.slice(1),
    sectionOf('Range of shifts: 256², depth 5; default table', await measure(tables.map(whole))),
  ];
}

/** Everyone in turn; a section for each. */
async function ranges(
  title: string,
  work: Workload,
  reaches: readonly number[],
  others: Record<string, Make>,
): Promise<Section[]> {
  const works = reaches.map((reach) => ({ ...work, reach, name: `±${reach}` }));
  const makers: [string, Make][] = [['', counts], ...Object.entries(others)];
  const contestants = makers.flatMap(([, make]) =>
    works.map(async (work): Promise<Contestant> => ({ ...(await make(work)), work: work.name })),
  );
  const lines = await measure(await Promise.all(contestants));
  return makers.map(([name], i) => {
    const own = lines.slice(i * works.length, (i + 1) * works.length);
    return sectionOf(
      `Range of shifts: ${title}${name && `; ${name}`}`,
      own.map((line, at) => ({ ...line, name: works[at]!.name })),
    );
  });
}

function sectionOf(title: string, lines: Section['lines']): Section {
  return { title, unit: 'ms', against: 'the one above', lines };
}

function counts(work: Workload): Contestant {
  return ours(work.name, work);
}
