import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endsInFolder, isBelow, slashed } from '../../src/results/system_paths.ts';

/** Names that both systems take; `..a` only looks as if it led upwards. */
const name = fc.constantFrom('a', 'b c', '..a', '...', 'ä', '日本', 'x.yaml', '-');
const names = fc.array(name, { minLength: 1, maxLength: 4 });

describe.each([
  ['POSIX', path.posix, '/'],
  ['Windows', path.win32, 'C:\\'],
] as const)('paths of %s', (_, system, root) => {
  const at = (parts: readonly string[]) => root + parts.join(system.sep);

  test('are below a folder if they begin with its parts', () => {
    fc.assert(
      fc.property(names, names, (folder, rest) => {
        expect(isBelow(at([...folder, ...rest]), at(folder), system)).toBe(true);
        expect(isBelow(at(folder), at(folder), system)).toBe(true);
        expect(isBelow(at(folder), at([...folder, ...rest]), system)).toBe(false);
      }),
    );
  });

  test('are not below a folder with another last part', () => {
    fc.assert(
      fc.property(names, (folder) => {
        const sibling = [...folder.slice(0, -1), `${folder.at(-1)}x`];
        expect(isBelow(at([...sibling, 'f']), at(folder), system)).toBe(false);
      }),
    );
  });

  test('are written with slashes', () => {
    fc.assert(
      fc.property(names, (parts) => {
        expect(slashed(parts.join(system.sep), system)).toBe(parts.join('/'));
      }),
    );
  });

  test('name a folder where they end with a separator', () => {
    expect(endsInFolder(`a${system.sep}`, system)).toBe(true);
    expect(endsInFolder('a/', system)).toBe(true);
    expect(endsInFolder('a', system)).toBe(false);
  });
});

test('another drive, and a share of another machine, are never below', () => {
  expect(isBelow('D:\\a\\b', 'C:\\a', path.win32)).toBe(false);
  expect(isBelow('\\\\server\\share\\b', 'C:\\', path.win32)).toBe(false);
});

test('a backslash is part of a name where it does not separate', () => {
  expect(slashed('a\\b', path.posix)).toBe('a\\b');
  expect(endsInFolder('a\\', path.posix)).toBe(false);
});
