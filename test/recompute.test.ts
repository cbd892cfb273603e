import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stream } from '../src/core/random.ts';
import { coincide } from './support/cli/coincide.ts';
import { folder, project } from './support/files.ts';

const python = process.env.COINCIDE_FRICTIONLESS ?? 'python3';
const isThere = spawnSync(python, ['--version']).status === 0;
const without = isThere ? '' : ` (not tried: no ${python})`;
const fixtures = join(project, 'test/fixtures/recompute');

/** Nine pictures of 8×8 pixels in the format of MNIST. */
function pictures(): Uint8Array {
  const header = new DataView(new ArrayBuffer(16));
  for (const [i, word] of [0x803, 9, 8, 8].entries()) header.setUint32(4 * i, word);
  const random = stream(0, 'pictures', []);
  const pixels = Uint8Array.from({ length: 9 * 8 * 8 }, () => Math.floor(256 * random()));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...pixels]);
}

describe.skipIf(!isThere)(`a stranger with the docs and Python${without}`, () => {
  test('recomputes the cells of a table of each kind, and the digests; and sees a cell that is wrong', async () => {
    const cwd = folder({ 'pictures.idx': pictures() });
    cpSync(fixtures, cwd, { recursive: true });
    const experiments = ['stack.yaml', 'rolled.yaml', 'set.yaml'];
    expect(await coincide(cwd, 'run', '--quiet', ...experiments)).toMatchObject({ code: 0, stderr: '' });
    const recompute = () => spawnSync(python, ['recompute.py', '.'], { cwd, encoding: 'utf8' });
    expect(recompute()).toMatchObject({ stderr: '', stdout: '2505 cells recomputed\n', status: 0 });

    const path = join(cwd, 'results/stack.shifts.csv');
    const rows = readFileSync(path, 'utf8').split('\n');
    // Another class.
    rows[7] = rows[7]!.replace(
      /,(\d+)(,[^,]*,[^,]*,[^,]*)$/,
      (_, number, rest) => `,${Number(number) + 1}${rest}`,
    );
    writeFileSync(path, rows.join('\n'));
    expect(recompute()).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^stack\.shifts\.csv, step 0/),
    });
  });
});
