import { beforeAll, describe, expect, test, vi } from 'vitest';
import { countsOnly, type Workload, workload } from '../../bench/workloads.ts';
import { run, runExperiment } from '../../src/run/run.ts';
import { openArena } from '../../src/simd/arena.ts';
import type * as loops from '../../src/simd/loops.ts';
import { type Loops, loopsIn } from '../../src/simd/loops.ts';
import { type Counts, counting } from '../support/counting.ts';

// Values read and written for classes and matches, in place of times: the same on every machine. They are given per
// cell of the image as far as shifts reach, and step: what does not depend on how many shifts there are.
const small = { name: 'W2 at half its size', size: 128, radius: 56, reach: 8, depth: 4 };
const bounds: [Workload, { read: number; written: number }][] = [
  [workload('W1'), { read: 5, written: 2.5 }],
  [workload('W1r'), { read: 5, written: 2.5 }],
  [
    { ...workload('W2'), ...small },
    { read: 5, written: 2.5 },
  ],
];

/** What loops in WebAssembly read and write of maps: they do it in memory that is counted nowhere else. */
const inLoops = vi.hoisted(() => ({ read: 0, written: 0 }));

vi.mock('../../src/simd/loops.ts', async (original) => {
  const { loopsIn, ...rest } = await original<typeof loops>();
  const add = (read: number, written: number) => {
    inLoops.read += read;
    inLoops.written += written;
  };
  return {
    ...rest,
    loopsIn(memory: WebAssembly.Memory): Loops {
      const loops = loopsIn(memory);
      return {
        ...loops,
        finiteValues(from, length) {
          add(length, 0);
          return loops.finiteValues(from, length);
        },
        gather(from, rows, cells, channels, ...rest) {
          add(rows! * cells! * channels!, rows! * cells! * channels!);
          loops.gather(from!, rows!, cells!, channels!, ...rest);
        },
        equalValues(one, other, rows, cells, channels, ...rest) {
          add(2 * rows! * cells! * channels!, 0);
          return loops.equalValues(one!, other!, rows!, cells!, channels!, ...rest);
        },
        linkToFirst(...places) {
          const [first, members, , , links] = places as [number, number, number, number, number];
          const leads = () => new Int32Array(memory.buffer, links, members).slice();
          const before = leads();
          const next = loops.linkToFirst(...places);
          const found = leads().filter(
            (link, i) => i >= first && i < next && link !== before[i] && before[i] === i,
          );
          const [height, cells, channels] = places.slice(11) as [number, number, number];
          add(2 * found.length * height * cells * channels, 0);
          return next;
        },
        largest(from, rows, line, kept, ...rest) {
          add(4 * rows! * kept!, rows! * kept!);
          loops.largest(from!, rows!, line!, kept!, ...rest);
        },
        windowSums(...places) {
          const [, rows] = places as [number, number];
          const [reach, channels] = places.slice(10) as [number, number];
          add(rows * reach * channels, rows * reach * channels);
          loops.windowSums(...places);
        },
        markDiffering(from, compared, rows, line, values, ...rest) {
          add(2 * rows! * values!, (rows! * values!) / 32);
          loops.markDiffering(from!, compared!, rows!, line!, values!, ...rest);
        },
      };
    },
  };
});

// Compiling the loops is not what is counted.
beforeAll(() => void loopsIn(new WebAssembly.Memory({ initial: 1 })));

async function counted(work: () => Promise<unknown>): Promise<Counts> {
  inLoops.read = 0;
  inLoops.written = 0;
  const { read, written, allocated } = await counting(work);
  return { read: read + inLoops.read, written: written + inLoops.written, allocated };
}

test.each(bounds)(
  '$name is read and written a few times, however many shifts there are',
  async (work, most) => {
    const { read, written } = perCell(work, await counted(() => run(countsOnly(work))));
    // Every pool reads each value of its input: much less, and the loops would not have been counted.
    expect(read).toBeGreaterThan(3);
    expect(written).toBeGreaterThan(1);
    expect(read).toBeLessThan(most.read);
    expect(written).toBeLessThan(most.written);
  },
);

test('copies of every shift would exceed these bounds', async () => {
  const [work, most] = bounds[0]!;
  const backend = () => Promise.reject(new Error('Plain loops need no backend.'));
  const copied = () => runExperiment(countsOnly(work), { loops: true, backend, copies: true });
  const { read, written } = perCell(work, await counted(copied));
  expect(read).toBeGreaterThan(5 * most.read);
  expect(written).toBeGreaterThan(5 * most.written);
});

test('more draws of the same shifts read and write nothing more', async () => {
  // Arenas with room are held, so that both runs have the same: in one with less room, more is copied. Others go with the
  // memory that is collected.
  const arenas = Array.from({ length: 4 }, () => openArena(2 ** 22));
  for (const arena of arenas) arena.release();
  const once = await counted(() => run(countsOnly(workload('W1r'))));
  const often = await counted(() => run(countsOnly({ ...workload('W1r'), draws: 100_000 })));
  // Larger counts take a larger type where the rows of the table are packed: a few values for each.
  for (const kind of ['read', 'written', 'allocated'] as const)
    expect(Math.abs(often[kind] - once[kind]), kind).toBeLessThan(100);
  expect(arenas).toHaveLength(4);
});

describe('counting', () => {
  test('sees what indices and methods of typed arrays read and write', async () => {
    const counts = await counting(async () => {
      const values = new Float32Array(10); // 10 allocated
      values[0] = 1; // 1 written
      values[1] = values[0]! + values[2]!; // 2 read, 1 written
      values.fill(2, 5); // 5 written
      values.set(new Float32Array(3), 1); // 3 allocated, 3 read, 3 written
      const part = values.subarray(2, 4);
      part[0]! += 1; // 1 read, 1 written
      new Int32Array(part.buffer, 0, 2)[1] = 7; // 1 written
      values.map((value) => value + 1); // 10 read, 10 written, 10 allocated
      Float64Array.from(part); // 2 read, 2 written, 2 allocated
      expect(values[2]).toBe(1); // 1 read
    });
    expect(counts).toEqual({ read: 19, written: 24, allocated: 25 });
  });
});

function perCell({ size, reach, depth }: Workload, { read, written }: Counts) {
  const cells = (size + 2 * reach) ** 2 * (depth + 1);
  return { read: read / cells, written: written / cells };
}
