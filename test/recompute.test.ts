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

/** A cell of each table: its file, its line after the header, its column. */
const cells = [
  ['stack.csv', 3, 'worst_l2'],
  ['stack.shifts.csv', 7, 'class'],
  ['rolled.csv', 2, 'position_bits'],
  ['set.csv', 1, 'match_high'],
  ['set.images.csv', 4, 'cosine'],
  ['dot.csv', 1, 'step'],
] as const;

/** The table with one more digit in a cell. No cell before it has a comma. */
function withDigit(csv: string, line: number, column: string): string {
  const lines = csv.split('\n');
  const row = lines[line]!.split(',');
  row[lines[0]!.split(',').indexOf(column)] += '1';
  lines[line] = row.join(',');
  return lines.join('\n');
}

describe.skipIf(!isThere)(`a stranger with the docs and Python${without}`, () => {
  test('recomputes every cell of a table of each kind, and the digests; and sees what is wrong', async () => {
    const cwd = folder({ 'pictures.idx': pictures() });
    cpSync(fixtures, cwd, { recursive: true });
    const experiments = ['stack.yaml', 'rolled.yaml', 'set.yaml', 'dot.yaml'];
    expect(await coincide(cwd, 'run', '--quiet', ...experiments)).toMatchObject({ code: 0, stderr: '' });
    const recompute = () => spawnSync(python, ['recompute.py', '.'], { cwd, encoding: 'utf8' });
    expect(recompute()).toMatchObject({ stderr: '', stdout: '4537 cells recomputed\n', status: 0 });

    const seen = (file: string, change: (text: string) => string) => {
      const path = join(cwd, 'results', file);
      const right = readFileSync(path, 'utf8');
      writeFileSync(path, change(right));
      const { status, stderr } = recompute();
      writeFileSync(path, right);
      return { status, stderr };
    };
    for (const [file, line, column] of cells) {
      expect(seen(file, (csv) => withDigit(csv, line, column))).toEqual({
        status: 1,
        stderr: expect.stringMatching(new RegExp(`^${file}, step \\d.*, ${column}: '.*1' in the table, `)),
      });
    }
    const otherDigest = (text: string) => text.replace(/"digest": "sha256:./, '"digest": "sha256:-');
    expect(seen('set.datapackage.json', otherDigest)).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^set\.datapackage\.json, digest: /),
    });
  });
});
