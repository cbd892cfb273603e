import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { backendsThere } from '../support/backends.ts';
import { library } from '../support/cli/coincide.ts';

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
