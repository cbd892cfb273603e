import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseExperiment, readExperiment, run, toCsv } from '../../src/index.ts';
import { browser, without } from '../support/browser.ts';
import { folder, project } from '../support/files.ts';
import { csvOf, drop, type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

const names = readdirSync(join(project, 'experiments'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length).replaceAll('\\', '/'));
/** Experiments that name files, and those that name none. */
const named = names.filter((name) => / path: |files:/.test(experimentText(name)));
const drawn = names.filter((name) => !named.includes(name));
/** Experiments that are not shipped: other kinds and options. */
const further: Readonly<Record<string, string>> = {
  average: 'image: dots\nshift: { max: 2 }\ntrials: all\npool: { type: avg_pool, depth: 3 }\n',
  disc: 'image: { type: circle, filled: true, size: 48 }\nshift: { max: [1, 3] }\npool: { type: max_blur_pool, depth: 2 }\n',
  colours:
    'image: { type: noise, size: 24, channels: 3 }\nshift: { max: 2 }\ntrials: 30\nlayers: [relu, max_pool, global_avg_pool]\n',
  smallest: 'image: circle\nshift: { max: 3 }\npool: { type: max_pool, depth: 4 }\n',
  close:
    'image: noise\nshift: { max: 2, fill_mode: wrap }\nseed: text\npool: { type: lp_pool, depth: 2 }\ncompare: { type: close, relative: 0.1 }\n',
  parts:
    'image: { type: circle, value: random }\nshift: { max: 1, step: 0.5, interpolation: bicubic }\ntrials: all\npool: { type: blur_pool, depth: 2 }\n',
  rolled:
    'image: { type: noise, size: 32 }\nshift: { max: 4, fill_mode: wrap }\ntrials: 50\nlayers: [{ type: conv2d, kernel: random, filters: 2, padding: circular }, relu, { type: max_pool, padding: circular }]\ncompare: roll\n',
  framed:
    'image: { type: noise, size: 40, channels: 2 }\nshift: { y: [-1, 2], x: [0, 3], frame: 32, distribution: rounded }\nlayers: [abs, { type: avg_pool, pool_size: 3 }, global_max_pool]\nsteps: all\n',
};
function experimentText(name: string): string {
  return readFileSync(join(project, 'experiments', `${name}.yaml`), 'utf8');
}
const result = (name: string) => readFileSync(join(project, 'results', `${name}.csv`));
/** The experiment with the most inputs is compared in two of its variants: all of them take longer than the other tables. */
const LONGEST = { name: 'protocols/certified-accuracy', variants: ['max 2', 'euclidean 3'] };

describe.skipIf('why' in browser)(`tables of the playground${without}`, () => {
  let served: ServedPlayground;
  /** One page for all experiments without files, and one for all with files, which knows none before they are dropped. */
  let opened: Awaited<ReturnType<ServedPlayground['open']>>;
  let bare: typeof opened;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
    opened = await served.open('');
    bare = await served.open('', { bare: true });
  }, scaled(120));
  afterAll(() => served?.close());

  /** The table of a text that is pasted into the page. */
  const pasted = async (name: string, text: string): Promise<string> => {
    const { page, said } = opened;
    await page.getByRole('tab', { name: 'File' }).click();
    // The name comes last: a table of that name is of that text.
    await page.getByLabel('Experiment file').fill(text);
    await page.getByLabel('name', { exact: true }).fill(name);
    const csv = await csvNamed(page, name);
    expect(said).toEqual([]);
    return csv;
  };

  test('there are at least 25 experiments without pictures or models', () => {
    expect(drawn.length + Object.keys(further).length).toBeGreaterThanOrEqual(25);
  });

  test.each(Object.entries(further))(
    'the table of %s, which is not shipped, has the bytes of the library',
    async (name, text) => {
      const { table } = await run(parseExperiment(text, name));
      expect(await pasted(name, text)).toBe(toCsv(table));
    },
    scaled(60),
  );

  test.each(drawn)(
    'the table of %s has the very bytes of the command line',
    async (name) => expect(await pasted(name, experimentText(name))).toBe(result(name).toString()),
    scaled(60),
  );

  test.each(named)(
    'the table of %s has them too, once its files were dropped onto the page',
    async (name) => {
      const { page, said } = bare;
      await page.getByRole('tab', { name: 'File' }).click();
      await page.locator('.given').waitFor();
      const remove = page.locator('.given li button.plain');
      for (let left = await remove.count(); left > 0; left--) {
        // By the keyboard: a failure above may change its length just then, and move what a mouse presses.
        await remove.first().press('Enter');
        await expect.poll(() => remove.count()).toBe(left - 1);
      }
      await page.getByRole('combobox', { name: 'Experiment', exact: true }).selectOption(name);
      await expect
        .poll(() => page.locator('.failure').allTextContents(), { timeout: scaled(20) })
        .toContainEqual(expect.stringContaining('drop the file onto the page'));
      let expected = result(name).toString();
      if (name === LONGEST.name) {
        // Its expectations are about the others.
        const [before] = experimentText(name).split('expect:');
        await page.getByLabel('Experiment file').fill(before!.split('\n').filter(isKept).join('\n'));
        await page.getByLabel('name', { exact: true }).fill(name);
        expected = expected.split('\n').filter(isKeptRow).join('\n');
      }
      await drop(page, filesOf(name));
      expect(await csvNamed(page, name)).toBe(expected);
      expect(said).toEqual([]);
    },
    scaled(240),
  );

  const pictures = JSON.parse(readFileSync(join(project, 'test/fixtures/pictures.json'), 'utf8')) as Record<
    'pngs' | 'jpegs',
    { name: string; file: string }[]
  >;
  test.each([pictures.jpegs[0]!, pictures.jpegs.at(-1)!, pictures.pngs.at(-1)!])(
    "a picture of one's own has the table of the library: $name",
    async ({ file }) => {
      const bytes = Buffer.from(file, 'base64');
      const text =
        'image: { type: file, path: own.picture }\nshift: { max: 1 }\ntrials: all\nlayers: [avg_pool]\n';
      const directory = folder({ 'own.picture': bytes, 'own.yaml': text });
      const { table } = await run(await readExperiment(join(directory, 'own.yaml')));
      await drop(opened.page, { 'own.picture': bytes });
      expect(await pasted('own', `# ${file.length}\n${text}`)).toBe(toCsv(table));
    },
    scaled(60),
  );

  test('no request left the pages but for parts of the page itself, also with the files of a user in it', () => {
    const paths = readdirSync(served.folder, { recursive: true, encoding: 'utf8' });
    const parts = new Set(paths.map((path) => path.replaceAll('\\', '/')));
    const asked = [...opened.asked, ...bare.asked];
    // Those of the workers are seen, too.
    expect(asked.some((request) => request.url().endsWith('.wasm'))).toBe(true);
    for (const request of asked) {
      const { origin, pathname, search } = new URL(request.url());
      expect(`${origin}/`).toBe(served.url);
      const path = pathname.replace(/^\/(?:bare\/)?/, '') || 'index.html';
      expect([request.method(), request.postData(), search, parts.has(path) ? '' : path]).toEqual([
        'GET',
        null,
        '',
        '',
      ]);
    }
  });

  test('every experiment of the project is among those whose tables are compared', () => {
    expect([...drawn, ...named].sort()).toEqual([...names].sort());
    expect(named.length).toBeGreaterThan(15);
  });
});

/** Whether a line of the longest experiment is of a variant that is compared, or of none. */
function isKept(line: string): boolean {
  const [, variant] = /^ {4}(\w+ \d): \{/.exec(line) ?? [];
  return variant === undefined || LONGEST.variants.includes(variant);
}

/** Whether a row of its table is, or the heading. */
function isKeptRow(row: string, at: number): boolean {
  return at === 0 || row === '' || LONGEST.variants.includes(row.split(',')[1]!);
}

/** The table of an experiment, once the page offers it. */
async function csvNamed(page: Page, name: string): Promise<string> {
  const file = `${name.slice(name.lastIndexOf('/') + 1)}.csv`;
  for (;;) {
    const { name: offered, bytes } = await csvOf(page);
    if (offered === file) return bytes.toString();
  }
}

/** The files beside an experiment, as a user drops them: by their names alone. */
function filesOf(name: string): Record<string, Uint8Array> {
  const folder = join(project, 'experiments', name.slice(0, name.indexOf('/')));
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const given = paths.filter((path) => /\.(?:png|onnx|json|bin|csv)$/.test(path));
  return Object.fromEntries(
    given.map((path) => [path.slice(path.lastIndexOf('/') + 1), readFileSync(join(folder, path))]),
  );
}
