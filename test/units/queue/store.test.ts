import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/units/queue/store.ts';
import { createStorePacker } from '../../../src/units/queue/store_packer.ts';
import { openUnitFiles } from '../../../src/units/unit_files.ts';
import { folder } from '../../support/files.ts';

const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(64));

test('a store has one id, whoever opens it and by whatever path', () => {
  const at = join(folder(), 'new/store');
  const { id } = openStore(at);
  expect(openStore(join(at, '..', 'store')).id).toBe(id);
  expect(readFileSync(join(at, 'store-id'), 'utf8')).toBe(`${id}\n`);
  expect(openStore(folder()).id).not.toBe(id);
});

test('a file in place of a store is an error that says so', () => {
  const at = folder({ store: '' });
  expect(() => openStore(join(at, 'store'))).toThrow(
    `--store ${join(at, 'store')}: it cannot be used (there is a file where a folder is needed).`,
  );
});

test('units are written once all that a worker has wait, and then they are there', async () => {
  const store = openStore(folder());
  const packer = createStorePacker(store, 'x/y');
  const own = join(store.folder, 'x/y');
  const first = packer.add(ids[0]!, '{"a":1}', 0.01, () => 2);
  expect(openUnitFiles([own]).has(ids[0]!)).toBe(false);
  await Promise.all([first, packer.add(ids[1]!, '{"b":2}', 0.01, () => 2)]);
  expect([...openUnitFiles([own]).ids()]).toEqual(ids.slice(0, 2));
  expect([packer.has(ids[1]!), packer.has(ids[2]!)]).toEqual([true, false]);
});

test('units are written after half a second of work', async () => {
  const store = openStore(folder());
  const packer = createStorePacker(store, 'x');
  await packer.add(ids[0]!, '{}', 0.6, () => 100);
  expect(packer.has(ids[0]!)).toBe(true);
});

test('what cannot be written rejects each unit that waited', async () => {
  const store = openStore(folder());
  mkdirSync(store.folder, { recursive: true });
  writeFileSync(join(store.folder, 'x'), 'a file in place of the folder');
  const packer = createStorePacker(store, 'x');
  const both = [packer.add(ids[0]!, '{}', 0, () => 2), packer.add(ids[1]!, '{}', 0, () => 2)];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
