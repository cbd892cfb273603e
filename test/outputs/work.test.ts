import { beforeAll, describe, expect, test } from 'vitest';
import { countsOnly, type Workload, workload } from '../../bench/workloads.ts';
import { loops } from '../../src/lanes/lanes.ts';
import { run, runExperiment } from '../../src/run.ts';
import { type Counts, counting } from '../counting.ts';

// Values read and written for classes and matches, in place of times: the same on every machine. They are given per
// cell of the image as far as shifts reach, and step: what does not depend on how many shifts there are.
const small = { name: 'W2 at half its size', size: 128, radius: 56, reach: 8, depth: 4 };
const bounds: [Workload, { read: number; written: number }][] = [
  [workload('W1'), { read: 10, written: 4 }],
  [workload('W1r'), { read: 10, written: 4 }],
  [
    { ...workload('W2'), ...small },
    { read: 10, written: 4 },
  ],
];

// Compiling the loops is not what is counted.
beforeAll(() => void loops());

test.each(bounds)(
  '$name is read and written a few times, however many shifts there are',
  async (work, most) => {
    const { read, written } = perCell(work, await counting(() => run(countsOnly(work))));
    // Of what WebAssembly reads and writes is seen only what goes into its memory and comes out of it: of a pool its map,
    // once each. Less would not have been counted.
    expect(read).toBeGreaterThan(3);
    expect(written).toBeGreaterThan(2);
    expect(read).toBeLessThan(most.read);
    expect(written).toBeLessThan(most.written);
  },
);

test('copies of every shift would exceed these bounds', async () => {
  const [work, most] = bounds[0]!;
  const backend = () => Promise.reject(new Error('Plain loops need no backend.'));
  const copied = () => runExperiment(countsOnly(work), { dense: true, backend, copies: true });
  const { read, written } = perCell(work, await counting(copied));
  expect(read).toBeGreaterThan(5 * most.read);
  expect(written).toBeGreaterThan(5 * most.written);
});

test('more draws of the same shifts read and write nothing more', async () => {
  const once = await counting(() => run(countsOnly(workload('W1r'))));
  const often = await counting(() => run(countsOnly({ ...workload('W1r'), draws: 100_000 })));
  expect(often).toEqual(once);
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
