import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseExperiment, readExperiment } from '../src/index.ts';
import { dist } from './support/cli/coincide.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const docs = (name: string) => readFileSync(join(root, `docs/${name}.md`), 'utf8');
const blocks = (language: string, page = readme) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coincide-readme-'));
  cpSync(join(root, 'experiments'), join(folder, 'experiments'), { recursive: true });
  // A project that has the package installed.
  cpSync(dist, join(folder, 'coincide/dist'), { recursive: true });
  for (const file of ['package.json', 'schema.json'])
    cpSync(join(root, file), join(folder, 'coincide', file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const shown = [...blocks('console'), ...blocks('console', docs('models'))];

describe('the README', () => {
  test.each(shown.map((text) => text.split('\n')[0]!))('or a page shows what this prints: %s', (prompt) => {
    const text = shown.find((block) => block.startsWith(`${prompt}\n`))!;
    const args = prompt.replace(/^\$ npx coincide /, '').split(' ');
    const { stdout, stderr } = spawnSync(process.execPath, ['coincide/dist/cli.js', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect((stdout + stderr).trimEnd()).toBe(text.slice(prompt.length + 1).trimEnd());
  });

  test.each(blocks('yaml'))('shows an experiment that is valid: %s', (text) => {
    expect(parseExperiment(text).variants.length).toBeGreaterThan(0);
  });

  test('leads to a guard whose only mistakes are the files that a reader brings', async () => {
    const [experiment] = blocks('yaml', docs('guard'));
    writeFileSync(join(folder, 'shifts.yaml'), experiment!);
    await expect(readExperiment(join(folder, 'shifts.yaml'))).rejects.toThrow(
      /shifts\.yaml:\d+:\d+: image\.path: there is no "pictures"\.$/,
    );
  });

  test('leads to a guard whose report says which pictures flip, and to what', () => {
    const [guard] = blocks('yaml', docs('guard'));
    const set = '{ type: sprite, path: fashion200.png, tile: 28, limit: 20, embed: { size: 36 } }';
    const file = guard!
      .replace(/^preprocess:.*\n/m, '')
      .replace(/^image:.*/m, `image: ${set}`)
      .replace('path: model.onnx', 'path: max.onnx');
    writeFileSync(join(folder, 'experiments/models/guard.yaml'), file);
    const { stderr, status } = spawnSync(
      process.execPath,
      ['coincide/dist/cli.js', 'report', 'experiments/models/guard.yaml'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(stderr).toContain('wrote report.html');
    // This small network does not hold what the guard asks of the reader's.
    expect(status).toBe(1);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('Most frequent changes of the decision');
  });

  test('shows a program that runs', () => {
    const [program] = blocks('ts', docs('library'));
    writeFileSync(
      join(folder, 'program.mjs'),
      program!.replace("from 'coincide'", "from './coincide/dist/index.js'"),
    );
    const { stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('{ depth: 0, classes: 49, match_rate: 0.02040816326530612 }');
    expect(stdout).toContain('{ depth: 1, classes: 1, match_rate: 1 }');
  });

  test('names the commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'bench']));
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm cit');
  });
});
