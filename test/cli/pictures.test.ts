import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { coincide } from '../support/cli/coincide.ts';
import { folder } from '../support/files.ts';
import { jpegNamed, pngNamed } from '../support/image/pictures.ts';

const stack = 'shift: { max: 2 }\ntrials: all\npool: { type: max_pool, depth: 2 }\n';
const set = `image: { type: folder, path: pictures, on_error: skip }\n${stack}`;
const pictures = {
  'pictures/cats/1.png': pngNamed('filtered'),
  'pictures/cats/2.jpg': jpegNamed('grey'),
  'pictures/dogs/1.jpg': jpegNamed('progressive'),
  'pictures/dogs/bad.png': pngNamed('filtered').subarray(0, 90),
};

const one = (path: string) => `image:\n  type: file\n  path: ${path}\n${stack}`;

describe('a set of pictures', () => {
  test('gives a table of the set and, if asked for, one of its pictures', async () => {
    const home = folder({
      ...pictures,
      's.yaml': `${set}measures: [separation]\ntables: [summary, images]\n`,
    });
    const { code, stdout, stderr } = await coincide(home, 'run', 's.yaml');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        's',
        '  depth  layer      size  images  classes  matches  match rate',
        '      0  folder    24×40       3       25     3/75       0.040',
        '      1  max_pool  12×20       3       25     3/75       0.040',
        '      2  max_pool   6×10       3       25     3/75       0.040',
        '1 experiment: no expectation stated; wrote 3 files to results/',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe(
      [
        'warning: s: left out: "pictures/dogs/bad.png" is a PNG picture that is cut off.',
        'warning: s: 3 pictures give no interval: it takes 5 pictures or more.',
        '',
      ].join('\n'),
    );
    mkdirSync(join(home, 'experiments'));
    for (const name of ['s.yaml', 'pictures']) {
      cpSync(join(home, name), join(home, 'experiments', name), { recursive: true });
    }
    expect(await coincide(home, 'check')).toMatchObject({
      code: 0,
      stdout: 's\n  ✓ baseline: same\n1 experiment: 1 claim held\n',
    });
    const [first] = parse(readFileSync(join(home, 'results/s.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    expect(first).toMatchObject({ images: '3', skipped: '1', trials: '75', shifts: '25', matches: '3' });
    const rows = parse(readFileSync(join(home, 'results/s.images.csv')), {
      columns: true,
    }) as (typeof first)[];
    expect(rows).toHaveLength(9);
    expect(rows[6]).toMatchObject({
      image: 'dogs/1.jpg',
      label: 'dogs',
      step: '0',
      trials: '25',
      matches: '1',
    });
    const { resources, sources, digest } = JSON.parse(
      readFileSync(join(home, 'results/s.datapackage.json'), 'utf8'),
    );
    expect(resources.map(({ path }: { path: string }) => path)).toEqual(['s.csv', 's.images.csv']);
    expect(sources.map(({ path }: { path: string }) => path)).toEqual(Object.keys(pictures));
    const sum = createHash('sha256').update(jpegNamed('grey')).digest('hex');
    expect(sources[1].hash).toBe(`sha256:${sum}`);
    // Another picture, another digest, though the file is the same.
    writeFileSync(join(home, 'pictures/cats/2.jpg'), jpegNamed('baseline'));
    await coincide(home, 'run', 's.yaml');
    const after = JSON.parse(readFileSync(join(home, 'results/s.datapackage.json'), 'utf8'));
    expect(after.digest).not.toBe(digest);
  });

  test('of integers that become means says that they are numbers', async () => {
    const home = folder({ ...pictures, 's.yaml': set });
    await coincide(home, 'run', 's.yaml');
    const { resources } = JSON.parse(readFileSync(join(home, 'results/s.datapackage.json'), 'utf8'));
    const fields: { name: string; type: string; description: string }[] = resources[0].schema.fields;
    const of = (name: string) => fields.find((field) => field.name === name)!;
    expect([of('trials').type, of('matches').type, of('classes').type, of('images').type]).toEqual([
      'integer',
      'integer',
      'number',
      'integer',
    ]);
    expect(of('classes').description).toMatch(/Of a set: the mean of its pictures\.$/);
    expect(of('match_low').description).toMatch(/lower end of the 95 % interval of match_rate over pictures/);
  });

  test('without on_error: skip fails with the name of the bad picture', async () => {
    const home = folder({ ...pictures, 's.yaml': set.replace(', on_error: skip', '') });
    expect(await coincide(home, 'run', 's.yaml')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: 's.yaml: "pictures/dogs/bad.png" is a PNG picture that is cut off.\n',
    });
    writeFileSync(join(home, 'pictures/dogs/bad.png'), 'no picture at all');
    expect(await coincide(home, 'validate', 's.yaml')).toMatchObject({
      code: 2,
      stderr: 's.yaml:1:8: image: "pictures/dogs/bad.png" is no PNG or JPEG picture.\n',
    });
  });

  test('is explained by its first picture, and valid', async () => {
    const home = folder({ ...pictures, 's.yaml': set });
    expect(await coincide(home, 'validate', 's.yaml')).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await coincide(home, 'explain', 's.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('24×40');
    const shown = await coincide(home, 'show', 's.yaml');
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('24×40');
  });

  test('in random order is shown and explained by the picture that is measured first', async () => {
    const values = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 8]);
    const image = '{ type: idx, images: m, order: random, limit: 2 }';
    const home = folder({
      m: Buffer.concat([header, values]),
      'm.yaml': `image: ${image}\nshift: { max: 1 }\ntrials: all\nlayers: [max_pool]\ntables: [summary, images]\n`,
    });
    await coincide(home, 'run', 'm.yaml', '--out', 'r');
    const [first] = parse(readFileSync(join(home, 'r/m.images.csv'), 'utf8'), { columns: true }) as [
      Record<string, string>,
    ];
    expect(first.image).not.toBe('0');
    const words = `${first.image}, the first of 2 pictures`;
    const { stdout } = await coincide(home, 'show', 'm.yaml');
    expect(stdout).toContain(`Shown: ${words}; --picture NAME chooses.`);
    expect((await coincide(home, 'explain', 'm.yaml')).stdout).toContain(words);
  });

  test('is shown by the first picture that is measured: one that is skipped is none', async () => {
    const bad = { 'pictures/cats/0.png': pngNamed('filtered').subarray(0, 90) };
    const home = folder({ ...pictures, ...bad, 's.yaml': set });
    const { stdout, code } = await coincide(home, 'show', 's.yaml');
    expect(stdout).toContain('Shown: cats/1.png, the first of ');
    expect(code).toBe(0);
    expect((await coincide(home, 'explain', 's.yaml')).stdout).toContain('cats/1.png, the first of ');
    expect((await coincide(home, 'report', 's.yaml', '-o', 'r.html')).code).toBe(0);
  });

  test('of MNIST files is read where it lies', async () => {
    const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 8]);
    const values = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const home = folder({
      'm/images.gz': gzipSync(Buffer.concat([header, values])),
      'm/labels': Buffer.from([0, 0, 8, 1, 0, 0, 0, 4, 1, 0, 1, 1]),
      'm.yaml': `image: { type: idx, images: m/images.gz, labels: m/labels, limit: 3, embed: { size: 12 } }\n${stack}`,
    });
    const { code, stdout } = await coincide(home, 'run', 'm.yaml', '-o', '-');
    expect(code).toBe(0);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row.layer, row.height, row.images, row.trials])).toEqual([
      ['idx', '12', '3', '75'],
      ['max_pool', '6', '3', '75'],
      ['max_pool', '3', '3', '75'],
    ]);
  });
});

describe('a file that an experiment names', () => {
  test.each([
    ['pictures/cat/1.png', 'there is no "pictures/cat/1.png"'],
    ['pictures/cats/11.png', 'there is no "pictures/cats/11.png"; did you mean "pictures/cats/1.png"?'],
    ['pictures', '"pictures" is a folder; expected a file; write the path of a file in it'],
    ['../outside.png', '"../outside.png" is outside the experiment\'s folder; --allow-outside allows it'],
    ['/etc/passwd', '"/etc/passwd" is outside the experiment\'s folder; --allow-outside allows it'],
    ['link', '"link" is outside the experiment\'s folder; --allow-outside allows it'],
    ['pipe', '"pipe" is no regular file'],
    ['e.yaml', '"e.yaml" is no PNG or JPEG picture'],
  ])('%s is refused with its place', async (path, message) => {
    const home = folder({ 'outside.png': pngNamed('filtered') });
    const files = folder({ ...pictures, 'e.yaml': one(path) });
    symlinkSync(join(home, 'outside.png'), join(files, 'link'));
    execFileSync('mkfifo', [join(files, 'pipe')]);
    for (const command of ['run', 'validate', 'explain']) {
      const { code, stdout, stderr } = await coincide(files, command, 'e.yaml');
      const end = message.endsWith('?') ? '' : '.';
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: '',
        stderr: `e.yaml:3:9: image.path: ${message}${end}\n`,
      });
    }
  });

  test('is looked for beside the experiment, and may lie elsewhere where that is allowed', async () => {
    const home = folder({
      'a.png': pngNamed('filtered'),
      'experiments/e.yaml': one('../a.png'),
      'x/a.png': '',
    });
    expect((await coincide(join(home, 'x'), 'run', '../experiments/e.yaml')).code).toBe(2);
    for (const [command, ...more] of [
      ['run', '-o', 'results'],
      ['validate'],
      ['explain'],
      ['check'],
      ['show'],
      ['plot', '-o', '-'],
      ['report', '--format', 'md', '-o', '-'],
    ]) {
      const given = [command!, '../experiments/e.yaml', ...more];
      const refused = await coincide(join(home, 'x'), ...given);
      expect({ command, code: refused.code, stdout: refused.stdout, stderr: refused.stderr }).toEqual({
        command,
        code: 2,
        stdout: '',
        stderr: `../experiments/e.yaml:3:9: image.path: "../a.png" is outside the experiment's folder; --allow-outside allows it.\n`,
      });
      const ended = await coincide(join(home, 'x'), ...given, '--allow-outside');
      expect({ command, code: ended.code, stderr: ended.stderr }).toEqual({ command, code: 0, stderr: '' });
    }
  });

  test('with a mistake is told together with the others', async () => {
    const home = folder({ 'e.yaml': `${one('nothing.png')}steps: al\n` });
    const { code, stderr } = await coincide(home, 'validate', 'e.yaml');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'e.yaml:3:9: image.path: there is no "nothing.png".\ne.yaml:7:8: steps: unknown value "al"; did you mean "all"?\n',
    );
  });

  test('may be swept and set', async () => {
    const home = folder({
      ...pictures,
      'e.yaml': `${one('pictures/cats/1.png')}sweep:\n  image.path: [pictures/cats/1.png, pictures/cats/3.jpg]\n`,
    });
    expect((await coincide(home, 'validate', 'e.yaml')).stderr).toBe(
      'e.yaml:8:37: image.path: there is no "pictures/cats/3.jpg"; did you mean "pictures/cats/2.jpg"?\n',
    );
    const { stderr } = await coincide(home, 'run', 'e.yaml', '--set', 'image.path=pictures/cats/4.jpg');
    expect(stderr).toBe(
      '--set image.path=pictures/cats/4.jpg: image.path: there is no "pictures/cats/4.jpg"; did you mean "pictures/cats/2.jpg"?\n',
    );
  });
});
