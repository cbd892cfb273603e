import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Family } from '../family.ts';
import { disturb, prepare } from '../prepared.ts';
import type { Writer } from '../writers.ts';

/** How many threads all ends, and a part. */
const ALL = 60;
const PART = 4;

const work: Writer = {
  name: 'run with threads',
  args: ['run', 'a.yaml', '--workers', '3'],
  files: {
    'a.yaml': `
image: { type: noise, size: 96 }
shift: { max: 8 }
trials: all
sweep: { seed: [${Array.from({ length: 24 }, (_, seed) => seed).join(', ')}] }
pool: { type: blur_pool, depth: 4 }
`,
  },
};

/** Loaded in every thread before its own code: ends threads, but for the main one. */
const ENDS = `
import { isMainThread } from 'node:worker_threads';
const after = Number(process.env.FAULT_AFTER);
if (!isMainThread) setTimeout(() => {
  if (process.env.FAULT_HOW === 'memory') for (const all = []; ; ) all.push(new Array(1e5).fill(all.length));
  process.exit(Number(process.env.FAULT_HOW));
}, after).unref();
`;

/** Threads that end in the middle of their work. */
export const killedThread: Family = {
  name: 'killed threads',
  async run(suite) {
    const prepared = await prepare(work, suite);
    const script = join(suite.work, 'ends.mjs');
    writeFileSync(script, ENDS);
    const random = suite.random('threads');
    const length = suite.all ? ALL : PART;
    const tries = Array.from({ length }, (_, at) => ({
      how: ['0', '7', 'memory'][at % 3]!,
      after: Math.round(random() * 1000 * prepared.whole.ended.seconds),
    }));
    await suite.each(tries, async ({ how, after }) => {
      const disturbance = {
        fault: 'a killed thread',
        label: how === 'memory' ? `out of memory after ${after} ms` : `exit ${how} after ${after} ms`,
        env: () => ({
          NODE_OPTIONS: `--import ${script} --max-old-space-size=60`,
          FAULT_AFTER: String(after),
          FAULT_HOW: how,
        }),
        // A thread that always runs out of memory takes longer.
        seconds: 120,
      };
      await disturb(prepared, disturbance, suite);
    });
  },
};
