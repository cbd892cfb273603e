import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LongText } from '../../src/results/long_text.ts';
import { readStored } from '../../src/results/stored.ts';
import { folder } from '../support/files.ts';

const LINE = 'experiment,ü,"a, b",0.123456\r\n';
const long = LINE.repeat(Math.ceil(2 ** 24 / LINE.length) + 1);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

async function joined(text: LongText): Promise<string> {
  let all = '';
  for await (const part of text) all += part;
  return all;
}

describe('a committed table of more than 16 MiB', () => {
  test('is read in parts, as often as it is asked for; shorter ones and the package are texts', async () => {
    const cwd = folder({ 'a.csv': 'short\n', 'a.datapackage.json': `"${long}"` });
    writeFileSync(join(cwd, 'a.shifts.csv'), long);
    const { table, shifts, package: written } = await readStored(cwd, 'a');
    expect(table!.text).toBe('short\n');
    expect(written!.text.length).toBe(long.length + 2);
    const text = shifts!.text as LongText;
    expect(typeof text).toBe('object');
    expect((await joined(text)) === long).toBe(true);
    expect((await joined(text)) === long).toBe(true);
    // A part may end between \r and \n.
    expect(await text.sha256()).toEqual([sha(long), sha(long.replaceAll('\r\n', '\n'))]);
  });

  test('that another run writes meanwhile is an error', async () => {
    const cwd = folder({});
    const path = join(cwd, 'a.csv');
    writeFileSync(path, long);
    const { table } = await readStored(cwd, 'a');
    appendFileSync(path, LINE);
    await expect(joined(table!.text as LongText)).rejects.toThrow(
      `${path}: it was written anew while it was read; try again.`,
    );
  });
});
