import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, without } from '../support/browser.ts';
import { type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { pageStates, reachState } from '../support/playground_states.ts';
import { scaled } from '../support/time.ts';

/** What both languages write alike: names of formats, of the program, and the languages by their own names. */
const ALIKE = new Set(['English', 'Türkçe', 'PNG', 'SVG']);

describe.skipIf('why' in browser)(`the playground in Turkish${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  test.each(Object.keys(pageStates))(
    'no text of the page stays English: %s',
    async (name) => {
      const page = await reachState(served, name);
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
