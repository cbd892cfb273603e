import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cachedFiles, pruneCache, verifyCache } from '../../src/units/cache_files.ts';
import { openUnitFiles } from '../../src/units/unit_files.ts';
import { writeUnitFile } from '../../src/units/unit_lines.ts';
import { formatUnit } from '../../src/units/unit_text.ts';
import { folder } from '../support/files.ts';

const id = (n: number) => n.toString(16).padStart(64, '0');
const result = (n: number) => ({
  values: Float64Array.of(n, -0, Number.NaN),
  labels: new Int32Array(),
  parts: [],
  further: {},
  notes: { pictures: 1, about: [], skipped: [`é ${n}`] },
  runtimes: [],
  precision: [],
  seconds: 0,
});
const lines = (...numbers: number[]) => numbers.map((n) => [id(n), formatUnit(result(n))] as const);

test('the same units in any order are the same file, and come back by their ids', () => {
  const at = folder({});
  writeUnitFile(at, lines(3, 1, 2));
  writeUnitFile(at, lines(2, 3, 1));
  writeUnitFile(at, lines(4));
  expect(readdirSync(at)).toHaveLength(2);
  const files = openUnitFiles([at, join(at, 'absent')]);
  for (const n of [1, 2, 3, 4]) expect(files.read(id(n))).toStrictEqual(result(n));
  expect(files.read(id(5))).toBeUndefined();
  expect([...files.ids()].sort()).toEqual([1, 2, 3, 4].map(id));
});

test('a file that ends early, or has another byte anywhere, counts as absent', () => {
  const at = folder({});
  writeUnitFile(at, lines(1, 2));
  const [name] = readdirSync(at);
  const path = join(at, name!);
  const whole = readFileSync(path);
  const isAbsent = (content: Uint8Array) => {
    writeFileSync(path, content);
    const files = openUnitFiles([at]);
    return !files.has(id(1)) && files.read(id(2)) === undefined && files.damaged.length === 1;
  };
  for (let end = 0; end < whole.length; end++) expect(isAbsent(whole.subarray(0, end))).toBe(true);
  for (let byte = 0; byte < whole.length; byte++) {
    const other = Uint8Array.from(whole);
    other[byte]! ^= 1;
    expect(isAbsent(other)).toBe(true);
  }
  expect(verifyCache(at)).toEqual({ damaged: [path], units: 0, files: 1 });
  expect(pruneCache(at, { bytes: 1e9, age: 1e9 })).toHaveLength(1);
  expect(readdirSync(at)).toEqual([]);
});

test('a folder with the name of a unit file, and a hidden file, are none', () => {
  const at = folder({ 'x.units/kept': 'k', '._y.units': 'y' });
  expect(cachedFiles(at)).toEqual([]);
  expect(verifyCache(at)).toEqual({ damaged: [], units: 0, files: 0 });
  expect(pruneCache(at, { bytes: 0, age: 0 })).toEqual([]);
  expect(openUnitFiles([at]).damaged).toEqual([join(at, 'x.units')]);
  expect(readdirSync(at).sort()).toEqual(['._y.units', 'x.units']);
});

test('a file that is replaced or removed after it was opened gives nothing, never another unit', () => {
  const at = folder({});
  writeUnitFile(at, lines(1, 2));
  const path = join(at, readdirSync(at)[0]!);
  const files = openUnitFiles([at]);
  const other = openUnitFiles([at]);
  writeFileSync(
    path,
    lines(7, 8)
      .map(([a, b]) => `${a} ${b}\n`)
      .join(''),
  );
  expect(files.read(id(1))).toBeUndefined();
  writeFileSync(path, '');
  expect(other.read(id(2))).toBeUndefined();
});

test('of shards every unit counts: what cannot be read, is replaced, or is no unit, is an error', () => {
  const at = folder({});
  writeUnitFile(at, lines(1, 2));
  const path = join(at, readdirSync(at)[0]!);
  const files = openUnitFiles([at], 'shards');
  expect(files.read(id(1))).toStrictEqual(result(1));
  expect(files.read(id(3))).toBeUndefined();
  const again = openUnitFiles([at], 'shards');
  writeUnitFile(join(at, 'other'), lines(3, 4));
  renameSync(join(at, 'other', readdirSync(join(at, 'other'))[0]!), path);
  expect(() => again.read(id(1))).toThrow(`${path}: it has changed while it was read.`);
  rmSync(path);
  mkdirSync(path);
  expect(() => openUnitFiles([at], 'shards')).toThrow(
    `${path}: it cannot be read (there is a folder where a file is needed).`,
  );
  expect(openUnitFiles([at]).damaged).toEqual([path]);
  rmSync(path, { recursive: true });
  writeUnitFile(at, [[id(7), '{"values":[]}']]);
  expect(openUnitFiles([at]).read(id(7))).toBeUndefined();
  expect(() => openUnitFiles([at], 'shards').read(id(7))).toThrow(
    'what it holds is no unit, though its checksum fits',
  );
});

test('a file that is gone after it was opened is an error of shards', () => {
  const at = folder({});
  writeUnitFile(at, lines(1));
  const path = join(at, readdirSync(at)[0]!);
  const files = openUnitFiles([at], 'shards');
  rmSync(path);
  expect(() => files.read(id(1))).toThrow(`${path}: it cannot be read (there is no such file or folder).`);
});

test('units that are in several files by turns are read from each file once', () => {
  const at = folder({});
  for (const first of [0, 1, 2]) writeUnitFile(at, lines(first, first + 3, first + 6));
  const files = openUnitFiles([at], 'shards');
  for (const n of [0, 1, 2]) expect(files.read(id(n))).toStrictEqual(result(n));
  for (const name of readdirSync(at)) rmSync(join(at, name));
  for (const n of [3, 4, 5, 6, 7, 8]) expect(files.read(id(n))).toStrictEqual(result(n));
});
