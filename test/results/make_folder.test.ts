import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/results/make_folder.ts';
import { reason } from '../../src/results/reason.ts';
import { folder, project } from '../support/files.ts';

test('a folder is made with those above it, and may be there, also by a link', () => {
  const cwd = folder();
  makeFolder(join(cwd, 'a/b/c'));
  makeFolder(join(cwd, 'a/b/c'));
  symlinkSync('a', join(cwd, 'link'));
  makeFolder(join(cwd, 'link/b/d'));
  expect(readdirSync(join(cwd, 'a/b'))).toEqual(['c', 'd']);
});

test.each(['file', 'file/below', 'file/below/that', 'dangling'])('no folder can be made at %s', (path) => {
  const cwd = folder({ file: 'mine' });
  symlinkSync('nowhere', join(cwd, 'dangling'));
  const thrown = (make: (path: string) => void) => {
    try {
      make(join(cwd, path));
      return 'made';
    } catch (error) {
      return reason(error);
    }
  };
  expect(thrown(makeFolder)).toBe('there is a file where a folder is needed');
  expect(thrown((one) => mkdirSync(one, { recursive: true }))).not.toBe('made');
  expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('mine');
});

// In a process of its own, since Node's recursive mkdir never ends here.
test.runIf(statSync('/proc/self', { throwIfNoEntry: false })).each(['/proc/x', '/proc/x/y', '/proc/self/x'])(
  'no folder can be made at %s, and that ends',
  (path) => {
    const module = (name: string) => pathToFileURL(join(project, 'src/results', name)).href;
    const program = `
      import { makeFolder } from '${module('make_folder.ts')}';
      import { reason } from '${module('reason.ts')}';
      try { makeFolder('${path}') } catch (error) { console.log(error.path, reason(error)) }`;
    const { stdout, signal } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      { cwd: project, encoding: 'utf8', timeout: 30_000 },
    );
    expect({ stdout, signal }).toEqual({
      stdout: `${path.startsWith('/proc/x') ? '/proc/x' : path} no folder can be made there\n`,
      signal: null,
    });
  },
);

test('no other file asks Node for folders within folders', () => {
  const src = join(project, 'src');
  const asks = (file: string) =>
    /\bmkdir(?:Sync)?\([^;]*recursive/.test(readFileSync(join(src, file), 'utf8'));
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter(asks)).toEqual([]);
});
