import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { parseSource } from '../../src/experiment/parse.ts';
import { dottedPath, pathOfWord } from '../../src/experiment/remedies/option_path.ts';
import { optionPaths } from '../../src/experiment/remedies/words/option_paths.ts';
import { parseOverride } from '../../src/experiment/text/override.ts';
import { parseYaml } from '../../src/experiment/text/yaml.ts';
import { file, right, withImage, withPool } from '../support/experiment/typed_files.ts';

describe('a word of an option', () => {
  const words = Object.entries(optionPaths).flatMap(([path, others]) =>
    [path.slice(path.indexOf('.') + 1), ...others.split(' ')]
      .filter((word) => word !== '')
      .map((word) => [word, path] as const),
  );

  test.each(words)('%s means %s alone', (word, path) => {
    expect(pathOfWord(word)).toBe(path);
  });

  test('a type may be that of an image, and steps may be meant by step', () => {
    expect(pathOfWord('type', 'dots')).toBe('image.type');
    expect(pathOfWord('type', 'avg_pool')).toBe('pool.type');
    expect(pathOfWord('step', 'all')).toBe('steps');
    expect(pathOfWord('constructor')).toBeUndefined();
  });

  test.each([
    ['shift/max', 'shift.max'],
    ['shift[max]', 'shift.max'],
    ["shift['max']", 'shift.max'],
    ['layers[0].type', 'layers.0.type'],
    ['--shift.max', 'shift.max'],
    ['$.shift.max', 'shift.max'],
    ['shift.max', undefined],
    ['max', undefined],
  ])('%s is the path %s', (key, path) => {
    expect(dottedPath(key)).toBe(path);
  });
});

/** What the refusal of a file with `--set` says; empty where it is accepted. */
function refusalWith(text: string, set: string): string {
  const at = set.indexOf('=');
  const override = parseOverride(set.slice(0, at), set.slice(at + 1), `--set ${set}`);
  try {
    parseSource(parseYaml(text, 'a.yaml'), { name: 'a', overrides: [override] });
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}

test.each([
  [right, 'max=4', 'shift.max=4'],
  [right, 'radius=9', 'image.radius=9'],
  [right, 'depth=2', 'pool.depth=2'],
  [right, 'pool_size=3', 'pool.pool_size=3'],
  [right, 'type=avg_pool', 'pool.type=avg_pool'],
  [withImage('image: dots'), 'type=circle', 'image.type=circle'],
  [right, 'step=0.5', 'shift.step=0.5'],
  [right, 'step=all', 'steps=all'],
  [right, 'samples=10', 'trials=10'],
  [right, 'shift/max=4', 'shift.max=4'],
  [right, 'translation.max=4', 'shift.max=4'],
  [right, 'size=[32, 48]', '"image.size=[32, 48]"'],
  [withPool('layers: [relu, { type: max_pool, pool_size: 3 }]'), 'pool_size=2', 'layers.1.pool_size=2'],
])('%j with --set %s: write --set %s, which is accepted', (text, set, meant) => {
  const message = refusalWith(text, set);
  expect(message).toContain(`--set ${set}: unknown key `);
  expect(message).toContain(`; write --set ${meant}; allowed: `);
  expect(refusalWith(text, meant.replaceAll('"', ''))).toBe('');
});

test('a key that no other stands for gets no other', () => {
  expect(refusalWith(right, 'epochs=3')).toContain('; leave it out: nothing is trained here; allowed: ');
  // A file with layers takes no pool.
  expect(refusalWith(withPool('layers: [max_pool]'), 'depth=2')).toMatch(/unknown key "depth"; allowed: /);
  expect(refusalWith(file(), 'foo=1')).toMatch(/unknown key "foo"; allowed: /);
});
