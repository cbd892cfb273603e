import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, without } from '../support/browser.ts';
import { type Control, controlsOf } from '../support/controls.ts';
import { project } from '../support/files.ts';
import {
  askedText,
  drawn,
  drop,
  type ServedPlayground,
  servePlaygroundForTests,
} from '../support/playground.ts';
import { scaled } from '../support/time.ts';

/** A control, what is done to it, and what a user then sees. */
interface ControlCase {
  role: string;
  /** Its accessible name, or a pattern of the names of its sort. */
  name: RegExp;
  /** The fragment of the address that has it. */
  at: string;
  /** What has to be done before it is there. */
  before?(page: Page): Promise<unknown>;
  /** Which one of those of its name; default: the first. */
  nth?: number;
  act(control: Locator, page: Page): Promise<unknown>;
  /** What a user sees of it, before and after. */
  sees(page: Page): Promise<unknown>;
  gives: unknown;
  width?: number;
  /** Whether the controls are listed after it only. */
  listedAfter?: boolean;
}

const where = (page: Page) => page.locator('.where').textContent();
const count = (selector: string) => (page: Page) => page.locator(selector).count();
const words = (selector: string) => (page: Page) => page.locator(selector).allTextContents();
const click = (control: Locator) => control.click();
const press = (key: string) => (control: Locator) => control.press(key);
const choose = (label: string) => (control: Locator) => control.selectOption(label);
/** Chooses a kind of layer beside a button that adds it, and presses that. */
const addLayer = (kind: string) => async (control: Locator) => {
  const row = control.locator('xpath=..');
  await row.locator('select').selectOption(kind);
  await row.locator('button').click();
};
const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click();
const moved = async (page: Page) => {
  await page.locator('.drag').first().press('ArrowDown');
  await expect.poll(() => where(page)).toBe('1 down');
};
const layers = async (page: Page) =>
  /^layers:.*?(?=^\w|$(?![\s\S]))/ms
    .exec(await askedText(page))?.[0]
    .replaceAll(/\s+/g, ' ')
    .trim();
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const chosen = (page: Page) =>
  page.getByLabel('Experiment file').evaluate((area: HTMLTextAreaElement) => area.selectionStart);
/** Pixels of a canvas, in short. */
const pixels = (selector: string) => (page: Page) =>
  page
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) =>
      canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.reduce((sum, value, i) => (sum * 31 + value * (i % 251)) % 1_000_003, 7),
    );
const scrolled = (selector: string) => (page: Page) =>
  page
    .locator(selector)
    .first()
    .evaluate(({ scrollLeft, scrollTop }) => scrollLeft + scrollTop > 0);
/** The name of the last file that the page offered. */
const downloads = new WeakMap<Page, Download[]>();
const downloaded = async (page: Page) => downloads.get(page)?.at(-1)?.suggestedFilename();
const second = async (page: Page) => {
  await page.getByRole('button', { name: 'Compare with a second stack' }).click();
  await page.locator('.drag').nth(1).waitFor();
};
const write = (text: string) => async (page: Page) => {
  await tab('File')(page);
  await page.getByLabel('Experiment file').fill(text);
};
const give = (name: string, from: string) => async (page: Page) => {
  await tab('File')(page);
  await drop(page, { [name]: readFileSync(join(project, 'experiments/models', from)) });
  await page.locator('.given li').waitFor();
};
const STACK =
  'image: circle\nshift: { max: 1 }\nlayers: [relu, { repeat: { times: 2, layers: [max_pool] } }, abs]\n';
const stack = async (page: Page) => {
  await write(STACK)(page);
  await tab('Change it')(page);
};
const MISTAKE = 'image: circle\nshift: { maxx: 3 }\npool: max_pool\n';
/** So much work that it is still computed when it is stopped. */
const LONG =
  'image: { type: noise, size: 256 }\nshift: { max: 12 }\ntrials: all\nlayers: [{ type: conv2d, kernel: random, filters: 16, padding: same }, relu, { type: conv2d, kernel: random, filters: 16, padding: same }, relu, { type: conv2d, kernel: random, filters: 16, padding: same }]\n';

const PATH_TITLE = '.path-head b';
const cases: readonly ControlCase[] = [
  // At the top.
  {
    ...{ role: 'combobox', name: /^Experiment$/, at: '#circle-exact' },
    ...{ act: choose('condense'), sees: words('.first figcaption b'), gives: ['circle'] },
    // The name is in the fragment and the tab File: the image is a circle in both.
    sees: async (page) => (await words('.rates th button')(page)).length,
    gives: 4,
  },
  {
    ...{ role: 'button', name: /^Guided path$/, at: '#circle-exact', act: click },
    // Its file has four steps; until they are there the forms are those of the file before.
    sees: async (page) => [
      ...(await words(PATH_TITLE)(page)),
      (await words('.rates th button')(page)).length,
    ],
    gives: ['Condensing', 4],
  },
  // The image, its outputs and the map.
  {
    ...{ role: 'application', name: /^The image, /, at: '#circle-exact' },
    ...{ act: press('ArrowDown'), sees: where, gives: '1 down' },
  },
  {
    ...{ role: 'application', name: /^The image, /, at: '#circle-exact', before: second, nth: 1 },
    ...{ act: press('ArrowLeft'), sees: where, gives: '1 left' },
  },
  {
    ...{ role: 'button', name: /^Back$/, at: '#circle-exact', before: moved },
    ...{ act: click, sees: where, gives: 'not moved' },
  },
  {
    ...{ role: 'combobox', name: /^Variant$/, at: '#two-dots' },
    act: (control) => control.selectOption({ index: 1 }),
    ...{ sees: pixels('.drag canvas'), gives: expect.any(Number) },
  },
  {
    ...{ role: 'combobox', name: /^Picture$/, at: '#models/edges' },
    act: (control) => control.selectOption({ index: 3 }),
    ...{ sees: pixels('.drag canvas'), gives: expect.any(Number) },
  },
  {
    ...{
      role: 'button',
      name: /^Trace a cell of depth \d · \w+: which pixels it can see$/,
      at: '#circle-exact',
    },
    act: press('Enter'),
    sees: async (page) => (await page.getByRole('button', { name: /is traced/ }).all()).length,
    gives: 1,
  },
  {
    ...{
      role: 'button',
      name: /^The cell in row \d+, column \d+ of .* is traced\. Arrow keys/,
      at: '#circle-exact',
    },
    before: (page) => page.getByRole('button', { name: /^Trace a cell of depth 4/ }).press('Enter'),
    act: press('Escape'),
    sees: async (page) => (await page.getByRole('button', { name: /is traced/ }).all()).length,
    gives: 0,
  },
  {
    ...{ role: 'application', name: /^Map of \d+ shifts: /, at: '#circle-exact' },
    ...{ act: press('ArrowRight'), sees: where, gives: '1 right' },
  },
  {
    ...{ role: 'region', name: /^Rates of every shift/, at: '#circle-exact', width: 320 },
    ...{ act: press('ArrowRight'), sees: scrolled('.scroll'), gives: true },
  },
  {
    ...{ role: 'button', name: /^(?:\w+|depth \d · \w+)$/, at: '#circle-exact' },
    before: (page) => page.locator('.rates button').nth(2).waitFor(),
    nth: -3,
    act: click,
    sees: words('.map figcaption b'),
    gives: ['depth 2 · max_pool'],
  },
  // Messages.
  {
    ...{ role: 'button', name: / \(line \d+\)$/, at: '#circle-exact' },
    before: async (page) => {
      await write(MISTAKE)(page);
      await tab('Change it')(page);
      await page.locator('.failure').waitFor();
    },
    ...{ act: click, sees: count('.editor'), gives: 1 },
  },
  {
    ...{ role: 'button', name: /^Leave the expectations out$/, at: '#circle-exact' },
    before: (page) => page.getByLabel('depth', { exact: true }).fill('2'),
    ...{ act: click, sees: async (page) => /expect:/.test(await askedText(page)), gives: false },
  },
  {
    ...{ role: 'button', name: /^Stop$/, at: '#circle-exact', before: write(LONG) },
    ...{ act: click, sees: count('.progress'), gives: 0 },
  },
  {
    ...{ role: 'button', name: /^Run it$/, at: '#circle-exact' },
    before: async (page) => {
      await write(LONG)(page);
      await page.getByRole('button', { name: 'Stop' }).click();
      await expect.poll(() => count('.progress')(page)).toBe(0);
      await tab('Table')(page);
    },
    ...{ act: click, sees: async (page) => (await count('.progress')(page)) > 0, gives: true },
  },
  // Tabs.
  ...(['Change it', 'File', 'Table'] as const).map(
    (name, i): ControlCase => ({
      ...{
        role: 'tab',
        name: new RegExp(`^${name}$`),
        at: '#circle-exact',
        before: tab(i === 0 ? 'File' : 'Change it'),
      },
      ...{ act: click, sees: words('[aria-selected=true]'), gives: [name] },
    }),
  ),
  {
    ...{ role: 'tab', name: /^Table$/, at: '#circle-exact', before: tab('Table') },
    ...{ act: press('ArrowRight'), sees: words('[aria-selected=true]'), gives: ['Change it'] },
  },
  // Forms beside the options of kinds, which have a test of their own.
  ...(
    [
      ['Image', 'noise', /^image: noise$/m],
      ['Pool', 'blur_pool', /^pool: \{ type: blur_pool, depth: 4 \}$/m],
      ['Outputs coincide', 'close', /^compare: close$/m],
    ] as const
  ).map(
    ([name, kind, written]): ControlCase => ({
      ...{ role: 'combobox', name: new RegExp(`^${name}$`), at: '#circle-exact' },
      ...{ act: choose(kind), sees: async (page) => written.test(await askedText(page)), gives: true },
    }),
  ),
  {
    ...{ role: 'combobox', name: /^Layer$/, at: '#circle-exact', before: stack },
    ...{ act: choose('square'), sees: layers },
    gives: 'layers: [ square, { repeat: { times: 2, layers: [ max_pool ] } }, abs ]',
  },
  {
    ...{ role: 'slider', name: /^distance of the dots$/, at: '#two-dots' },
    before: async (page) => {
      await write('image: { type: dots, at: [[32, 16], [32, 18]] }\nshift: { max: 1 }\npool: max_pool\n')(
        page,
      );
      await tab('Change it')(page);
    },
    act: async (control) => control.press('ArrowRight'),
    ...{
      sees: async (page) => /at: (.*) \}/.exec(await askedText(page))?.[1],
      gives: '[ [ 32, 16 ], [ 32, 19 ] ]',
    },
  },
  {
    ...{ role: 'button', name: /^Write it as a stack of layers$/, at: '#circle-exact' },
    ...{
      act: click,
      sees: layers,
      gives: expect.stringMatching(/^layers: \[ \{ repeat: \{ times: 4, layers: \[ max_pool \] \} \} \]/),
    },
  },
  {
    ...{ role: 'button', name: /^Add a layer$/, at: '#circle-exact', before: stack, nth: -1 },
    ...{ act: addLayer('square'), sees: layers },
    gives: 'layers: [ relu, { repeat: { times: 2, layers: [ max_pool ] } }, abs, square ]',
  },
  {
    ...{ role: 'combobox', name: /^Layer to add$/, at: '#circle-exact', before: stack },
    ...{ act: addLayer('repeat'), sees: layers },
    gives:
      'layers: [ relu, { repeat: { times: 2, layers: [ max_pool, { repeat: { times: 2, layers: [ max_pool ] } } ] } }, abs ]',
  },
  {
    ...{ role: 'button', name: /^Move .+ up$/, at: '#circle-exact', before: stack, nth: -1 },
    ...{
      act: click,
      sees: layers,
      gives: 'layers: [ relu, abs, { repeat: { times: 2, layers: [ max_pool ] } } ]',
    },
  },
  {
    ...{ role: 'button', name: /^Move .+ down$/, at: '#circle-exact', before: stack },
    ...{
      act: click,
      sees: layers,
      gives: 'layers: [ { repeat: { times: 2, layers: [ max_pool ] } }, relu, abs ]',
    },
  },
  {
    ...{ role: 'button', name: /^Remove (?!the second).+$/, at: '#circle-exact', before: stack },
    ...{
      act: click,
      sees: layers,
      gives: 'layers: [ { repeat: { times: 2, layers: [ max_pool ] } }, abs ]',
    },
  },
  {
    ...{ role: 'spinbutton', name: /^Repeat times$/, at: '#circle-exact', before: stack },
    act: (control) => control.fill('3'),
    ...{ sees: layers, gives: 'layers: [ relu, { repeat: { times: 3, layers: [ max_pool ] } }, abs ]' },
  },
  {
    ...{
      role: 'DisclosureTriangle',
      name: /^More of (?:image|shift|pool|layer|outputs coincide)$/,
      at: '#circle-exact',
    },
    ...{ act: click, sees: count('.more[open]'), gives: 1 },
  },
  {
    ...{ role: 'DisclosureTriangle', name: /^(?!More of)\w+$/, at: '#circle-exact', before: stack },
    ...{ act: click, sees: count('.layer > details[open]'), gives: 2 },
  },
  {
    ...{ role: 'button', name: /^Compare with a second stack$/, at: '#circle-exact' },
    ...{ act: click, sees: words('.scene h2'), gives: ['First stack', 'Second stack'] },
  },
  {
    ...{ role: 'button', name: /^Write both into the file$/, at: '#circle-exact', before: second },
    ...{
      act: click,
      sees: async (page) => /sweep:\s+layers:\s+first:/.test(await askedText(page)),
      gives: true,
    },
  },
  {
    ...{ role: 'button', name: /^Remove the second stack$/, at: '#circle-exact', before: second },
    ...{ act: click, sees: count('.scene'), gives: 1 },
  },
  // The file.
  {
    ...{ role: 'textbox', name: /^name$/, at: '#circle-exact', before: tab('File') },
    act: async (control, page) => {
      await control.fill('mine');
      await drawn(page);
      await page.getByRole('button', { name: 'Download' }).click();
    },
    ...{ sees: downloaded, gives: 'mine.yaml' },
  },
  {
    ...{ role: 'textbox', name: /^Experiment file$/, at: '#circle-exact', before: tab('File') },
    act: (control) => control.fill('image: noise\nshift: { max: 1 }\npool: max_pool\n'),
    ...{ sees: words('.first figcaption b'), gives: ['noise'] },
  },
  {
    ...{ role: 'button', name: /^Copy$/, at: '#circle-exact', before: tab('File') },
    ...{
      act: click,
      sees: clipboard,
      gives: readFileSync(join(project, 'experiments/circle-exact.yaml'), 'utf8'),
    },
  },
  {
    ...{ role: 'button', name: /^Copy link$/, at: '#circle-exact', before: tab('File') },
    ...{ act: click, sees: clipboard, gives: expect.stringMatching(/^http:\/\/.*#1\.[\w-]+$/) },
  },
  {
    ...{ role: 'button', name: /^Download$/, at: '#circle-exact', before: tab('File') },
    ...{ act: click, sees: downloaded, gives: 'circle-exact.yaml' },
  },
  {
    ...{ role: 'button', name: /^Paste$/, at: '#circle-exact' },
    before: async (page) => {
      await tab('File')(page);
      await page.evaluate(() =>
        navigator.clipboard.writeText('image: noise\nshift: { max: 1 }\npool: max_pool\n'),
      );
    },
    ...{ act: click, sees: words('.first figcaption b'), gives: ['noise'] },
  },
  {
    ...{ role: 'button', name: /^Open …$/, at: '#circle-exact', before: tab('File') },
    act: async (control, page) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), control.click()]);
      await chooser.setFiles(join(project, 'experiments/noise.yaml'));
    },
    ...{ sees: words('.first figcaption b'), gives: ['noise'] },
  },
  {
    ...{ role: 'button', name: /^\d+:\d+ /, at: '#circle-exact', before: write(MISTAKE) },
    ...{ act: click, sees: chosen, gives: 'image: circle\nshift: { '.length },
  },
  {
    ...{
      role: 'button',
      name: /^use it as the image$/,
      at: '#circle-exact',
      before: give('mine.png', 'fashion200.png'),
    },
    ...{
      act: click,
      sees: async (page) => /^image: .*$/m.exec(await askedText(page))?.[0],
      gives: 'image: { type: file, path: mine.png }',
    },
  },
  {
    ...{
      role: 'button',
      name: /^use it as the layers$/,
      at: '#circle-exact',
      before: give('mine.onnx', 'max.onnx'),
    },
    ...{ act: click, sees: layers, gives: 'layers: [ { type: model, path: mine.onnx }, argmax ]' },
  },
  {
    ...{
      role: 'button',
      name: /^Remove [\w.]+$/,
      at: '#circle-exact',
      before: give('mine.onnx', 'max.onnx'),
    },
    ...{ act: click, sees: count('.given li'), gives: 0 },
  },
  // The table.
  {
    ...{ role: 'button', name: /^Download CSV$/, at: '#circle-exact', before: tab('Table') },
    ...{ act: click, sees: downloaded, gives: 'circle-exact.csv' },
  },
  {
    ...{ role: 'button', name: /^Copy CSV$/, at: '#circle-exact', before: tab('Table') },
    ...{
      act: click,
      sees: clipboard,
      gives: readFileSync(join(project, 'results/circle-exact.csv'), 'utf8'),
    },
  },
  {
    ...{ role: 'region', name: /\.csv$/, at: '#circle-exact', before: tab('Table') },
    ...{ act: press('ArrowRight'), sees: scrolled('.tables .scroll'), gives: true },
  },
  {
    ...{ role: 'button', name: /^Draw$/, at: '#circle-exact', before: tab('Table') },
    ...{ act: click, sees: count('.plot svg'), gives: 1 },
  },
  {
    ...{ role: 'combobox', name: /^Column$/, at: '#circle-exact', before: tab('Table') },
    act: choose('classes'),
    sees: async (page) => (await words('.plot')(page)).some((text) => text.includes('classes')),
    gives: true,
  },
  {
    ...{ role: 'button', name: /^SVG$/, at: '#circle-exact' },
    before: async (page) => {
      await tab('Table')(page);
      await page.getByRole('button', { name: 'Draw' }).click();
      await page.locator('.plot svg').waitFor();
    },
    ...{ act: click, sees: downloaded, gives: 'match_rate.svg' },
  },
  {
    ...{ role: 'button', name: /^SVG$/, at: '#circle-exact', before: tab('Table'), nth: -1 },
    ...{ act: click, sees: downloaded, gives: 'circle-exact.svg' },
  },
  {
    ...{ role: 'button', name: /^PNG$/, at: '#circle-exact', before: tab('Table') },
    ...{ act: click, sees: downloaded, gives: 'circle-exact.png' },
  },
  // The guided path.
  {
    // Chromium hung twice where its tree was read just before the language changed.
    ...{ role: 'button', name: /^Türkçe$/, at: '#path', listedAfter: true },
    ...{ act: click, sees: words(PATH_TITLE), gives: ['Yoğunlaştırma'] },
  },
  {
    ...{ role: 'button', name: /^English$/, at: '#path' },
    before: (page) => page.getByRole('button', { name: 'Türkçe' }).click(),
    ...{ act: click, sees: words(PATH_TITLE), gives: ['Condensing'] },
  },
  {
    ...{ role: 'button', name: /^Next$/, at: '#path' },
    ...{ act: click, sees: words(PATH_TITLE), gives: ['Two dots'] },
  },
  {
    ...{ role: 'button', name: /^Back$/, at: '#path' },
    before: (page) => page.getByRole('button', { name: 'Next' }).click(),
    ...{ act: click, sees: words(PATH_TITLE), gives: ['Condensing'] },
  },
  {
    ...{ role: 'button', name: /^What one finds$/, at: '#path' },
    ...{ act: click, sees: count('.answer'), gives: 1 },
  },
  {
    ...{ role: 'button', name: /^From the start of this step$/, at: '#path', before: moved },
    ...{ act: click, sees: where, gives: 'not moved' },
  },
  {
    ...{ role: 'button', name: /^Leave the path$/, at: '#path' },
    ...{ act: click, sees: count('.path'), gives: 0 },
  },
];

describe.skipIf('why' in browser)(`each control of the playground${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  /** Every control that a test has seen, before and after it acted. */
  const seen: Control[] = [];
  const see = async (page: Page) => {
    // In Turkish the same controls have other names.
    if ((await page.locator('html[lang=en]').count()) === 1) seen.push(...(await controlsOf(page)));
  };

  async function opened({ at, width }: Pick<ControlCase, 'at' | 'width'>): Promise<Page> {
    const { page } = await served.open(at, { ...(width && { width }), watched: true });
    downloads.set(page, []);
    page.on('download', (download) => downloads.get(page)!.push(download));
    await page.locator('.map').first().waitFor();
    return page;
  }

  test.each(cases.map((one) => [`${one.role} ${one.name.source}`, one] as const))(
    '%s changes what it should',
    async (_, { role, name, nth = 0, act, sees, gives, ...one }) => {
      const page = await opened(one);
      await one.before?.(page);
      await drawn(page);
      const control =
        role === 'DisclosureTriangle'
          ? page.locator('summary', { hasText: name }).nth(nth)
          : page.getByRole(role as 'button', { name }).nth(nth);
      await control.waitFor({ timeout: scaled(20) });
      const before = await sees(page);
      if (!one.listedAfter) await see(page);
      await act(control, page);
      await expect
        .poll(
          async () => {
            const now = await sees(page);
            return JSON.stringify(now) === JSON.stringify(before) ? 'the same as before' : now;
          },
          { timeout: scaled(20) },
        )
        .toEqual(gives);
      await see(page);
      await page.context().close();
    },
    scaled(60),
  );

  test('no control is there that no test exercises', () => {
    const left = seen.filter(
      (control) => !cases.some((one) => one.role === control.role && one.name.test(control.name)),
    );
    expect([...new Set(left.map(({ role, name }) => `${role} ${name}`))].sort()).toEqual([]);
  });
});
