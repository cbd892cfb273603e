import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessonClaims } from '../../src/playground/path/claims.ts';
import { browser, without } from '../support/browser.ts';
import { csvOf, type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

describe.skipIf('why' in browser)(`the playground in a browser${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  const where = (page: Page) => page.locator('.where').textContent();
  const caption = (page: Page, step: string) => page.locator('.output', { hasText: step }).first();
  const edit = async (page: Page, change: (text: string) => string) => {
    await page.getByRole('tab', { name: 'File' }).click();
    const area = page.getByLabel('Experiment file');
    await area.fill(change(await area.inputValue()));
  };

  test('loads at most 500 kB, gzipped, before the first drag, from one file', async () => {
    const { page, said, asked } = await served.open('');
    await page.locator('.map').waitFor();
    await page.locator('.drag').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => where(page)).toBe('1 down');
    expect(asked.map((request) => request.url())).toEqual([served.url]);
    expect(gzipSync(readFileSync(join(served.folder, 'index.html'))).length).toBeLessThanOrEqual(500_000);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('names the licences of all that it holds', () => {
    const text = readFileSync(join(served.folder, 'third-party-licenses.txt'), 'utf8');
    for (const name of [
      'preact',
      'yaml',
      'valibot',
      'vega',
      'onnxruntime-web',
      '@tensorflow/tfjs-core',
      '@fontsource/inter',
    ])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  test('holds no module of Node, and no code from texts', () => {
    const html = readFileSync(join(served.folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/["'`]node:/);
    expect(html).toMatch(/script-src &#39;|script-src 'sha256-/);
    expect(html).not.toContain("unsafe-eval' ;");
    expect(html).not.toContain("'unsafe-eval'");
    expect(html).not.toContain("'unsafe-inline'");
  });

  test('moves the image by keys, by parts of a pixel with Alt, and no further than the range', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    await page.locator('.drag').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await expect.poll(() => where(page)).toBe('1 down, 2 right');
    // The lesson: at depth 4 every shift up to 3 gives the same, at depth 2 none does.
    await expect.poll(() => caption(page, 'depth 4').textContent()).toContain('1 of 1, same');
    await expect.poll(() => caption(page, 'depth 2').textContent()).toMatch(/\d+ of 49, differs/);
    await expect.poll(() => caption(page, 'depth 2').textContent()).toMatch(/cells changed/);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => where(page)).toBe('0.75 down, 2 right');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => where(page)).toMatch(/3 left$/);
    await page.keyboard.press('Home');
    await expect.poll(() => where(page)).toBe('not moved');
    await page.context().close();
  });

  test('moves the image by mouse and by finger, as far as they move on the picture', async () => {
    const { page } = await served.open('#circle-exact', { touch: true });
    await page.locator('.map').waitFor();
    const box = (await page.locator('.drag').boundingBox())!;
    const pixel = box.width / 64;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 2 * pixel, y - pixel, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => where(page)).toBe('1 up, 2 right');
    const session = await page.context().newCDPSession(page);
    const touch = (type: string, points: { x: number; y: number; id: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points });
    const finger = { x: x - pixel, y: y + 2 * pixel, id: 1 };
    await touch('touchStart', [{ x, y, id: 1 }]);
    await touch('touchMove', [finger]);
    await expect.poll(() => where(page)).toBe('1 down, 1 right');
    // A second finger moves nothing.
    const second = { x: x + 4 * pixel, y, id: 2 };
    await touch('touchStart', [finger, second]);
    await touch('touchMove', [finger, { ...second, x, y: y + 3 * pixel }]);
    await touch('touchMove', [{ ...finger, x }, second]);
    await expect.poll(() => where(page)).toBe('1 down, 2 right');
    await touch('touchEnd', []);
    await page.context().close();
  });

  test('shows on the map where the image is, and goes where the map is pointed at', async () => {
    const { page } = await served.open('#circle-exact');
    const map = page.locator('.surface');
    await map.waitFor();
    const box = (await map.boundingBox())!;
    await page.mouse.click(box.x + box.width * (6.5 / 7), box.y + box.height * (0.5 / 7));
    await expect.poll(() => where(page)).toBe('3 up, 3 right');
    await map.focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => where(page)).toBe('2 up, 3 right');
    await expect.poll(() => map.getAttribute('aria-label')).toContain('in class 1 of 1');
    await page.context().close();
  });

  test('traces a cell back to the pixels that it sees', async () => {
    const { page } = await served.open('#circle-exact');
    await page.getByRole('button', { name: /Trace a cell of depth 4/ }).press('Enter');
    await expect.poll(() => page.getByRole('button', { name: /row 2, column 2 of depth 4/ }).count()).toBe(1);
    // 16×16 pixels of 64×64 light up: no pixel of the circle is as light as they are.
    const lit = () =>
      page.locator('.drag canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, 64, 64);
        const at = (y: number, x: number) => data.slice(4 * (64 * y + x), 4 * (64 * y + x) + 3).join();
        return [at(32, 32), at(47, 47), at(31, 31), at(48, 47), at(0, 0)];
      });
    await expect.poll(async () => new Set(await lit()).size).toBe(2);
    const [inside, edge, ...outside] = await lit();
    expect(edge).toBe(inside);
    expect(new Set(outside).size).toBe(1);
    await page.context().close();
  });

  test('says what is shown of several channels, in English and Turkish', async () => {
    const { page, said } = await served.open('#circle-exact');
    await page.getByRole('tab', { name: 'File' }).click();
    const layers = '[{ type: conv2d, kernel: random, filters: 2 }, softmax, max_pool, global_avg_pool]';
    const file = `image: noise\nshift: { max: 1 }\nsteps: all\nlayers: ${layers}\n`;
    await page.getByLabel('Experiment file').fill(file);
    const shown = () => page.locator('.steps .channels > span').allTextContents();
    const words = [
      'mean of the channels',
      'largest channel',
      'mean of the channels',
      'each channel a square',
    ];
    await expect.poll(shown, { timeout: scaled(20) }).toEqual(words);
    await page.getByRole('button', { name: 'Türkçe' }).click();
    await expect
      .poll(shown)
      .toEqual(['kanalların ortalaması', 'en büyük kanal', 'kanalların ortalaması', 'her kare bir kanal']);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('every form changes the file, and what is shown with it', async () => {
    const { page, said } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    const text = async () => {
      await page.getByRole('tab', { name: 'File' }).click();
      const value = await page.getByLabel('Experiment file').inputValue();
      await page.getByRole('tab', { name: 'Change it' }).click();
      return value;
    };
    const classes = (row: number) =>
      page.locator('.rates tbody tr').nth(row).locator('td').nth(1).textContent();
    await page.getByLabel('max', { exact: true }).fill('4');
    // The lesson's numbers for ±4 at depth 4.
    await expect.poll(() => classes(4)).toBe('9');
    expect(await text()).toContain('max: 4');
    await page.getByLabel('depth', { exact: true }).fill('2');
    await expect.poll(() => page.locator('.rates tbody tr').count()).toBe(3);
    await page.getByLabel('filled', { exact: true }).check();
    expect(await text()).toMatch(/filled: true/);
    await page.getByLabel('radius', { exact: true }).first().fill('10');
    expect(await text()).toMatch(/radius: 10/);
    await page.getByLabel('fill_mode', { exact: true }).selectOption('wrap');
    expect(await text()).toMatch(/fill_mode: wrap/);
    await page.getByLabel('Pool', { exact: true }).selectOption('avg_pool');
    await expect.poll(() => page.locator('.rates').textContent()).toContain('avg_pool');
    await page.getByRole('button', { name: 'Write it as a stack of layers' }).click();
    expect(await text()).toMatch(/layers:.*repeat/s);
    await page.getByLabel('Layer to add').last().selectOption('global_avg_pool');
    await page.getByRole('button', { name: 'Add a layer' }).last().click();
    await expect.poll(() => page.locator('.rates').textContent()).toContain('global_avg_pool');
    await page.getByRole('button', { name: 'Remove repeat 2 times' }).click();
    await expect.poll(() => page.locator('.rates tbody tr').count()).toBe(2);
    await page.getByLabel('Image', { exact: true }).selectOption('noise');
    await expect.poll(() => page.locator('.rates').textContent()).toContain('noise');
    await page.getByLabel('Outputs coincide').selectOption('roll');
    expect(await text()).toMatch(/compare: roll/);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('expectations that do not fit what the forms changed can be left out, and then there is a table', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    await page.getByLabel('depth', { exact: true }).fill('2');
    await expect.poll(() => page.locator('.aside').textContent()).toMatch(/no table: expect\..*\(line \d+\)/);
    await page.getByRole('button', { name: 'Leave the expectations out' }).click();
    await expect.poll(() => page.locator('.aside').count()).toBe(0);
    const { bytes } = await csvOf(page);
    expect(bytes.toString().split('\n')).toHaveLength(5);
    await page.context().close();
  });

  test('compares two stacks on the same shifts, and writes both into one file', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    await page.getByRole('button', { name: 'Compare with a second stack' }).click();
    await expect.poll(() => page.locator('.drag').count()).toBe(2);
    await page.locator('.drag').first().focus();
    await page.keyboard.press('ArrowDown');
    // The max pools do not see it at depths 3 and 4, the average pools do.
    await expect.poll(() => page.locator('.unlike').count(), { timeout: scaled(10) }).toBe(4);
    await page.getByRole('button', { name: 'Write both into the file' }).click();
    await expect
      .poll(() => page.getByLabel('Variant').locator('option').allTextContents())
      .toEqual(['layers first', 'layers second']);
    await page.context().close();
  });

  test('says what is wrong with the file at its place, and goes there', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    await edit(page, () => 'image: circle\nshift: { maxx: 3 }\npool: { type: max_pool, depth: four }\n');
    await expect
      .poll(() => page.locator('.problems li').allTextContents())
      .toEqual([
        '2:10 shift: unknown key "maxx"; did you mean "max"?',
        '3:32 pool.depth: expected a whole number from 1 to 1,000, not "four"; write 4.',
      ]);
    await expect.poll(() => page.locator('.gutter .wrong').allTextContents()).toEqual(['2', '3']);
    await page.locator('.problems button').last().click();
    const chosen = await page
      .getByLabel('Experiment file')
      .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(chosen).toBe('four');
    await page.context().close();
  });

  test('the address holds all of it: another page opens at the same place', async () => {
    const { page } = await served.open('#two-dots');
    await page.locator('.map').waitFor();
    await page.getByLabel('Variant').selectOption({ index: 2 });
    await page.locator('.drag').focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toContain('#1.');
    await page.waitForTimeout(500);
    const { hash } = new URL(page.url());
    const other = await served.open(hash);
    await expect.poll(() => where(other.page)).toBe('5 right');
    expect(await other.page.getByLabel('Variant').inputValue()).toBe('2');
    await page.context().close();
    await other.page.context().close();
  });

  test('an address that nobody made shows the first experiment, and going back shows the one before', async () => {
    const { page, said } = await served.open('#%');
    const image = () => page.locator('.first figcaption b').textContent();
    await expect.poll(image).toBe('circle');
    for (const [hash, shown] of [
      ['#noise', 'noise'],
      ['#two-dots', 'dots'],
      ['#%E0', 'dots'],
    ] as const) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await expect.poll(image).toBe(shown);
    }
    await page.goBack();
    await page.goBack();
    await expect.poll(image).toBe('noise');
    // The page writes its own address just then: what was meant holds.
    await page.evaluate(() => {
      location.hash = '#two-dots';
      history.replaceState(null, '', '#noise');
    });
    await expect.poll(image).toBe('dots');
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('going back from another experiment shows the one before as it was left, with what was written in it', async () => {
    const { page, said } = await served.open('#circle');
    const image = () => page.locator('.first figcaption b').textContent();
    await page.locator('.map').waitFor();
    await page.locator('.drag').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'File' }).click();
    const text = page.getByLabel('Experiment file');
    const own = `# of my own\n${await text.inputValue()}`;
    await text.fill(own);
    // At once, before the address of what was written is there.
    const chosen = page.locator('.choose select');
    await chosen.selectOption('two-dots');
    await chosen.selectOption('noise');
    await expect.poll(image).toBe('noise');
    await page.waitForTimeout(500);
    await page.goBack();
    await expect.poll(image).toBe('dots');
    await page.goBack();
    await expect.poll(image).toBe('circle');
    expect(await text.inputValue()).toBe(own);
    await expect.poll(() => where(page)).toBe('1 right');
    await page.goForward();
    await expect.poll(image).toBe('dots');
    await page.goBack();
    await expect.poll(() => text.inputValue()).toBe(own);
    // So does a step of the guided path, which begins with the file that its first question is about.
    await page.getByRole('button', { name: 'Guided path' }).click();
    await expect.poll(() => text.inputValue()).toBe(lessonClaims[0]!.text);
    await page.waitForTimeout(500);
    await page.goBack();
    await expect.poll(() => text.inputValue()).toBe(own);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('a page from disk shows the first experiment, and says why a part cannot be loaded', async () => {
    const { page, said } = await served.open('#circle-exact', { disk: true });
    await page.locator('.map').waitFor();
    await page.locator('.drag').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => where(page)).toBe('1 down');
    await page.getByRole('tab', { name: 'Table' }).click();
    await page.getByRole('button', { name: 'Draw' }).click();
    await expect.poll(() => page.locator('.warn').textContent()).toContain('opened from disk');
    expect(said).toEqual([]);
    await page.context().close();
  });

  test.each(['/a/b/playground/', '/a/b/playground', '/a/b/playground/index.html'])(
    'works from a static folder at another path, and asks for nothing outside of it: %s',
    async (path) => {
      const server = createServer(({ url = '' }, response) => {
        // As web servers do for a folder.
        if (url === '/a/b/playground') return response.writeHead(301, { location: `${url}/` }).end();
        const file = url.replace(/^\/a\/b\/playground\//, '') || 'index.html';
        const type = file.endsWith('.html') ? 'text/html' : 'application/octet-stream';
        response.writeHead(200, { 'content-type': type }).end(readFileSync(join(served.folder, file)));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { page, said, asked } = await served.open('#circle-range', { at: at + path });
      await page.getByRole('button', { name: 'Türkçe' }).click();
      await page.locator('#tab-table').click();
      await page.locator('.tables .part').nth(1).locator('button').first().click();
      await page.locator('.plot svg').waitFor();
      const urls = asked.map((request) => request.url());
      expect(urls).toContain(`${at}/a/b/playground/parts/vega.js`);
      expect(urls.filter((url) => !url.startsWith(`${at}/a/b/playground`))).toEqual([]);
      expect(said).toEqual([]);
      await page.context().close();
      server.close();
    },
    scaled(60),
  );

  test('draws the plot of the command line, and the film strip as SVG and PNG', async () => {
    const { page, said } = await served.open('#circle-range');
    await csvOf(page);
    await page.getByRole('button', { name: 'Draw' }).click();
    await page.locator('.plot svg').waitFor();
    expect(await page.locator('.plot').textContent()).toContain('shift.max');
    for (const [type, begin] of [
      ['PNG', '\x89PNG'],
      ['SVG', '<svg xmlns'],
    ] as const) {
      const button = page.getByRole('button', { name: type, exact: true }).last();
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
      expect(download.suggestedFilename()).toBe(`circle-range.${type.toLowerCase()}`);
      const bytes = readFileSync(await download.path());
      expect(bytes.toString('latin1')).toMatch(new RegExp(`^${begin}`));
      expect(bytes.length).toBeGreaterThan(2000);
    }
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('a worker that fails is a message, and the page goes on', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    for (const worker of page.workers())
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error('on purpose');
        });
      });
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('on purpose');
    await page.locator('.drag').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => caption(page, 'depth 1').textContent()).toContain('differs');
    await page.context().close();
  });

  test('tells a screen reader the shift, and the class and match at each depth', async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    await page.locator('.drag').focus();
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toMatch(/^The image is 1 down\. .*depth 4, max_pool: 1 of 1, same\.$/);
    await page.context().close();
  });

  test('the guided path has seven claims, each a state that can be computed, in English and Turkish', async () => {
    const { page, said } = await served.open('#path');
    for (let claim = 1; claim <= 7; claim++) {
      await expect.poll(() => page.locator('.path-head').textContent()).toContain(`${claim} of 7`);
      await page.getByRole('button', { name: 'What one finds' }).click();
      await expect.poll(() => page.locator('.answer').count()).toBe(1);
      await expect
        .poll(() => page.locator('.rates tbody tr').count(), { timeout: scaled(30) })
        .toBeGreaterThan(1);
      expect(await page.locator('.failure').allTextContents(), `claim ${claim}`).toEqual([]);
      if (claim < 7) await page.getByRole('button', { name: 'Next' }).click();
    }
    await page.getByRole('button', { name: 'Türkçe' }).click();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('tr');
    await expect.poll(() => page.locator('.path-head').textContent()).toContain('Adım ve dolgu');
    expect(said).toEqual([]);
    await page.context().close();
  });

  test(
    'memory stays flat over 1,000 edits',
    async () => {
      const { page } = await served.open('#circle-exact');
      await page.locator('.map').waitFor();
      const session = await page.context().newCDPSession(page);
      const radius = page.getByLabel('radius', { exact: true }).first();
      const edits = async (count: number) => {
        await radius.evaluate(async (field: HTMLInputElement, count) => {
          const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
          for (let i = 0; i < count; i++) {
            set.call(field, String(8 + (i % 20)));
            field.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
        }, count);
        await page.waitForTimeout(1000);
        await session.send('HeapProfiler.collectGarbage');
        const { usedSize } = await session.send('Runtime.getHeapUsage');
        return usedSize;
      };
      const early = await edits(200);
      const late = await edits(800);
      expect(late).toBeLessThan(early + 8e6);
      await page.context().close();
    },
    scaled(120),
  );
});
