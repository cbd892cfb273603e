import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageData } from '../../src/playground/given.ts';
import { browser, without } from '../support/browser.ts';
import { project } from '../support/files.ts';
import { drop, type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

describe.skipIf('why' in browser)(`the first use of the playground${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  // On the map, a pointer that is held would come to other cells.
  test.each([390, 1280])(
    'at a width of %i, nothing moves as the image does, and a button that ends keeps the focus',
    async (width) => {
      const { page } = await served.open('#circle', { width });
      await page.getByRole('button', { name: 'Compare with a second stack' }).click();
      for (const shown of ['.steps', '.map', '.rates']) await page.locator(shown).nth(1).waitFor();
      const places = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('.steps li, .below, .panels')].map(
            (one) => one.getBoundingClientRect().top + scrollY,
          ),
        );
      const still = await places();
      await page.locator('.drag').first().focus();
      for (const key of ['ArrowRight', 'Shift+ArrowDown', 'Alt+ArrowLeft']) await page.keyboard.press(key);
      await page
        .locator('.output', { hasText: /cells changed/ })
        .first()
        .waitFor();
      expect(await places()).toEqual(still);
      const back = page.locator('.where + button');
      await back.press('Enter');
      await page.locator('.where', { hasText: 'not moved' }).waitFor();
      expect(await back.evaluate((one) => one === document.activeElement)).toBe(true);
      await page.context().close();
    },
    scaled(60),
  );

  test('a file that no experiment names yet is shown where it can be used', async () => {
    const { page } = await served.open('');
    await drop(page, { 'my cat.png': readFileSync(join(project, 'experiments/models/fashion200.png')) });
    await page.getByText('my cat.png is in this page now.').first().waitFor();
    await page.getByRole('button', { name: 'use it as the image' }).click();
    await expect.poll(() => page.getByLabel('Experiment file').inputValue()).toContain('path: my cat.png');
    await page.context().close();
  });

  test('every experiment that can be chosen has its files beside the page, but one whose files are large', () => {
    const html = readFileSync(join(served.folder, 'index.html'), 'utf8');
    const [, json] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)!;
    const { experiments, shipped, parts } = JSON.parse(json!) as PageData;
    const rest = experiments.filter(({ name }) => name !== 'protocols/red-green');
    expect(rest.length).toBe(experiments.length - 1);
    const named = rest.flatMap(({ name, text }) => {
      const paths = text.replaceAll(/#.*/g, '').match(/[\w./-]+\.(?:png|onnx|json|csv)\b/g) ?? [];
      return paths.map((path) => posix.join(posix.dirname(name), path));
    });
    expect(new Set(named).size).toBeGreaterThan(8);
    for (const path of named) {
      expect(shipped).toContain(path);
      expect(existsSync(join(served.folder, parts[path]!.file))).toBe(true);
    }
  });
});
