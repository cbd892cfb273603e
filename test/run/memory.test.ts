import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { backendsThere } from '../support/backends.ts';
import { cli, library } from '../support/cli/coincide.ts';
import { folder } from '../support/files.ts';

/** 4,225 copies of a 512×512 image would be 4.4 GB. */
const script = (backend: string) => `
  import { run } from ${JSON.stringify(library)};
  const experiment = { image: { type: 'circle', size: 512 }, shift: { max: 32 }, trials: 'all', pool: { type: 'max_pool', depth: 6 } };
  const { table } = await run(experiment, { backend: ${JSON.stringify(backend)} });
  const { maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ classes: table.rows.map(({ classes }) => classes), megabytes: maxRSS * 1024 / 1e6 }));
`;

async function child(backend: string): Promise<{ classes: number[]; megabytes: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script(backend),
  ]);
  return JSON.parse(stdout);
}

test.each(backendsThere.map(({ name }) => name))(
  'a table of 512×512 pixels, ±32, depth 6 needs less than 600 MB in all, on %s',
  async (backend) => {
    const { classes, megabytes } = await child(backend);
    expect(classes).toEqual([4225, 4225, 4225, 4225, 4077, 2277, 285]);
    expect(megabytes).toBeLessThan(600);
  },
);

test('a million rows of shifts are written in less than 250 MB in all', async () => {
  const file = {
    image: { type: 'circle', size: 64 },
    shift: { max: 250 },
    trials: 'all',
    tables: ['shifts'],
  };
  const text = JSON.stringify({ ...file, pool: { type: 'max_pool', depth: 3 } });
  const cwd = folder({ 'a.json': text });
  const said = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', said, cli, 'run', 'a.json', '--out', 'out', '--quiet'],
    { cwd },
  );
  expect(Number(stderr) * 1024).toBeLessThan(250e6);
  const lines = (await readFile(`${cwd}/out/a.shifts.csv`, 'latin1')).split('\n');
  expect(lines).toHaveLength(4 * 501 ** 2 + 2);
});
