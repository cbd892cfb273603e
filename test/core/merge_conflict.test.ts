import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseConflicts } from '../../src/core/merge_conflict.ts';
import { parseYaml } from '../../src/experiment/text/yaml.ts';
import { folder } from '../support/files.ts';

describe('a merge conflict', () => {
  test.each(['merge', 'diff3', 'zdiff3'])('as git leaves it in style %s is found, with its line', (style) => {
    const cwd = folder();
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd, stdio: 'pipe' });
    const commit = (text: string) => {
      writeFileSync(join(cwd, 'a.csv'), text);
      git('add', '.');
      git('commit', '-qm', 'x');
    };
    git('init', '-q', '-b', 'one');
    commit('a,b\n1,2\n');
    git('checkout', '-qb', 'two');
    commit('a,b\n1,3\n');
    git('checkout', '-q', 'one');
    commit('a,b\n1,4\n');
    expect(() => git('-c', `merge.conflictStyle=${style}`, 'merge', 'two')).toThrow();
    const text = readFileSync(join(cwd, 'a.csv'), 'utf8');
    for (const given of [text, text.replaceAll('\n', '\r\n')]) {
      expect(() => refuseConflicts(given, 'a.csv')).toThrow(
        'a.csv:2:1: there is a merge conflict here; resolve it, or run the experiment again and commit.',
      );
    }
  });

  test('is what any one of its marks shows, since an editor may have removed the others', () => {
    for (const mark of ['<<<<<<< HEAD', '||||||| parent', '=======', '>>>>>>> two', '|||||||']) {
      expect(() => refuseConflicts(`a\nb\n${mark}\nc\n`, 'f')).toThrow('f:3:1: there is a merge conflict');
    }
  });

  test('is not what only begins like a mark, or has one within a line', () => {
    for (const line of [
      '========',
      '=======x',
      ' =======',
      '"=======',
      '<<<<<<<<',
      '||||||',
      'a >>>>>>> b',
    ]) {
      expect(() => refuseConflicts(`a\n${line}\n`, 'f')).not.toThrow();
    }
  });
});

test('an experiment file with a conflict says so, with its line', () => {
  const text = 'image: circle\n<<<<<<< HEAD\nshift: { max: 3 }\n||||||| b\n=======\n>>>>>>> two\n';
  expect(() => parseYaml(text, 'x.yaml')).toThrow(
    'x.yaml:2:1: there is a merge conflict here; keep one side, and remove the lines of <<<<<<<, ======= and >>>>>>>.',
  );
  expect(parseYaml('description: |\n  =======\n  a\n', 'x.yaml').value).toEqual({
    description: '=======\na\n',
  });
});
