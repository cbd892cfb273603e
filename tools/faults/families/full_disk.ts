import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Family, someOf } from '../family.ts';
import { harmsOf } from '../judge.ts';
import { goOn, type Prepared, prepareAll } from '../prepared.ts';
import { cli, runProcess } from '../processes.ts';
import { removeFolder, snapshotOf } from '../projects.ts';
import { countTry } from '../tally.ts';
import { prove } from '../writers.ts';

/** A part tries so many sizes. */
const PART = 12;

const PAGE = 4096;
/** Sizes that are tried beyond that of the project, in pages. */
const MOST_PAGES = 24;
/** What the shell ends with where the project itself does not fit. */
const NO_ROOM = 77;

/** A disk that has room for so many pages more than the project. */
export const fullDisk: Family = {
  name: 'a full disk (tmpfs)',
  unable() {
    const tried = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt']);
    return tried.status === 0 ? undefined : 'there is no right to mount (unshare -m mount)';
  },
  async run(suite) {
    const all = await prepareAll(suite);
    const tries = all.flatMap((prepared) =>
      Array.from({ length: MOST_PAGES }, (_, pages) => ({ prepared, pages })),
    );
    const chosen = suite.all ? tries : someOf(tries, PART, suite.random('sizes'));
    await suite.each(chosen, async ({ prepared, pages }) => {
      const { writer, project, whole } = prepared;
      const folder = mkdtempSync(join(suite.work, 'full-'));
      const [disk, kept] = [join(folder, 'disk'), join(folder, 'kept')];
      for (const path of [disk, kept]) mkdirSync(path);
      const size = (pagesOf(project) + pages) * PAGE;
      const ended = await runProcess({
        cwd: project,
        args: writer.args,
        command: ['unshare', '-m', 'sh', '-c', SCRIPT, 'sh', disk, kept, String(size), process.execPath, cli],
      });
      if (ended.code !== NO_ROOM) {
        const success = ended.code === whole.ended.code;
        if (success) await prove(writer, kept);
        const harms = harmsOf(whole, ended, snapshotOf(kept), { reports: writer.reports });
        if (Object.keys(harms).length === 0 && !success) Object.assign(harms, await goOn(prepared, kept));
        countTry(suite.tally('tmpfs full'), `${writer.name}, ${pages} pages free`, harms);
      }
      removeFolder(folder);
    });
  },
};

/** Runs a command on a small disk that has a copy of the current folder, and keeps what is there afterwards. */
const SCRIPT = `
disk=$1 kept=$2 size=$3; shift 3
mount -t tmpfs -o size=$size tmpfs "$disk" && cp -a . "$disk" 2>&1 || exit ${NO_ROOM}
cd "$disk" && "$@"
code=$?
cp -a . "$kept"
exit $code
`;

function pagesOf(project: Prepared['project']): number {
  const entries = readdirSync(project, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const pages = files.map((entry) => Math.ceil(statSync(join(entry.parentPath, entry.name)).size / PAGE));
  // tmpfs counts a page for its root.
  return pages.reduce((sum, one) => sum + one, 1);
}
