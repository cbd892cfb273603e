import { describe, expect, test } from 'vitest';
import { numberFolders, readClassNames } from '../../src/image/classes.ts';
import { folder } from '../../src/image/folder.ts';
import { filesOf, opened, pngNamed } from '../support/image/pictures.ts';

const files = filesOf({
  'classes.txt': '\ufeffboot\r\n  cat\r\nshirt\r\n\n',
  'blank.txt': 'a\n\nb',
  'old_mac.txt': 'boot\rcat\rshirt\r',
  'comment.txt': '# classes\nboot\ncat',
  'list.json': '["boot", "cat"]\n',
  'names.json': '{\n  "0": "boot",\n  "1": "cat"\n}',
  'labels.py': "{0: 'boot',\n 1: 'cat'}",
  'brackets.txt': '[boot]\n{cat}',
  'empty.txt': '\n',
  'latin1.txt': Buffer.from('café', 'latin1'),
  'conflict.txt': 'boot\r\n<<<<<<< HEAD\r\ncat\r\n=======\r\nhat\r\n>>>>>>> b\r\n',
});
const number = async (folders: string[], classes?: Parameters<typeof numberFolders>[1]) =>
  Object.fromEntries((await numberFolders(folders, classes, { folder: 'p', files })).numbers);

describe('folders are numbered', () => {
  test.each([
    [['b', 'a', 'C'], undefined, { C: 0, a: 1, b: 2 }],
    [['10', '2', '1'], undefined, { 1: 0, 2: 1, 10: 2 }],
    [['10', '2', '1a'], undefined, { 10: 0, '1a': 1, 2: 2 }],
    [['shirt', 'boot'], 'classes.txt', { boot: 0, shirt: 2 }],
    [['shirt', 'boot'], 'old_mac.txt', { boot: 0, shirt: 2 }],
    [['[boot]', '{cat}'], 'brackets.txt', { '[boot]': 0, '{cat}': 1 }],
    [['shirt', 'boot'], ['shirt', 'coat', 'boot'], { shirt: 0, boot: 2 }],
    [['shirt', 'boot'], { boot: 9, shirt: 6 }, { boot: 9, shirt: 6 }],
    [['c\u0327ay'], ['su', '\u00e7ay'], { 'c\u0327ay': 1 }],
    [['\u00e7ay'], { 'c\u0327ay': 4 }, { '\u00e7ay': 4 }],
    [['281_tabby', '7'], 'from_folder_name', { '281_tabby': 281, 7: 7 }],
  ] as const)('%j by %j', async (folders, classes, expected) => {
    expect(await number([...folders], classes as never)).toEqual(expected);
  });

  test.each([
    [['hat'], 'classes.txt', 'the folder "hat" is not among the classes'],
    [['hat'], { boot: 1 }, 'the folder "hat" is not among the classes; add it: { "hat": NUMBER }'],
    [
      ['boot'],
      'comment.txt',
      '"comment.txt": line 1 is a comment, which would be class 0; expected a name; leave that line out',
    ],
    ...['list.json', 'names.json', 'labels.py'].map(
      (path) =>
        [
          ['boot'],
          path,
          `"${path}" is a list or a dictionary of JSON or Python; expected a name alone in each line`,
        ] as const,
    ),
    [['Boot'], 'classes.txt', 'is not among the classes; the nearest is "boot"'],
    [
      ['n2'],
      ['n1 tench', 'n2 goldfish'],
      'class 1 is "n2 goldfish", where the name of the folder alone is expected',
    ],
    [['b'], ['0: a', '1: b'], 'class 1 is "1: b", where the name of the folder alone is expected'],
    [
      ['crane'],
      ['crane', 'ox', 'crane'],
      'is class 0 and class 2 of the classes; write classes: { FOLDER: NUMBER }',
    ],
    [['constructor'], { boot: 1 }, 'the folder "constructor" is not among the classes'],
    [['boot'], { boot: 1, hat: 2 }, 'classes names "hat", but there is no such folder'],
    [['tabby'], 'from_folder_name', 'the folder "tabby" does not begin with the number of a class'],
    [['99999999999_a'], 'from_folder_name', 'does not begin with the number of a class'],
    [['a'], 'blank.txt', '"blank.txt": line 2 is blank; expected a name'],
    [['boot'], { boot: 1, '': 2 }, 'classes names "", but there is no such folder'],
    [['boot'], 'conflict.txt', '"conflict.txt" has a merge conflict at line 2; resolve it'],
    [['a'], 'empty.txt', '"empty.txt" holds no names; expected one per line'],
    [['a'], 'none.txt', 'there is no "none.txt"'],
    [['café'], 'latin1.txt', '"latin1.txt" is not UTF-8; save the file in that encoding'],
  ] as const)('%j by %j is refused', async (folders, classes, message) => {
    await expect(number([...folders], classes as never)).rejects.toThrow(message);
  });

  test('and named, as far as names are known', async () => {
    const known = await numberFolders(['b'], { b: 2 }, { folder: 'p', files });
    expect(known.names).toEqual([undefined, undefined, 'b']);
    expect(await readClassNames('classes.txt', files)).toEqual(['boot', 'cat', 'shirt']);
  });
});

const TABLES = {
  'index,name\n0,boot\n1,cat': 'line 1 is a head, which would be class 0',
  'class_id;class_name\n7;boot\n9;cat': 'line 1 is a head, which would be class 0',
  ',label\n0,boot\n1,cat': 'line 1 is a head, which would be class 0',
  'Sınıf\tAd\n0\tboot\n1\tcat': 'line 1 is a head, which would be class 0',
  'class_name\nboot\ncat': 'line 1 is a head, which would be class 0',
  'names:\n  0: boot\n  1: cat': 'is a list or a dictionary of YAML',
  'names:\n- boot\n- cat': 'is a list or a dictionary of YAML',
  '- boot\n- cat': 'is a list or a dictionary of YAML',
};

test.each(Object.entries(TABLES))(
  'names in %j would be shifted, or not be names: refused',
  async (text, why) => {
    await expect(readClassNames('t.txt', filesOf({ 't.txt': text }))).rejects.toThrow(why);
  },
);

test.each([
  '0,boot\n1,cat',
  'label',
  'background\n1: person\n2: bicycle',
  'name, first\nname, last',
  'a:\nb',
])('names in %j are taken as they are', async (text) => {
  expect(await readClassNames('t.txt', filesOf({ 't.txt': text }))).toEqual(text.split('\n'));
});

test('a folder of pictures has the labels that classes says', async () => {
  const all = { 'p/boot/1.png': pngNamed('filtered'), 'p/shirt/1.png': pngNamed('filtered') };
  const set = await opened(folder, { path: 'p', classes: { boot: 9, shirt: 6 } }, all);
  expect(set.pictures!.list.map(({ name, label }) => [name, label])).toEqual([
    ['boot/1.png', 9],
    ['shirt/1.png', 6],
  ]);
  expect(set.pictures!.classes![9]).toBe('boot');
  await expect(opened(folder, { path: 'p', labels: 'none', classes: ['a'] }, all)).rejects.toThrow(
    'names classes, but the pictures have no labels',
  );
});
