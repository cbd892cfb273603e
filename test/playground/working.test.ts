import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, without } from '../support/browser.ts';
import { type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

/** An experiment that is computed for longer than a test takes. */
const LONG =
  'image: { type: noise, size: 256 }\nshift: { max: 12 }\ntrials: all\nlayers: [{ type: conv2d, kernel: random, filters: 16, padding: same }, relu, { type: conv2d, kernel: random, filters: 16, padding: same }]\n';

describe.skipIf('why' in browser)(`the playground while it works${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  // A button that moves between the press and the release of the mouse is not clicked.
  test.each([320, 390, 1280, 2560])(
    'at a width of %i, nothing moves when work begins or ends',
    async (width) => {
      const { page } = await served.open('#circle-exact', { width });
      await page.locator('.map').first().waitFor();
      await page.getByRole('tab', { name: 'File' }).click();
      const places = () =>
        page.evaluate(() =>
          ['.scene', '.panels', '.given'].map(
            (one) => document.querySelector(one)!.getBoundingClientRect().top,
          ),
        );
      const progress = page.locator('.progress');
      for (const scrolled of ['top', 'bottom'] as const) {
        await page.getByLabel('Experiment file').fill(`${LONG}seed: ${scrolled}\n`);
        await progress.waitFor();
        // The outputs of the shift in hand come meanwhile.
        await page.locator('.steps figcaption', { hasText: '256×256×16' }).first().waitFor();
        // The map is of the file before as long as this one is computed: its numbers are not said of these outputs.
        expect(await page.locator('.steps .verdict').nth(1).textContent()).toBe('same');
        await page.evaluate(
          (to) => scrollTo(0, to === 'top' ? 0 : document.documentElement.scrollHeight),
          scrolled,
        );
        const during = await places();
        const box = (await progress.boundingBox())!;
        const under = (await page.locator('.scene').boundingBox())!;
        expect(box.y + box.height).toBeLessThanOrEqual(under.y);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        // By the page itself: a click of the mouse would scroll to the button.
        await page.evaluate(() => document.querySelector<HTMLElement>('.progress button')!.click());
        await progress.waitFor({ state: 'detached' });
        expect(await places()).toEqual(during);
      }
      await page.context().close();
    },
    scaled(60),
  );

  test('what is stopped as soon as a file has changed does not begin again', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').first().waitFor();
    await page.getByRole('tab', { name: 'File' }).click();
    await page.getByLabel('Experiment file').fill(LONG);
    await page.locator('.progress').waitFor();
    await page.evaluate(() => {
      const area = document.querySelector<HTMLTextAreaElement>('#experiment-file')!;
      area.value += '# changed';
      area.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector<HTMLElement>('.progress button')!.click();
    });
    await page.locator('.progress').waitFor({ state: 'detached' });
    // The page runs a file after 0.25 s without a change, and says so after 0.3 s.
    await page.waitForTimeout(1000);
    expect(await page.locator('.progress').count()).toBe(0);
    await page.context().close();
  });
});
