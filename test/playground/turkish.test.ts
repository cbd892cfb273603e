import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, without } from '../support/browser.ts';
import { project } from '../support/files.ts';
import { drop, type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

/** What both languages write alike: names of formats, of the program, and the languages by their own names. */
const ALIKE = new Set(['English', 'Türkçe', 'PNG', 'SVG']);

/** States of the page that together show every text of it. Each is reached by what no language names. */
const states: Readonly<Record<string, { at: string; reach(page: Page): Promise<void> }>> = {
  forms: {
    at: '#circle-exact',
    async reach(page) {
      await page.locator('.drag').first().press('ArrowDown');
      await page.locator('.drag').first().press('ArrowLeft');
      await page.locator('.trace').last().press('Enter');
      await page.locator('[id="shift.max"]').fill('2');
    },
  },
  'two stacks': {
    at: '#random-cnn',
    async reach(page) {
      await page.locator('.part').last().getByRole('button').click();
      await page.locator('.drag').nth(1).waitFor();
      await page.locator('.map').nth(1).waitFor();
      await page.locator('.drag').first().press('ArrowUp');
    },
  },
  'a repeated group, and a mistake': {
    at: '#circle-exact',
    async reach(page) {
      await write(
        page,
        'image: circle\nshift: { max: 1 }\nlayers: [{ repeat: { times: 2, layers: [max_pool] } }]\nexpect: [{ match_ratee: 1 }]\n',
      );
      await page.locator('.aside').waitFor();
      await page.locator('#tab-change').click();
    },
  },
  'a broken file': {
    at: '#circle-exact',
    async reach(page) {
      await write(page, 'image: [');
      await page.locator('.failure').waitFor();
      await page.locator('#tab-change').click();
      await page.locator('.wait').waitFor();
    },
  },
  'the file': {
    at: '#circle-exact',
    async reach(page) {
      const folder = join(project, 'experiments/models');
      const files = ['max.onnx', 'fashion200.png'].map(
        (name) => [name, readFileSync(join(folder, name))] as const,
      );
      await drop(page, Object.fromEntries(files));
      await page.locator('#tab-text').click();
      await page.locator('.actions button').first().click();
      await page.locator('.notice').waitFor();
    },
  },
  'the table': {
    at: '#circle-range',
    async reach(page) {
      await page.locator('#tab-table').click();
      await page.locator('.verdicts li').first().waitFor();
    },
  },
  'the guided path': {
    at: '#path',
    async reach(page) {
      await page.locator('.path [aria-expanded]').click();
      await page.locator('.answer').waitFor();
    },
  },
  'a network': {
    at: '#models/edges',
    async reach(page) {
      await page
        .locator('.map')
        .first()
        .waitFor({ timeout: scaled(30) });
    },
  },
};

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#tab-text').click();
  await page.locator('#experiment-file').fill(text);
}

describe.skipIf('why' in browser)(`the playground in Turkish${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  test.each(Object.entries(states))(
    'no text of the page stays English: %s',
    async (_, { at, reach }) => {
      const { page } = await served.open(at, { watched: true });
      await page
        .locator('.map')
        .first()
        .waitFor({ timeout: scaled(30) });
      await reach(page);
      const english = await textsOf(page);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(english.size).toBeGreaterThan(20);
      await page.locator('.languages [lang=tr]').click();
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('tr');
      // What was said before in English goes after four seconds.
      await expect
        .poll(
          async () => [...(await textsOf(page))].filter((text) => english.has(text) && !ALIKE.has(text)),
          {
            timeout: scaled(6),
          },
        )
        .toEqual([]);
      await page.context().close();
    },
    scaled(60),
  );

  test('a browser that prefers Turkish opens the page in Turkish', async () => {
    const { page } = await served.open('', { locale: 'tr-TR' });
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('tr');
    expect(await page.locator('.where').textContent()).toBe('kaydırılmadı');
    await page.context().close();
  });
});

/** Every text that is read or said, but for what is marked as English or as a word of the file. */
async function textsOf(page: Page): Promise<Set<string>> {
  const found = await page.evaluate(() => {
    const own = (element: Element) =>
      !element.closest('[lang=en]:not(html), [translate=no], noscript, code, textarea');
    const words = new Set(Array.from(document.querySelectorAll('[translate=no]'), (one) => one.textContent!));
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.getElementById('page')!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (own(node.parentElement!)) texts.push(node.textContent!);
    for (const element of document.querySelectorAll('[aria-label],[title],[placeholder]'))
      if (own(element))
        for (const name of ['aria-label', 'title', 'placeholder'])
          texts.push(element.getAttribute(name) ?? '');
    return texts.map((text) => text.trim()).filter((text) => !words.has(text) && !/^[\w-]+\.csv$/.test(text));
  });
  // Two letters make a word; numbers and signs are those of every language.
  return new Set(found.filter((text) => /\p{L}{2}/u.test(text)));
}
