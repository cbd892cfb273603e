import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileProblem } from '../../../src/core/files.ts';
import { filesBelow } from '../../../src/experiment/disk/disk.ts';
import { folder } from '../../support/files.ts';

/** What is said of a path. */
async function saidOf(files: ReturnType<typeof filesBelow>, path: string, how: 'read' | 'list' = 'read') {
  const error = await files[how](path).then(
    () => undefined,
    (error) => error,
  );
  expect(error).toBeInstanceOf(FileProblem);
  expect(error.path).toBe(path);
  return error.message;
}

describe('the files that an experiment names', () => {
  test('are read below its folder, with their digests', async () => {
    const files = filesBelow(folder({ 'a/b.bin': 'two', 'c.bin': 'three' }));
    expect(Buffer.from(await files.read('c.bin')).toString()).toBe('three');
    expect(Buffer.from(await files.read('a/../a/b.bin')).toString()).toBe('two');
    await files.read('c.bin');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(files.named()).toEqual([
      { path: 'a/../a/b.bin', bytes: 3, sha256: sha256('two') },
      { path: 'c.bin', bytes: 5, sha256: sha256('three') },
    ]);
  });

  test('are read once: what is written meanwhile is not seen', async () => {
    const home = folder({ 'c.bin': 'three' });
    const files = filesBelow(home);
    const first = await files.read('c.bin');
    writeFileSync(join(home, 'c.bin'), 'four');
    expect(await files.read('c.bin')).toBe(first);
  });

  test('of a folder are listed to any depth by code units, hidden ones left out', async () => {
    const files = filesBelow(
      folder({ 'p/b/2': '', 'p/b/10': '', 'p/B/1': '', 'p/.x': '', 'p/.y/1': '', q: '' }),
    );
    expect(await files.list('p/')).toEqual(['p/B/1', 'p/b/10', 'p/b/2']);
  });

  test('of a folder are those behind links too, without end for none, and none from outside', async () => {
    const home = folder({ 'in/p/a/1': '', 'in/all/b/2': '', 'out/3': '' });
    symlinkSync('../all/b', join(home, 'in/p/b'));
    symlinkSync('..', join(home, 'in/p/a/up'));
    symlinkSync('../a', join(home, 'in/p/a/self'));
    symlinkSync('nowhere', join(home, 'in/p/gone'));
    const files = filesBelow(join(home, 'in'));
    expect(await files.list('p')).toEqual(['p/a/1', 'p/b/2', 'p/gone']);
    symlinkSync('../../out', join(home, 'in/p/out'));
    expect(await saidOf(files, 'p', 'list')).toBe(
      '"p/out" is outside the experiment\'s folder; --allow-outside allows it',
    );
    const all = filesBelow(join(home, 'in'), { outside: true });
    expect(await all.list('p')).toEqual(['p/a/1', 'p/b/2', 'p/gone', 'p/out/3']);
  });

  test('may not lie outside, however they are written, unless it is allowed', async () => {
    const home = folder({ 'in/x.yaml': '', secret: 'secret', 'in/real': 'real', 'in..side': 'near' });
    symlinkSync('../secret', join(home, 'in/link'));
    symlinkSync('real', join(home, 'in/inner'));
    symlinkSync('..', join(home, 'in/up'));
    const files = filesBelow(join(home, 'in'));
    const lies = (path: string) =>
      `${JSON.stringify(path)} is outside the experiment's folder; --allow-outside allows it`;
    for (const path of ['../secret', 'link', 'up/secret', 'x/../../secret', '../in..side', '..'])
      expect(await saidOf(files, path)).toBe(lies(path));
    expect(await saidOf(files, '/dev/null')).toBe(lies('/dev/null'));
    expect(await saidOf(files, '../nothing')).toBe(lies('../nothing'));
    expect(Buffer.from(await files.read('inner')).toString()).toBe('real');
    const all = filesBelow(join(home, 'in'), { outside: true });
    expect(Buffer.from(await all.read('link')).toString()).toBe('secret');
    expect(Buffer.from(await all.read(join(home, 'secret'))).toString()).toBe('secret');
  });

  test('are regular files, which is known before any is read', async () => {
    const home = folder({ 'a/b': '' });
    execFileSync('mkfifo', [join(home, 'pipe')]);
    mkdirSync(join(home, 'empty'));
    const files = filesBelow(home, { outside: true });
    expect(await saidOf(files, 'pipe')).toBe('"pipe" is no regular file');
    expect(await saidOf(files, '/dev/zero')).toBe('"/dev/zero" is no regular file');
    expect(await saidOf(files, 'a')).toBe('"a" is a folder; expected a file; write the path of a file in it');
    writeFileSync(join(home, 'a/x.onnx'), '');
    expect(await saidOf(files, 'a')).toBe('"a" is a folder; expected a file; write "a/x.onnx"');
    writeFileSync(join(home, 'a/model.json'), '');
    expect(await saidOf(files, 'a')).toBe('"a" is a folder; expected a file; write the path of a file in it');
    writeFileSync(join(home, 'a/saved_model.pb'), '');
    expect(await saidOf(files, 'a')).toBe(
      '"a" is a folder; expected a file; convert the SavedModel in it to ONNX: python -m tf2onnx.convert --saved-model a --output model.onnx',
    );
    writeFileSync(join(home, 'cat.png'), '');
    expect(await saidOf(files, 'cat')).toBe('there is no "cat"; did you mean "cat.png"?');
    expect(await saidOf(files, 'cat.jpeg')).toBe('there is no "cat.jpeg"; did you mean "cat.png"?');
    expect(await saidOf(files, '*.png')).toBe(
      'there is no "*.png"; write type: folder, with the path ".": patterns are not read',
    );
    expect(await saidOf(files, 'a/b', 'list')).toBe(
      '"a/b" is a file; expected a folder; write type: file, or the path of its folder',
    );
    expect(await files.list('empty')).toEqual([]);
  });

  test('that are not there are told, with the nearest name', async () => {
    const files = filesBelow(folder({ 'pictures/cat.png': '' }));
    expect(await saidOf(files, 'pictures/cut.png')).toBe(
      'there is no "pictures/cut.png"; did you mean "pictures/cat.png"?',
    );
    expect(await saidOf(files, 'nowhere/x')).toBe('there is no "nowhere/x"');
    expect(await saidOf(files, 'picture', 'list')).toBe('there is no "picture"; did you mean "pictures"?');
    expect(await saidOf(files, 'pictures/cat.png/x')).toBe(
      '"pictures/cat.png/x" cannot be read (there is a file where a folder is needed)',
    );
  });
});
