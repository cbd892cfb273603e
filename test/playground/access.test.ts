import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, without } from '../support/browser.ts';
import { askedText, type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { pageStates, reachState } from '../support/playground_states.ts';
import { scaled } from '../support/time.ts';

/** What both languages write alike: names of formats, of the program, and the languages by their own names. */
const ALIKE = new Set(['English', 'Türkçe', 'PNG', 'SVG']);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf('why' in browser)(`who can use the playground${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  test.each(Object.keys(pageStates))(
    'axe-core finds nothing in light and dark, no screen is too narrow, and no text stays English: %s',
    async (state) => {
      const page = await reachState(served, state);
      const english = await textsOf(page);
      expect(english.size).toBeGreaterThan(20);
      for (const language of ['en', 'tr']) {
        await page.locator(`.languages [lang=${language}]`).click();
        await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
        for (const width of [320, 390, 1280, 3840]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBe(width);
        }
        await page.setViewportSize({ width: 1280, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          // Without motion, so that no colour is on its way.
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          expect(await findingsOf(page), `${language}, ${colorScheme}`).toEqual([]);
        }
      }
      // What was said before in English goes after four seconds.
      await expect
        .poll(
          async () => [...(await textsOf(page))].filter((text) => english.has(text) && !ALIKE.has(text)),
          { timeout: scaled(6) },
        )
        .toEqual([]);
      await page.context().close();
    },
    scaled(90),
  );

  test('a browser that prefers Turkish opens the page in Turkish', async () => {
    const { page } = await served.open('', { locale: 'tr-TR' });
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('tr');
    expect(await page.locator('.where').textContent()).toBe('kaydırılmadı');
    await page.context().close();
  });

  test(
    'every control is reached by the Tab key, in view, and shows that it has the focus',
    async () => {
      for (const state of ['forms', 'the file', 'the table', 'the guided path']) {
        const page = await reachState(served, state);
        const all = await page.evaluate(() => {
          const controls = [
            ...document.querySelectorAll<HTMLElement>('a,button,select,input,textarea,summary,[tabindex]'),
          ].filter((one) => one.tabIndex >= 0 && one.checkVisibility() && !one.matches(':disabled'));
          for (const [i, control] of controls.entries()) control.dataset.stop = String(i);
          (document.activeElement as HTMLElement).blur();
          return controls.map((one) =>
            `${one.localName} ${one.ariaLabel ?? one.textContent} ${one.id}`.slice(0, 60),
          );
        });
        expect(all.length, state).toBeGreaterThan(15);
        const reached = new Set<number>();
        for (let i = 0; i <= all.length + 2; i++) {
          await page.keyboard.press('Tab');
          const stop = await page.evaluate(() => {
            const focused = document.activeElement as HTMLElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(focused.closest('.editor') ?? focused);
            const { top, bottom } = focused.getBoundingClientRect();
            const isSeen =
              bottom > 0 && top < innerHeight && outlineStyle !== 'none' && outlineWidth !== '0px';
            return { at: Number(focused.dataset.stop ?? -1), isSeen };
          });
          if (stop.at < 0) continue;
          expect(stop.isSeen, `${state}: ${all[stop.at]}`).toBe(true);
          reached.add(stop.at);
        }
        expect(
          all.filter((_, i) => !reached.has(i)),
          state,
        ).toEqual([]);
        await page.context().close();
      }
    },
    scaled(60),
  );

  test(
    'a step of the lesson by the keyboard alone: choose, move, change, stack, copy',
    async () => {
      const { page } = await served.open('', { watched: true });
      await page.locator('.map').waitFor();
      await tabTo(page, 'combobox', 'Experiment');
      await page.keyboard.type('circle-range');
      await expect.poll(() => page.getByLabel('Variant').count()).toBe(1);
      await tabTo(page, 'application', /^The image, /);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.locator('.where').textContent()).toBe('1 down, 1 right');
      await expect
        .poll(() => page.getByRole('status').textContent())
        .toMatch(/^The image is 1 down, 1 right\. depth 1, max_pool: \d+ of 9, differs\./);
      await tabTo(page, 'spinbutton', 'depth');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => page.locator('.rates tbody tr').count()).toBe(4);
      await tabTo(page, 'button', 'Write it as a stack of layers');
      await page.keyboard.press('Enter');
      await expect.poll(() => focused(page)).toBe('combobox Layer to add');
      await page.keyboard.type('relu');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect.poll(() => askedText(page)).toMatch(/layers: \[ \{ repeat: .* \}, relu \]/);
      await tabTo(page, 'button', 'Move relu up', 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect.poll(() => askedText(page)).toMatch(/layers: \[ relu, \{ repeat: .* \} \]/);
      // It is the first now, so that it can only go down: the focus went along.
      await expect.poll(() => focused(page)).toBe('button Move relu down');
      await tabTo(page, 'button', 'Remove relu');
      await page.keyboard.press('Enter');
      await expect.poll(() => askedText(page)).not.toContain('relu');
      await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
      await tabTo(page, 'tab', 'Change it', 'Shift+Tab');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => focused(page)).toBe('tab File');
      await tabTo(page, 'button', 'Copy');
      await page.keyboard.press('Enter');
      const text = await page.getByLabel('Experiment file').inputValue();
      expect(text).toMatch(/times: 3/);
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
      await expect.poll(() => page.getByRole('status').textContent()).toBe('Copied.');
      await page.context().close();
    },
    scaled(60),
  );
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

/** What axe-core finds. Injected scripts are refused by the policy of the page, as they should be: it comes by the debugger. */
function findingsOf(page: Page): Promise<unknown> {
  return page.evaluate(
    `globalThis.axe ?? (() => { ${axe} })(); axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
  );
}

/** The role and the name of what has the focus, as the browser tells a screen reader. */
async function focused(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const found = nodes.filter(({ properties }) =>
    properties?.some((one) => one.name === 'focused' && one.value.value),
  );
  const { role, name } = found.at(-1) ?? {};
  return `${role?.value} ${name?.value}`;
}

/** Presses a key until a control has the focus. @throws if it never has it */
async function tabTo(page: Page, role: string, name: string | RegExp, key = 'Tab'): Promise<void> {
  const wanted = page
    .getByRole(role as 'button', { name, ...(typeof name === 'string' && { exact: true }) })
    .first();
  await wanted.waitFor();
  for (let i = 0; i < 120; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${role} ${name}`);
}
