import { Session } from 'node:inspector/promises';
import { loopsIn, loopsMemory } from '../src/simd/loops.ts';
import { ours } from './coincide.ts';
import { workload } from './workloads.ts';

/** Where the time of counting goes: shares of the samples of V8's profiler. */
export interface Profile {
  workload: string;
  /** Loops in WebAssembly by name, garbage collection, and all else, which is TypeScript. */
  shares: readonly (readonly [name: string, share: number])[];
}

/** The workloads that are held against the C program. */
export const PROFILED = ['W1', 'W2', 'W3', 'W4'];

/** Profiles counting, for some seconds each. */
export async function profiles(names: readonly string[]): Promise<Profile[]> {
  const found: Profile[] = [];
  for (const name of names) found.push({ workload: name, shares: await sharesOf(name) });
  return found;
}

async function sharesOf(name: string): Promise<Profile['shares']> {
  const { time } = ours(name, workload(name));
  await time(2000);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await time(2000);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const nameOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, partOf(callFrame.functionName)]));
  const samples = new Map<string, number>();
  for (const id of profile.samples ?? []) {
    const part = nameOf.get(id)!;
    if (part !== undefined) samples.set(part, (samples.get(part) ?? 0) + 1);
  }
  const all = [...samples.values()].reduce((a, b) => a + b);
  return [...samples].map(([part, count]) => [part, count / all] as const).sort((a, b) => b[1] - a[1]);
}

/** Exported functions of WebAssembly have their index as a name. */
const loopNames = new Map(
  Object.entries(loopsIn(loopsMemory(2 ** 16))).map(([name, loop]) => [loop.name, name]),
);

function partOf(name: string): string | undefined {
  if (name === '(idle)' || name === '(root)') return undefined;
  if (name === '(garbage collector)') return 'garbage collection';
  const [, index] = /^wasm-function\[(\d+)\]$/.exec(name) ?? [];
  return index === undefined ? 'TypeScript' : `${loopNames.get(index) ?? 'other loops'} (WebAssembly)`;
}

/** For a page: each workload in a column, the parts that take at least a hundredth of one. */
export function profileTable(all: readonly Profile[]): string {
  const shareOf = ({ shares }: Profile, part: string) => shares.find(([name]) => name === part)?.[1] ?? 0;
  const parts = [...new Set(all.flatMap(({ shares }) => shares.map(([name]) => name)))];
  const rows = parts
    .filter((part) => all.some((one) => shareOf(one, part) >= 0.01))
    .map((part) => [part, ...all.map((one) => `${Math.round(100 * shareOf(one, part))} %`)]);
  const heading = ['', ...all.map(({ workload }) => workload)];
  const rule = ['---', ...all.map(() => '---:')];
  return [heading, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
