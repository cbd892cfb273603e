import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { images } from '../src/image/registry.ts';
import { layers } from '../src/layers/registry.ts';
import { comparisons } from '../src/measure/compare/registry.ts';
import { measures } from '../src/measure/registry.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = (readdirSync(src, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));

/** Rank by folder, or by file at the top. */
const ranks: Record<string, number> = {
  'error.ts': 0,
  'tensor.ts': 0,
  'copy_window.ts': 0.5,
  'random.ts': 0,
  'options.ts': 0.5,
  'breathe.ts': 0,
  'once.ts': 0,
  lanes: 0,
  'files.ts': 0,
  model: 0.7,
  image: 1,
  shift: 1,
  layers: 1,
  measure: 1,
  results: 2,
  check: 3,
  picture: 3,
  plot: 3.5,
  experiment: 4,
  backend: 5,
  outputs: 6,
  judge: 6,
  'run.ts': 6,
  'run_variant.ts': 6,
  'measure_function.ts': 6,
  'explain.ts': 6,
  'warnings.ts': 6,
  'look.ts': 6,
  report: 6.5,
  'index.ts': 7,
  'vitest.ts': 7,
  cli: 8,
};

const place = (file: string) => file.split('/')[0]!;

function importsOf(file: string): { path: string; line: string }[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([line, path]) => ({ path: path!, line }));
}

describe('the architecture', () => {
  test('gives every file a rank', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => ranks[place(file)] === undefined)).toEqual([]);
  });

  test('lets a file import from its own folder and from lower ranks only', () => {
    const upward = files.flatMap((file) =>
      importsOf(file)
        .filter(({ path }) => path.startsWith('.'))
        .map(({ path }) => relative(src, join(src, dirname(file), path)))
        .filter((target) => place(target) !== place(file))
        .filter((target) => !isLower(target, file))
        .map((target) => `${file} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test('keeps Node out of all that runs in a browser too', () => {
    const knowNode = files.filter((file) => importsOf(file).some(({ path }) => path.startsWith('node:')));
    const allowed = (file: string) =>
      ['cli', 'backend'].includes(place(file)) ||
      [
        'results/store.ts',
        'results/stored.ts',
        'judge/check_file.ts',
        'experiment/disk.ts',
        'experiment/files.ts',
        'experiment/find.ts',
      ].includes(file);
    expect(knowNode.filter((file) => !allowed(file))).toEqual([]);
  });

  test('imports TensorFlow.js as a type only, but for the backends', () => {
    const imports = files
      .filter((file) => place(file) !== 'backend')
      .filter((file) => /import (?!type)[^;]*'@tensorflow/.test(readFileSync(join(src, file), 'utf8')));
    expect(imports).toEqual([]);
  });

  test('ends the process in no place, and sets its exit code in one', () => {
    const texts = files.map((file) => [file, readFileSync(join(src, file), 'utf8')] as const);
    expect(texts.filter(([, text]) => /process\.exit\(/.test(text)).map(([file]) => file)).toEqual([]);
    expect(texts.filter(([, text]) => /process\.exitCode =/.test(text)).map(([file]) => file)).toEqual([
      'cli/main.ts',
    ]);
  });

  test('branches on no kind by its name outside the file of that kind', () => {
    const names = [...Object.keys(layers), ...Object.keys(images)].join('|');
    const branching = new RegExp(`(?:===|!==|case) '(?:${names})'`);
    const found = files.filter((file) => branching.test(readFileSync(join(src, file), 'utf8')));
    expect(found).toEqual([]);
  });
});

describe('every kind', () => {
  const families = { image: images, layers, 'measure/compare': comparisons, measure: measures };
  const reference = readFileSync(join(src, '../docs/reference.md'), 'utf8');
  const kinds = Object.entries(families).flatMap(([folder, kinds]) =>
    Object.keys(kinds).map((name) => [folder, name] as const),
  );

  test.each(kinds)('%s/%s has its own file, its own test and its place in the reference', (folder, name) => {
    expect(existsSync(join(src, folder, `${name}.ts`))).toBe(true);
    expect(existsSync(join(src, '../test', folder, `${name}.test.ts`))).toBe(true);
    const columns = folder === 'measure' ? Object.keys(measures[name as keyof typeof measures].columns) : [];
    if (columns.length === 0) expect(reference).toContain(`### ${name}\n`);
    for (const column of columns) expect(reference).toContain(`| \`${column}\` |`);
  });
});

function isLower(target: string, file: string): boolean {
  const [to, from] = [ranks[place(target)], ranks[place(file)]];
  if (to === undefined || from === undefined) return false;
  // The parts of rank 6 belong together.
  const together = ['run.ts', 'run_variant.ts', 'explain.ts', 'look.ts', 'measure_function.ts'];
  return (
    to < from || (to === from && from === 6 && (together.includes(basename(file)) || place(file) === 'judge'))
  );
}
