import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

test.each([
  [['-o', 'a.jpg'], '--out a.jpg: expected a name that ends in .svg, .png or .pdf, or - for SVG on stdout.'],
  [['-o', 'svg'], '--out svg: expected a name that ends in .svg, .png or .pdf, or - for SVG on stdout.'],
  [['--spec', 'a.svg'], '--spec a.svg: expected a name that ends in .json, or - for JSON on stdout.'],
  [['-o', '-', '--spec', '-'], '--out and --spec both write to stdout; choose one.'],
  [[], 'expected --out FILE, a name that ends in .svg, .png or .pdf; write -o figure.svg.'],
  [['-o', 'a.svg', '--y', 'dy'], '--y dy: a map of shifts has the other axis on x: --x dx --y dy.'],
  [['-o', 'a.svg', '--y', 'radius'], '--y radius: a radius stands on x: --x radius --y match_rate.'],
  [
    ['-o', 'a.svg', '--x', 'dx', '--y', 'dy', '--color', 'layer'],
    '--color layer: expected a column of numbers, such as match_rate.',
  ],
  [
    ['-o', 'a.svg', '--x', 'radius', '--y', 'cosin'],
    '--y cosin: unknown column "cosin"; did you mean "cosine"?',
  ],
])('%j is a mistake, and writes nothing', async (args, message) => {
  const cwd = folder({ 'a.yaml': circle });
  expect(await coincide(cwd, 'plot', 'a.yaml', ...args)).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: `${message}\n`,
  });
  expect(filesBelow(cwd)).toEqual(['a.yaml']);
});

test('stdout takes the specification, or the bytes of the file', async () => {
  const cwd = folder({ 'a.yaml': circle });
  const spec = await coincide(cwd, 'plot', 'a.yaml', '--spec', '-');
  expect(spec).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(spec.stdout).$schema).toMatch(/vega-lite/);
  const { stdout } = await coincide(cwd, 'plot', 'a.yaml', '-o', '-', '-q');
  await coincide(cwd, 'plot', 'a.yaml', '-o', 'a.svg');
  expect(stdout).toBe(readFileSync(join(cwd, 'a.svg'), 'utf8'));
});

test('--x dx --y dy draws a map of the shifts, though the file asks for no such table; --x radius a curve', async () => {
  const cwd = folder({ 'a.yaml': circle });
  const map = await coincide(cwd, 'plot', 'a.yaml', '--x', 'dx', '--y', 'dy', '--spec', '-', '-q');
  expect(map).toMatchObject({ code: 0, stderr: '' });
  const { data, spec } = JSON.parse(map.stdout);
  const run = await coincide(cwd, 'run', 'a.yaml', '--set', 'tables=[shifts]', '--out', 'results', '-q');
  expect(run.code).toBe(0);
  const lines = readFileSync(join(cwd, 'results/a.shifts.csv'), 'utf8').trim().split('\n').slice(1);
  expect(data.values).toHaveLength(lines.length);
  // Of one picture the distance says more than whether it is 0.
  expect(spec.layer[0].encoding.color.field).toBe('relative_l2');
  const curve = await coincide(cwd, 'plot', 'a.yaml', '--x', 'radius', '--spec', '-', '-q');
  expect(JSON.parse(curve.stdout).layer.at(-1).encoding).toMatchObject({
    x: { field: 'radius' },
    y: { field: 'match_rate' },
  });
});

test('PNG and PDF say which letters their font lacks; SVG has them', async () => {
  const cwd = folder({
    'a.yaml':
      `${circle}sweep:\n  layers: { "büyük": [max_pool], "макс": [relu, max_pool], "最大 👍": [avg_pool] }\n`.replace(
        /^pool:.*\n/m,
        '',
      ),
  });
  const lacks =
    'boxes stand for 最 大 👍: Inter, the font of PNG and PDF, lacks these letters; SVG shows them.\n';
  for (const [name, said] of [
    ['a.svg', ''],
    ['a.png', lacks],
    ['a.pdf', lacks],
  ] as const) {
    const ended = await coincide(cwd, 'plot', 'a.yaml', '-q', '-o', name);
    expect(ended).toMatchObject({ code: 0, stderr: `${said}wrote ${name}\n` });
  }
  expect(readFileSync(join(cwd, 'a.svg'), 'utf8')).toContain('最大 👍');
});
