import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { paletteOf } from '../../../src/cli/terminal/terminal.ts';
import { cli, coincide, start } from '../../support/cli/coincide.ts';
import { neutral } from '../../support/environment.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder, project } from '../../support/files.ts';

/** An image that can be read: it moves as the letters say. */
const tiny = `
image: { type: pixels, rows: [[0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]] }
shift: { max: 1 }
trials: all
pool: { type: max_pool, depth: 1 }
`;
const sweep = `${tiny}sweep: { shift.max: [1, 2], pool.type: [max_pool, avg_pool] }\n`;
const wide = { COLUMNS: '40' };

describe('coincide show', () => {
  test('draws the image and its output, unshifted and shifted, and says what each depth tells apart', async () => {
    const cwd = folder({ 'a.yaml': tiny });
    const { code, stdout, stderr } = await start(cwd, ['show', 'a.yaml', '--shift', '-1,1'], { env: wide })
      .ended;
    // Frames of 18 characters: a pixel of the image takes 4 of them and 2 lines, a cell of the output 9 and 4 and a half.
    const [image, output] = ['@'.repeat(4), '@'.repeat(9)];
    const line = (left: number, one: string, two: string) =>
      `${' '.repeat(2 + left)}${one}${' '.repeat(29 - left - one.length)}${two}`.trimEnd();
    expect(stdout.split('\n')).toEqual([
      'a',
      '',
      '  pixels              1 max_pool',
      '  4×4                 2×2',
      '  unshifted',
      ...Array(2).fill(line(0, '', output)),
      ...Array(2).fill(line(9, image, output)),
      line(0, '', '='.repeat(9)),
      ...Array(4).fill(''),
      '  (−1, 1)',
      ...Array(2).fill(line(13, image, output)),
      ...Array(2).fill(line(0, '', output)),
      line(0, '', '='.repeat(9)),
      ...Array(4).fill(''),
      '  differs             same',
      '',
      '  depth 0, pixels 4×4: 1 of 9 trials',
      '    match; all 9 shifts give different',
      '    outputs.',
      '  depth 1, max_pool 2×2: 4 of 9 trials',
      '    match; 9 shifts give 4 outputs.',
      '',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(filesBelow(cwd)).toEqual(['a.yaml']);
  });

  test('says what it shows of several channels, and shows more than a mean that is the same everywhere', async () => {
    const scores =
      'image: { type: dots, size: 8 }\nshift: { max: 1 }\nlayers: [{ type: conv2d, kernel: random, filters: 4 }, softmax, global_avg_pool]\nsteps: all\n';
    const cwd = folder({ 'a.yaml': scores });
    const { stdout } = await coincide(cwd, 'show', 'a.yaml', '--shift', '0,1');
    expect(stdout).toContain(' mean ');
    expect(stdout).toContain(' largest ');
    expect(stdout).toContain(' all channels\n');
    expect(stdout).toContain('\n  mean: a cell is the mean of its channels\n');
    expect(stdout).toContain(
      '\n  largest: a cell is the largest of its channels, whose mean is the same in every cell\n',
    );
    expect(stdout).toContain('\n  all channels: a square is a channel, from the left, row by row\n');
    const { stdout: grey } = await coincide(cwd, 'show', 'a.yaml', '--shift', '0,1', '--channel', '2');
    expect(grey).toContain(' channel 2 ');
    expect(grey).not.toContain('largest');
  });

  test.each([
    ['--shift', '2,-1'],
    ['--shift', '-2,1'],
    ['--shift=-2,1'],
    ['--shift', '(-2, 1)'],
    ['--shift', '-.5,+1'],
  ])('takes a shift as it is written: %s %s', async (...args) => {
    const given = args.filter((arg) => arg !== undefined);
    const { code, stdout, stderr } = await coincide(folder({ 'a.yaml': tiny }), 'show', 'a.yaml', ...given);
    expect(stderr).toBe('');
    expect(stdout).toContain({ '2,-1': '(2, −1)', '-.5,+1': '(−0.5, 1)' }[given.at(-1)!] ?? '(−2, 1)');
    // Not drawn, and held against the reference all the same.
    expect(stdout).toContain('differs');
    expect(code).toBe(0);
  });

  test('the shifted frame is the image moved, and a shift that was not drawn is computed too', async () => {
    const cwd = folder({ 'a.yaml': tiny });
    const { stdout } = await start(cwd, ['show', 'a.yaml', '--shift', '2,0', '--depth', '0'], { env: wide })
      .ended;
    const lines = stdout.split('\n');
    const at = lines.indexOf('  (2, 0)');
    // 4 pixels of 8×8 in the widest frame: the bright one now begins in row 24 of 32, in line 12.
    expect(lines.slice(at + 1, at + 13).every((line) => line.trim() === '')).toBe(true);
    expect(lines[at + 13]).toBe(`${' '.repeat(2 + 16)}${'@'.repeat(8)}`);
  });

  test('--map shows the class of every drawn shift, --variant which variant', async () => {
    const cwd = folder({ 'a.yaml': sweep });
    const args = ['show', 'a.yaml', '--map', '--variant', 'shift.max=1', '--variant', 'pool.type=max_pool'];
    const { stdout } = await coincide(cwd, ...args);
    expect(stdout).toContain('a (shift.max 1, pool.type max_pool)');
    // The dot at (1, 2) keeps its cell where it moves up by 1 or not, and right by 1 or not.
    const maps = ['. . .|a # #', '. @ .|a @ #', '. . .|. b b'].map((row) => row.split('|'));
    for (const [one, two] of maps) expect(stdout).toContain(`\n   ${one}${' '.repeat(12)}${two}\n`);
    expect(stdout).not.toContain('variants;');
    expect((await coincide(cwd, 'show', 'a.yaml')).stdout).toContain(
      '\n4 variants; --variant KEY=VALUE chooses: shift.max=1|2 pool.type=max_pool|avg_pool\n',
    );
  });

  test('--map of a set shows, for each shift, the share of its pictures that it does not change', async () => {
    const png = (at: number) => {
      const data = new Uint8Array(16);
      data[at] = 255;
      return encode({ width: 4, height: 4, data, channels: 1, depth: 8 });
    };
    const set = `
image: { type: folder, path: set, labels: none }
shift: { max: 1 }
trials: all
pool: { type: max_pool, depth: 1 }
`;
    // Dots at (1, 2) and at (2, 2): the first keeps its cell where it moves up by 1 or not, the second where down or not.
    const cwd = folder({ 'a.yaml': set, 'set/a.png': png(6), 'set/b.png': png(10) });
    const { code, stdout, stderr } = await coincide(cwd, 'show', 'a.yaml', '--map', '--depth', '1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 9)).toEqual([
      'a',
      '',
      '  depth 1, max_pool 2×2',
      '     0  50  50',
      '     0 100 100',
      '     0  50  50',
      '',
      '  percent of the trials with a shift that match; 100 is all of them',
      '  from (−1, −1) at the top left to (1, 1) at the bottom right',
    ]);
    // Of one picture, the classes.
    const one = await coincide(cwd, 'show', 'a.yaml', '--map', '--depth', '1', '--picture', 'a.png');
    expect(one.stdout).toContain('\n   a # #\n   a @ #\n');
    await coincide(cwd, 'show', 'a.yaml', '--map', '--svg', 'map.svg');
    const svg = readFileSync(join(cwd, 'map.svg'), 'utf8');
    expect(svg).toContain('<title>dy -1, dx 0, depth 1, max_pool: match_rate 0.5</title>');
  });

  test.each([
    [
      ['--map', '--shift', '1,1'],
      '--map shows every drawn shift, and no outputs; leave out --shift and --channel.',
    ],
    [['--shift', '1'], '--shift 1: expected DY,DX in pixels, such as 2,-1.'],
    [['--shift', '1,x'], '--shift 1,x: expected DY,DX in pixels, such as 2,-1.'],
    [['--shift', '1,9999'], '--shift 1,9999: expected DY,DX in pixels, such as 2,-1.'],
    [['--depth', '2'], '--depth 2: a.yaml has no such depth; there are 0, 1.'],
    [['--depth', ''], '--depth : a.yaml has no such depth; there are 0, 1.'],
    [['--channel', '1'], '--channel 1: a.yaml has no such channel; every step has one, 0.'],
    [['--channel', '-1'], '--channel -1: expected a whole number, from 0 on.'],
    [['--variant', 'shift.max'], '--variant shift.max: expected KEY=VALUE, such as shift.max=4.'],
    [
      ['--variant', 'shift.mx=1'],
      '--variant shift.mx=1: "shift.mx" is not swept; a sweeps shift.max, pool.type; did you mean "shift.max"?',
    ],
    [
      ['--variant', 'pool.type=max_pol'],
      '--variant pool.type=max_pol: expected max_pool or avg_pool for pool.type, not "max_pol"; did you mean "max_pool"?',
    ],
    [['--variant', 'shift.max=7'], '--variant shift.max=7: expected 1 or 2 for shift.max, not "7".'],
    [['--png', ''], '--png: expected the name of a file, not "".'],
    [['--png', 'x.jpg'], '--png x.jpg: expected a name that ends in .png, or - for PNG on stdout.'],
    [['--svg', '-', '--png', '-'], '--svg and --png both write to stdout; choose one.'],
  ])('%j is a mistake, and what there is is said', async (args, message) => {
    const ended = await coincide(folder({ 'a.yaml': sweep }), 'show', 'a.yaml', ...args);
    expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr: `${message}\n` });
  });

  test('writes pictures with the same bytes wherever it runs, of the size that the SVG says', async () => {
    const cwd = folder();
    const file = join(project, 'experiments/circle-range.yaml');
    const args = ['show', file, '--variant', 'shift.max=4'];
    const strip = await coincide(cwd, ...args, '--svg', 'out/strip.svg', '--png', 'out/strip.png');
    expect(strip).toMatchObject({ code: 0, stdout: '', stderr: 'wrote out/strip.svg and out/strip.png\n' });
    await start(cwd, [...args, '--map', '--png', 'map.png'], {
      env: { LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo', HOME: cwd },
    }).ended;
    const svg = readFileSync(join(cwd, 'out/strip.svg'), 'utf8');
    const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg)!;
    const png = decode(readFileSync(join(cwd, 'out/strip.png')));
    expect([png.width, png.height]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(svg).toContain('depth 4 · max_pool');
    const hash = (path: string) =>
      createHash('sha256')
        .update(readFileSync(join(cwd, path)))
        .digest('hex');
    // Another machine, Node or font would show here.
    expect({ strip: hash('out/strip.png'), map: hash('map.png') }).toMatchSnapshot();
  });

  test('a file that cannot be written is a failure of storage, and nothing is left behind', async () => {
    const cwd = folder({ 'a.yaml': tiny, there: '' });
    const ended = await coincide(cwd, 'show', 'a.yaml', '--svg', 'there/a.svg');
    expect(ended).toMatchObject({
      code: 4,
      stdout: '',
      stderr: 'could not write there/a.svg: there is a file where a folder is needed.\n',
    });
    expect(filesBelow(cwd)).toEqual(['a.yaml', 'there']);
  });

  const works = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
  test.runIf(works).each([
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, '\u001b[38;2;253;231;37;48;2;'],
    [{ TERM: 'xterm-256color' }, '\u001b[38;5;220;48;5;'],
    [{ TERM: 'xterm' }, '\u001b[97;'],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, '@@@@'],
    [{ TERM: 'dumb' }, '@@@@'],
  ])('on a terminal with %j it uses what the terminal can show', (env, expected) => {
    const cwd = folder({ 'a.yaml': tiny });
    const line = `${process.execPath} ${cli} show a.yaml`;
    const { COLORTERM: _, ...rest } = neutral;
    const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], {
      cwd,
      env: { ...rest, ...env } as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    expect(stdout).toContain(expected);
    expect(stdout.includes('\u001b')).toBe(expected !== '@@@@');
  });
});

test.each([
  [{}, false, 'plain'],
  [{ COLORTERM: 'truecolor', TERM: 'xterm' }, false, 'plain'],
  [{ COLORTERM: 'truecolor', TERM: 'xterm' }, true, 'true'],
  [{ FORCE_COLOR: '3' }, false, 'true'],
  [{ FORCE_COLOR: '2' }, false, '256'],
  [{ FORCE_COLOR: '1' }, false, 'grey'],
  [{ FORCE_COLOR: '1', COLORTERM: 'truecolor', TERM: 'xterm' }, false, 'true'],
  [{ FORCE_COLOR: '0', COLORTERM: 'truecolor', TERM: 'xterm' }, true, 'plain'],
  [{ FORCE_COLOR: '3', NO_COLOR: '1' }, true, 'plain'],
  [{ NO_COLOR: '', COLORTERM: 'truecolor', TERM: 'xterm' }, true, 'true'],
  [{ TERM: 'dumb' }, true, 'plain'],
] as const)('with %j, on a terminal: %s, pictures are %s', (env, isTTY, palette) => {
  expect(paletteOf(env as NodeJS.ProcessEnv, isTTY)).toBe(palette);
});

test('a long strip has its headings again after each four shifts', async () => {
  const cwd = folder({ 'circle.yaml': circle });
  const shifts = ['0,1', '1,0', '1,1', '-1,0', '0,-1'].flatMap((shift) => ['--shift', shift]);
  const { stdout } = await coincide(cwd, 'show', 'circle.yaml', '--depth', '0', ...shifts);
  const places = stdout.split('\n').flatMap((line, at) => (at > 0 && line.trim() === 'circle' ? [at] : []));
  expect(places).toHaveLength(2);
  expect(stdout.split('\n')[places[1]! + 2]).toContain('(−1, 0)');
});
