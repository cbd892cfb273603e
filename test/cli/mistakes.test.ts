import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coincide, type Ended, start } from '../support/cli/coincide.ts';
import { mistakes } from '../support/cli/mistakes/all.ts';
import { first } from '../support/cli/mistakes/first.ts';
import { filesBelow, project } from '../support/files.ts';
import { scaled } from '../support/time.ts';

const fixtures = join(project, 'test/fixtures/mistakes');
const names = Object.keys(mistakes).sort();
// In a folder of this name every file is meant as an experiment.
const cwd = join(realpathSync(mkdtempSync(join(tmpdir(), 'coincide-mistakes-'))), 'experiments');

/** All that is said of a fixture. */
function messageOf(name: string): string {
  return [mistakes[name]!]
    .flat()
    .map((line) => `${name}:${line}\n`)
    .join('');
}

/** The first of every sort: they get a process of their own. The others share one. */
const alone = names.filter((name) => first.has(name.replace(/\.[^.]+$/, '')));
const ended = new Map<string, Ended>();
let together: Ended;

beforeAll(async () => {
  cpSync(fixtures, cwd, { recursive: true });
  const left = [...alone];
  const worker = async () => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      ended.set(name, await coincide(cwd, 'run', name));
    }
  };
  await Promise.all([worker(), worker()]);
  together = await coincide(cwd, 'run', '.');
}, scaled(120));

afterAll(() => rmSync(dirname(cwd), { recursive: true, force: true }));

test('every fixture has its message, and every message its fixture', () => {
  expect(readdirSync(fixtures).sort()).toEqual(names);
  expect(alone).toHaveLength(first.size);
});

test.each(alone)('%s is refused with its sentences alone', (name) => {
  expect(ended.get(name)).toEqual({ code: 2, signal: null, stdout: '', stderr: messageOf(name) });
});

test('the mistakes of all files are told together, each once, and nothing else', () => {
  expect(together.stderr).toBe(names.map(messageOf).join(''));
  expect(together).toMatchObject({ code: 2, signal: null, stdout: '' });
});

test('each is one sentence, behind a place and in front of nothing', () => {
  for (const message of Object.values(mistakes).flat()) {
    expect(message).toMatch(/^[1-9]\d*:[1-9]\d*: [^\s].*[^.?][.?]$/);
    expect(message).not.toMatch(/undefined|\[object|null|\.\.$|\?\.|;.*;.*;| {2}| a [aeiou]/);
  }
});

test('nothing was written', () => {
  expect(filesBelow(cwd)).toEqual(names);
});

test('a mistake is told within five times the time of an empty Node process', async () => {
  const pairs = [];
  for (let i = 0; i < 7; i++) {
    const empty = await timed(start(cwd, ['-e', '0'], { command: [process.execPath] }).ended);
    pairs.push({ empty, told: await timed(coincide(cwd, 'run', 'unknown-key.yaml')) });
  }
  const [empty, told] = [median(pairs.map((pair) => pair.empty)), median(pairs.map((pair) => pair.told))];
  // A busy machine with two cores takes its time for either.
  expect(told, `${told.toFixed(0)} ms, ${(told / empty).toFixed(1)} times an empty process`).toBeLessThan(
    Math.max(5 * empty, scaled(1.5)),
  );
});

async function timed(work: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work;
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
