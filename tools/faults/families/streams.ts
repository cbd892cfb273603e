import { type Family, someOf } from '../family.ts';
import { type Disturbance, disturb, prepareAll } from '../prepared.ts';
import { cli } from '../processes.ts';

/** A part tries so many. */
const PART = 14;

/** The command line with its streams changed by a shell. */
function shell(label: string, redirections: string, more: Partial<Disturbance> = {}): Disturbance {
  const script = `exec "$@" ${redirections}`;
  return {
    fault: 'closed and broken streams',
    label,
    command: ['bash', '-c', script, 'bash', process.execPath, cli],
    unseen: true,
    ...more,
  };
}

const WAYS: readonly Disturbance[] = [
  shell('stdin closed', '<&-', { unseen: false }),
  shell('stdin a folder', '</', { unseen: false }),
  shell('stdout closed', '>&-'),
  shell('stderr closed', '2>&-'),
  shell('all closed', '<&- >&- 2>&-'),
  shell('stdout full', '>/dev/full'),
  shell('stderr full', '2>/dev/full'),
  shell('both full', '>/dev/full 2>&1'),
  shell('a reader that ends early', '> >(head -c 1)'),
  shell('a reader that never reads', '> >(sleep 1)'),
];

/** Streams that are closed, full, or whose reader ends. */
export const streams: Family = {
  name: 'closed and broken streams',
  async run(suite) {
    const all = await prepareAll(suite);
    const tries = all.flatMap((prepared) => WAYS.map((way) => ({ prepared, way })));
    const chosen = suite.all ? tries : someOf(tries, PART, suite.random('streams'));
    await suite.each(chosen, async ({ prepared, way }) => {
      await disturb(prepared, way, suite);
    });
  },
};
