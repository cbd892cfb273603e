import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, without } from '../support/browser.ts';
import { type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

/** Milliseconds of a frame. */
const FRAME = 16;

describe.skipIf('why' in browser)(`how fast the playground is${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  const opened = async () => {
    const { page } = await served.open('#circle-exact');
    await page.locator('.map').waitFor();
    await page.evaluate(`globalThis.calibrate = ${calibrate}`);
    return page;
  };

  test('each depth follows a key: it is computed and drawn within a frame, and waits for one', async () => {
    const page = await opened();
    const { time, ratio } = await timed(page, 'key');
    console.info(`a key: ${time.toFixed(1)} ms in the median, ${ratio.toFixed(2)} × the calibration`);
    expect(time).toBeLessThan(scaled((2 * FRAME) / 1000));
    await page.context().close();
  });

  test('rates, classes and bits of 49 shifts follow a change of the image', async () => {
    const page = await opened();
    const { time, ratio } = await timed(page, 'radius');
    console.info(`a change: ${time.toFixed(1)} ms in the median, ${ratio.toFixed(2)} × the calibration`);
    expect(time).toBeLessThan(scaled((30 + 2 * FRAME) / 1000));
    await page.context().close();
  });

  test("draws a frame for each move of a drag, by the browser's own trace", async () => {
    const page = await opened();
    const box = (await page.locator('.drag').boundingBox())!;
    const pixel = box.width / 64;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const before = await calibrated(page);
    const events = await served.traced(page, async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let i = 0; i < 120; i++)
        await page.mouse.move(x + pixel * ((i % 7) - 3), y + pixel * ((i % 5) - 2));
      await page.mouse.up();
    });
    const calibration = Math.max(before, await calibrated(page));
    const scripts = events
      .filter(({ name, dur }) => name === 'FireAnimationFrame' && dur)
      .map(({ dur }) => dur! / 1000);
    const drawn = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000);
    const between = drawn
      .sort((a, b) => a - b)
      .slice(1)
      .map((at, i) => at - drawn[i]!);
    const script = median(scripts);
    console.info(
      `a drag: a frame every ${median(between).toFixed(1)} ms in the median, of which scripts take ${script.toFixed(1)} ms, ${(script / calibration).toFixed(2)} × the calibration`,
    );
    expect(scripts.length).toBeGreaterThan(30);
    expect(script).toBeLessThan(scaled(FRAME / 1000));
    await page.context().close();
  });
});

/** Milliseconds of a loop of small multiplications: what this machine can do at this moment. It runs in the page. */
function calibrate(): number {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 3_000_000; i++) sum += Math.imul(i, i ^ sum) & 1;
  return performance.now() - began + Math.min(sum, 0);
}

async function calibrated(page: Page): Promise<number> {
  const times = await page.evaluate(() =>
    Array.from({ length: 9 }, () => (globalThis as unknown as { calibrate(): number }).calibrate()),
  );
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** How long it takes until the page shows what came of an act, as the median of 60, also relative to the calibration beside it. */
async function timed(page: Page, act: 'key' | 'radius'): Promise<{ time: number; ratio: number }> {
  const all = await page.evaluate(async (act) => {
    const field = document.getElementById('image.radius') as HTMLInputElement;
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    // The words of depth 1 change with the output: the unshifted one is the same, all others differ.
    const shown = () =>
      act === 'key'
        ? document.querySelectorAll('.steps .verdict')[1]!.textContent
        : document.querySelector('.rates')!.textContent;
    const times: [number, number][] = [];
    for (let i = 0; i < 60; i++) {
      const quiet = (globalThis as unknown as { calibrate(): number }).calibrate();
      const before = shown();
      const began = performance.now();
      if (act === 'key') {
        const key = i % 2 === 0 ? 'ArrowDown' : 'ArrowUp';
        document.querySelector('.drag')!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      } else {
        set!.call(field, i % 2 === 0 ? '20' : '28');
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      const { port1, port2 } = new MessageChannel();
      while (shown() === before)
        await new Promise((resolve) => {
          port1.onmessage = resolve;
          port2.postMessage(0);
        });
      times.push([performance.now() - began, quiet]);
    }
    return times;
  }, act);
  return {
    time: median(all.map(([time]) => time)),
    ratio: median(all.map(([time, quiet]) => time / quiet)),
  };
}
